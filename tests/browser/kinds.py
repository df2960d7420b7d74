"""What a page must be for whoever has a small screen, a keyboard alone, large letters, few colours,
or paper; measured in the browser, one sentence for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Page

_SEEN: Final = """const seen = it => it.checkVisibility({checkVisibilityCSS: true}) &&
  !it.closest('.unseen');
const said = it => `<${it.localName}> ${(it.innerText || it.name || it.id || '').slice(0, 40)}`;
const reached = [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
  .filter(it => seen(it) && !it.disabled);"""

_SIDEWAYS: Final = (
    "() => {"
    + _SEEN
    + """
  const width = document.documentElement.clientWidth, wrong = [];
  if (document.documentElement.scrollWidth > width) wrong.push("scrolls sideways");
  for (const it of document.querySelectorAll("body *")) {
    if (!seen(it) || it.closest("svg") || it.matches(".skip")) continue;
    const box = it.getBoundingClientRect();
    if (box.width > 1 && (box.right > width + 1 || box.left < -1))
      wrong.push(`${said(it)} is beyond the edge`);
    const style = getComputedStyle(it);
    if (style.overflowX !== "visible" && box.width > 1 && it.scrollWidth > it.clientWidth + 1 &&
        !it.matches("input, textarea, select"))
      wrong.push(`${said(it)} is cut`);
  }
  return wrong }"""
)

_TARGETS: Final = (
    "() => {"
    + _SEEN
    + """
  const inline = it => it.localName === "a" && (getComputedStyle(it).display === "inline" ||
    getComputedStyle(it, "::after").position === "absolute");
  const first = reached[0].matches('.skip[href="#page-main"]') ? [] : ["nothing leads to the page"];
  return first.concat(reached.filter(it => !it.matches(".skip, [tabindex]") && !inline(it))
    .flatMap(it => {
    const box = it.getBoundingClientRect();
    return Math.min(box.width, box.height) < 24 ? [`${said(it)} is too small to press`] : []
  })) }"""
)

_FOCUS: Final = (
    "() => {"
    + _SEEN
    + """
  const wrong = [];
  for (const it of reached) {
    it.focus({focusVisible: true});
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)
      wrong.push(`${said(it)} does not show that it is focused`);
    if (box.width < 2 || box.height < 2) wrong.push(`${said(it)} is focused and not seen`);
    if (it.tabIndex > 0) wrong.push(`${said(it)} jumps the order`);
  }
  document.activeElement.blur();
  return wrong }"""
)

_EDGES: Final = (
    "() => {"
    + _SEEN
    + """
  return reached.filter(it => !it.matches(".skip, [tabindex]")).flatMap(it => {
    const style = getComputedStyle(it);
    const known = style.borderBottomStyle !== "none" && parseFloat(style.borderBottomWidth) > 0 ||
      style.textDecorationLine === "underline" || style.appearance === "auto" ||
      it.matches("summary, .bar a, .menu a, .tabs a, .card a, [type=radio], [type=checkbox]");
    return known ? [] : [`${said(it)} looks like text`]
  }) }"""
)

_PRINTED: Final = (
    "() => {"
    + _SEEN
    + """
  return [...document.querySelectorAll("button:not(.row), .button, nav a, [type=file]")]
    .filter(seen).map(it => `${said(it)} is printed`) }"""
)

_ORDER: Final = (
    "() => {"
    + _SEEN
    + """
  const groups = new Set();
  window.kept = reached.filter(it => it.tabIndex >= 0 && !(it.type === "radio" &&
    (groups.has(it.name) || !groups.add(it.name))));
  for (const it of document.querySelectorAll("[type=radio]:checked"))
    window.kept = window.kept.map(each => each.name === it.name && each.type === "radio"
      ? it : each);
  window.met = [];
  addEventListener("focusin", ({target}) => {
    const box = target.getBoundingClientRect();
    window.met.push([window.kept.indexOf(target),
      box.bottom > 0 && box.top < innerHeight && box.width > 1]) });
  return window.kept.map(said) }"""
)


def wrongs(page: Page) -> Iterator[str]:
    """What is wrong with the page that is open, at its width and at twice its letters."""
    yield from page.evaluate(_SIDEWAYS)
    yield from page.evaluate(_TARGETS)
    yield from page.evaluate(_FOCUS)
    root = page.locator("html")
    root.evaluate("it => { it.style.fontSize = '200%' }")
    yield from (f"with large letters, {each}" for each in page.evaluate(_SIDEWAYS))
    root.evaluate("it => { it.style.fontSize = '' }")
    page.emulate_media(forced_colors="active")
    yield from (f"with forced colours, {each}" for each in page.evaluate(_EDGES))
    yield from (f"with forced colours, {each}" for each in page.evaluate(_FOCUS))
    page.emulate_media(forced_colors="none", media="print")
    yield from page.evaluate(_PRINTED)
    page.emulate_media(media="screen")


def walked(page: Page) -> Iterator[str]:
    """What is wrong when Tab is pressed from the first control of the page to its last."""
    order = page.evaluate(_ORDER)
    for _ in order:
        page.keyboard.press("Tab")
    met = page.evaluate("() => window.met")
    if [index for index, _ in met] != list(range(len(order))):
        yield f"Tab leads to {[order[index] for index, _ in met]} where the page has {order}"
    yield from (f"{order[index]} is focused out of sight" for index, seen in met if not seen)

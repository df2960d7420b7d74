"""Pages in scripts of the country: Tamasheq and Hassanya in Arabic letters, N'Ko, Tifinagh.

Kene has no wording in them yet. Here each letter of the French one becomes a letter of the script:
what is measured is where things stand and in which order they are read, not what they say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from apps.web import gallery
from apps.web.test_validators import Quiet
from browser.conftest import PHONE, SCREENS
from browser.kinds import walked, wrongs
from kene.channels.web import words as own
from kene.channels.web.draw import draw
from kene.core.screens import Screen
from kene.core.wording import Text, Wording, bundled
from node.listening import listening

pytestmark = pytest.mark.slow

CAMPAIGN = bool(os.environ.get("KENE_CAMPAIGN"))
SCRIPTS = {  # a language as HTML names it, its direction, and letters in place of a to z
    "ar": ("rtl", "ابتثجحخدذرزسشصضطظعغفقكلمنه"),
    "nqo": ("rtl", "ߊߋߌߍߎߏߐߓߔߕߖߗߘߙߚߛߜߝߞߟߠߡߢߣߤߥ"),
    "tmh-Tfng": ("ltr", "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜ"),
}
# Where each group of digits of a text stands, from left to right, and whether a mark comes first.
ORDER = """(it, parts) => {
  const walk = document.createTreeWalker(it, NodeFilter.SHOW_TEXT), range = new Range(), found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) for (const part of parts) {
    const at = node.data.indexOf(part);
    if (at < 0) continue;
    range.setStart(node, at); range.setEnd(node, at + part.length);
    found.push([range.getBoundingClientRect().left, part]);
  }
  return found.sort((a, b) => a[0] - b[0]).map(each => each[1]) }"""
EDGES = """it => { const box = it.getBoundingClientRect(), main = document.querySelector("main"),
  style = getComputedStyle(main), of = main.getBoundingClientRect();
  return [box.left - of.left - parseFloat(style.paddingLeft),
          of.right - parseFloat(style.paddingRight) - box.right] }"""
GLYPHS = """letters => {
  const paper = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const drawn = letter => { paper.canvas.width = 48; paper.font = "24px sans-serif";
    paper.fillText(letter, 12, 30); return paper.canvas.toDataURL() };
  return [drawn(String.fromCodePoint(0x10ffff)), ...[...letters].map(drawn)] }"""


def written(text: str, letters: str) -> str:
    """The text in another script: its letters alone, not what is between braces."""
    parts = text.replace("{", "\0{").replace("}", "}\0").split("\0")
    table = {ord(a): letters[n % len(letters)] for n, a in enumerate("abcdefghijklmnopqrstuvwxyz")}
    return "".join(p if p.startswith("{") else p.lower().translate(table) for p in parts)


def worded(language: str) -> Wording:
    """The French wording of the web in another script."""
    direction, letters = SCRIPTS[language]
    french = bundled("kene.channels.web", "fr")

    def turned(text: Text) -> Text:
        plural = {name: written(form, letters) for name, form in text.plural.items()}
        return replace(text, long=written(text.long, letters), plural=plural)

    texts = {key: turned(text) for key, text in french.texts.items()}
    return Wording(language, {**texts, "direction": Text(direction)})


def asked(screen: Screen, letters: str) -> Screen:
    """A screen whose questions are in another script, and whose answers are as they were given."""

    def turned(options: Any) -> Any:
        return tuple(replace(each, label=written(each.label, letters)) for each in options)

    questions = tuple(
        replace(
            each,
            text=written(each.text, letters),
            hint=written(each.hint, letters),
            options=turned(each.options),
        )
        for each in screen.questions
    )
    title = written(screen.title, letters)
    return replace(screen, title=title, questions=questions, options=turned(screen.options))


def pages(language: str) -> Iterator[gallery.Page]:
    """Kinds of pages in a language."""
    letters = SCRIPTS[language][1]
    texts = replace(gallery.TEXTS, questions=(replace(gallery.PHONE, given="+223 76 12 34 56"),))
    for name, screen in {
        "group": gallery.CHILD,
        "search": gallery.SEARCH,
        "list": gallery.LIST,
        "phone": texts,
        "summary": gallery.SUMMARY,
    }.items():
        drawing = draw(asked(screen, letters))
        yield gallery.Page(name, drawing.template, {"drawing": drawing, "at": "x"}, language)
    receipt = replace(gallery.RECEIPT, secret="204 816", title=written("envoyée", letters))
    yield gallery.Page("receipt", "kene_web/receipt.html", {"receipt": receipt}, language)
    case = {"case": gallery.CASE}
    yield gallery.Page("case", "kene_web/case.html", case, language)
    accesses = {"accesses": gallery.ACCESSES, "columns": gallery.COLUMNS}
    yield gallery.Page("access", "kene_web/access.html", accesses, language)


@pytest.fixture(scope="module", autouse=True)
def _static_files() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture
def shown(
    tmp_path: Path, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Iterator[tuple[str, Page]]]]:
    """Each page in a language, in a browser, by its name."""
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    monkeypatch.setattr(own, "LANGUAGES", ("fr", *SCRIPTS))
    monkeypatch.setattr(
        own, "bundled", lambda name, code: worded(code) if code in SCRIPTS else bundled(name, code)
    )
    with listening(partial(Quiet, directory=str(tmp_path))) as root:
        width, height = PHONE
        context = chromium.new_context(
            base_url=root, viewport={"width": width, "height": height}, reduced_motion="reduce"
        )

        def opened(language: str) -> Iterator[tuple[str, Page]]:
            direction = SCRIPTS[language][0]
            page = context.new_page()
            for each in pages(language):
                framed = replace(gallery.frame(language), direction=direction)
                html = render_to_string(each.template, {"frame": framed, **each.context})
                (tmp_path / f"{each.name}.html").write_text(html, encoding="utf-8")
                page.goto(f"/{each.name}.html")
                yield each.name, page

        yield opened
        context.close()


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_pages_stand_and_are_read_as_the_script_runs(
    shown: Callable[[str], Iterator[tuple[str, Page]]], language: str
) -> None:
    direction, letters = SCRIPTS[language]
    far = 0 if direction == "rtl" else 1
    SCREENS.mkdir(parents=True, exist_ok=True)
    for name, page in shown(language):
        page.screenshot(path=SCREENS / f"script-{language}-{name}.png", full_page=True)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == direction
        if CAMPAIGN or name in ("group", "case"):
            assert [*walked(page), *wrongs(page)] == [], name
        for label in page.locator("main label:not(.pick label), main dt, main legend").all():
            near = label.evaluate(EDGES)[1 - far]
            assert near < 40, (name, label.inner_text())
        for number in page.locator(".number, h1, input[type=tel]").all():
            parts = [part for part in ("482", "915", "037") if part in number.inner_text()]
            assert number.evaluate(ORDER, parts) == parts, name
        for time in page.locator("time").all():
            assert time.evaluate(ORDER, ["25", "novembre"]) in (
                [],
                ["25", "novembre"],
                ["novembre"],
            )
        code = page.locator(".foot p").first
        assert code.evaluate(ORDER, ["*", "123", "#"]) == ["*", "123", "#"], name
        for field in page.locator("input[inputmode=numeric], input[type=tel]").all():
            assert field.evaluate("it => getComputedStyle(it).direction") == "ltr"
            side = field.evaluate("it => getComputedStyle(it).textAlign")
            assert side == ("right" if direction == "rtl" else "start"), name
        for pick in page.locator(".pick").all():
            control, label = (pick.locator(each).bounding_box() for each in ("input", "label"))
            assert control and label and (control["x"] > label["x"]) == (direction == "rtl")


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_a_browser_finds_the_letters_of_the_script(chromium: Browser, language: str) -> None:
    page = chromium.new_page()
    missing, *drawn = page.evaluate(GLYPHS, SCRIPTS[language][1])
    page.close()
    if len(set(drawn)) == 1:
        pytest.skip("no font for this script: `make tools` installs fonts-noto-core")
    assert missing not in drawn and len(set(drawn)) == len(drawn)

"""The web on 2G: Debian's Chromium on a real node, each service from its first page to its end.

Chromium holds its own network to GPRS: 40 kb/s each way, and 600 ms before each answer. A request
that leads on to another waits twice. Octets are what came: headers and compressed bodies. What it
takes to open a connection is not in the figures: 600 ms for TCP and 600 ms more for TLS 1.3, once,
before the first page; the connection is kept for all that follow.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from bench.rows import Row
from bench.served import PATIENCE, Served, node
from bench.walked import ALONE, BEGIN, CHROMIUM, CONFIRM, Given, answered, fill, packs

GPRS: Final = {
    "offline": False,
    "latency": 600,
    "downloadThroughput": 40_000 / 8,
    "uploadThroughput": 40_000 / 8,
}
FIRST: Final = (3.0, 14_000)
"""The aims of the first page: seconds and octets."""
NEXT: Final = (2.0, 4_000)
"""The aims of each page after it."""
# When the page is on the screen and its controls can be used, from the press that asked for it.
_USABLE: Final = """() => {
  const drawn = performance.getEntriesByName("first-contentful-paint")[0];
  const [page] = performance.getEntriesByType("navigation");
  return drawn && page.domContentLoadedEventEnd
    ? Math.max(drawn.startTime, page.domContentLoadedEventEnd) / 1000 : 0;
}"""


@dataclass
class Wire:
    """What a page received since it was last asked, in octets."""

    octets: int = 0

    def hear(self, session: Any) -> None:  # noqa: ANN401 -- Playwright's own type is not public
        """Count all that comes, redirections included."""
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", GPRS)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.requestWillBeSent", self._led_on)

    def taken(self) -> int:
        """The octets since the last time."""
        octets, self.octets = self.octets, 0
        return octets

    def _finished(self, event: dict[str, Any]) -> None:
        self.octets += int(event["encodedDataLength"])

    def _led_on(self, event: dict[str, Any]) -> None:
        self.octets += int(event.get("redirectResponse", {}).get("encodedDataLength", 0))


@dataclass(slots=True)
class Seen:
    """The pages of one way through one service: seconds and octets of each, in their order."""

    pack: str
    pages: list[tuple[float, int]] = field(default_factory=list)


def rows() -> Iterable[Row]:
    """The first page and the pages after it, of every service that is open; the aims beside."""
    if not CHROMIUM.exists():
        yield Row("web on 2G", None, "s", note=f"{CHROMIUM} is absent: make tools")
        return
    every = tuple(f"packs/{pack}" for pack in packs())
    with node(packs=every) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ALONE))
        walked(browser, served, packs()[0], scripts=False)  # the node is warm, the browser never
        for scripts in (False, True):
            seen = [walked(browser, served, pack, scripts=scripts) for pack in packs()]
            yield from _figures(seen, "with scripts" if scripts else "without scripts")
        browser.close()


def walked(browser: Browser, served: Served, pack: str, *, scripts: bool) -> Seen:
    """The pages of a service in a browser that knows nothing yet; the first alone where it is not
    open."""
    given = answered(pack, datetime.now(UTC).date())
    context = browser.new_context(
        base_url=f"http://localhost:{served.port}",
        viewport={"width": 320, "height": 640},
        java_script_enabled=scripts,
    )
    page, wire, seen = context.new_page(), Wire(), Seen(pack)
    wire.hear(context.new_cdp_session(page))
    answer = page.goto(f"/services/{pack}/")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{pack}: {answer and answer.status}")
    seen.pages.append(_page(page, wire))
    if page.locator(BEGIN).count():
        seen.pages += _steps(page, wire, given)
    context.close()
    return seen


def _steps(page: Page, wire: Wire, given: tuple[Given, ...]) -> Iterator[tuple[float, int]]:
    page.locator(BEGIN).click()
    yield _page(page, wire)
    for each in given:
        page.locator(fill(page, each)).click()
        yield _page(page, wire)
    page.locator(CONFIRM).click()
    yield _page(page, wire)
    if not page.locator(".number").count():
        raise RuntimeError(f"no case at the end: {page.title()}")


def _page(page: Page, wire: Wire) -> tuple[float, int]:
    page.wait_for_load_state("load")
    until = time.monotonic() + PATIENCE
    while not (usable := float(page.evaluate(_USABLE))):  # without scripts, a page can't wait
        if time.monotonic() > until:
            raise RuntimeError(f"nothing drawn: {page.url}")
        page.wait_for_timeout(20)
    return usable, wire.taken()


def _figures(seen: list[Seen], how: str) -> Iterator[Row]:
    first = [each.pages[0] for each in seen]
    after = [page for each in seen for page in each.pages[1:]]
    for name, pages, (seconds, octets) in (("first", first, FIRST), ("next", after, NEXT)):
        for unit, index, aim in (("s", 0, seconds), ("octets", 1, octets)):
            found = [page[index] for page in pages]
            for title, value in (("median", statistics.median(found)), ("most", max(found))):
                said = f"aim {aim:g} {unit}, {len(pages)} pages of {len(seen)} services"
                yield Row(f"2G, {name} page, {how}, {title}", value, unit, note=said)

"""A demonstration that is really served, and Debian's Chromium that visits it."""

from collections.abc import Callable, Iterator

import pytest
from bench.served import ROOT, Served
from bench.walked import ALONE, CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

SCREENS = ROOT / "build" / "screens"
DESK = (1280, 900)
PHONE = (320, 640)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`kene demo` on a fresh data folder, ready."""
    node = Served(tmp_path_factory.mktemp("demo") / "data", KENE_USSD_TOKEN="", KENE_SMS_TOKEN="")
    node.start("demo")
    try:
        node.wait_ready()
        yield node
    finally:
        node.end()


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, which talks to nobody but the node."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent: `make tools` installs it")
    browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(ALONE))
    yield browser
    browser.close()


@pytest.fixture
def visit(demo: Served, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Somebody's own browser on the demonstration, of a size; a script error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(size: tuple[int, int], *, scripts: bool = True) -> Page:
        width, height = size
        context = chromium.new_context(
            base_url=f"http://localhost:{demo.port}",
            viewport={"width": width, "height": height},
            locale="fr",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Leave a picture of a whole page in `build/screens`; no page is wider than its screen."""
    SCREENS.mkdir(parents=True, exist_ok=True)

    def taken(page: Page, name: str) -> None:
        page.locator("html").evaluate("it => it.scrollTo(0, 0)")
        page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
        assert page.viewport_size is not None
        assert page.locator("html").evaluate("it => it.scrollWidth") <= page.viewport_size["width"]

    return taken

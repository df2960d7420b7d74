"""Where a telephone is, told by the browser to the box of a question, once its holder lets it."""

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from bench.walked import ALONE
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page, Playwright, expect

from apps.web.gallery import SPOT, frame
from kene.channels.web.draw import draw
from kene.core.screens import Screen
from node.listening import listening

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that asks for a position, as the node draws it."""
    folder = tmp_path_factory.mktemp("position")
    (folder / "static").symlink_to(settings.STATIC_ROOT)
    drawing = draw(Screen("question", "Votre champ", questions=(SPOT,)))
    page = render_to_string(drawing.template, {"frame": frame("fr"), "drawing": drawing})
    Path(folder / "page.html").write_text(page, encoding="utf-8")
    with listening(partial(SimpleHTTPRequestHandler, directory=str(folder))) as root:
        yield f"{root}/page.html"


@pytest.fixture
def page(address: str, driver: Playwright) -> Iterator[Page]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium absent : « make tools » l'installe")
    with driver.chromium.launch(executable_path=program, args=list(ALONE)) as browser:
        context = browser.new_context(
            viewport={"width": 320, "height": 640},
            geolocation={"latitude": 12.639204871, "longitude": -8.002896112, "accuracy": 7.2},
        )
        page = context.new_page()
        page.goto(address)
        yield page


def test_a_telephone_writes_where_it_is_once_its_holder_lets_it(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.get_by_role("button", name="Trouver ma position").click()
    expect(page.locator("output")).to_contain_text("à 8 m près")
    assert page.locator("#parcelle").input_value() == "12.63920, -8.00290"


def test_who_does_not_let_it_is_told_to_write(page: Page) -> None:
    page.context.clear_permissions()
    page.get_by_role("button", name="Trouver ma position").click()
    expect(page.locator("output")).to_contain_text("écrivez la position")
    assert page.locator("#parcelle").input_value() == SPOT.given

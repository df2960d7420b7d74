"""A photo of a paper from a real browser, over a network and a node that stop in the middle."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from bench.served import Served, served
from bench.walked import BEGIN, CONFIRM, answered, fill
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import PHONE

pytestmark = pytest.mark.slow

PACK, PAPER = "amo", "piece-identite"
RECEIVED = "Une photo envoyée"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A node of this module's own: a test kills it."""
    with served(tmp_path_factory.mktemp("photo"), packs=(f"packs/{PACK}",)) as found:
        yield found


@pytest.fixture
def context(node: Served, chromium: Browser) -> Iterator[BrowserContext]:
    width, height = PHONE
    opened = chromium.new_context(
        base_url=f"http://localhost:{node.port}",
        viewport={"width": width, "height": height},
        locale="fr",
    )
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The page where the holder of a new case sends a photo of a paper."""
    page = context.new_page()
    page.goto(f"/services/{PACK}/")
    page.locator(BEGIN).click()
    for given in answered(PACK, datetime.now(UTC).date()):
        page.locator(fill(page, given)).click()
    page.locator(CONFIRM).click()
    number, secret = page.locator(".number").all_inner_texts()
    page.goto("/suivre/")
    page.locator('[name="number"]').fill(number)
    page.locator('[name="secret"]').fill(secret)
    page.get_by_role("button", name="Voir mon dossier").click()
    page.locator('a.row[href*="/dossier/piece/"]').first.click()
    return page


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo that no compression makes small: more than ten parts once it is 1,600 pixels wide."""
    grain = Image.frombytes("L", (240, 180), Random(7).randbytes(240 * 180))
    file = tmp_path_factory.mktemp("photo") / "piece.jpg"
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "TELEPHONE"
    grain.resize((2400, 1800)).convert("RGB").save(out, "JPEG", quality=92, exif=exif)
    file.write_bytes(out.getvalue())
    return file


def choose(page: Page, picture: Path) -> None:
    page.locator('[name="picture"]').set_input_files(picture)
    page.get_by_role("button", name="Envoyer la photo").click()


def cut_after(page: Page, parts: int, cut: Callable[[], None]) -> list[int]:
    """Cut once so many parts were answered; the offsets of the parts, as they are sent."""
    offsets: list[int] = []

    def sent(request: object) -> None:
        if request.method == "PATCH":  # type: ignore[attr-defined]
            offsets.append(int(request.headers["upload-offset"]))  # type: ignore[attr-defined]
            if len(offsets) == parts:
                cut()

    page.on("request", sent)
    return offsets


def test_a_photo_goes_on_after_the_network_was_cut(
    page: Page, context: BrowserContext, picture: Path
) -> None:
    offsets = cut_after(page, 4, lambda: context.set_offline(True))
    choose(page, picture)
    said = page.locator("output")
    expect(said).to_contain_text("Le réseau est coupé")
    assert len(offsets) >= 4
    page.screenshot(path=Path(__file__).parents[2] / "build" / "screens" / "photo-cut.png")
    context.set_offline(False)
    expect(page.get_by_text(RECEIVED)).to_be_visible()
    assert len(set(offsets)) >= len(offsets) - 1, "only the part that was cut is sent again"


def test_a_photo_goes_on_after_the_node_was_killed(page: Page, node: Served, picture: Path) -> None:
    offsets = cut_after(page, 4, node.kill)
    choose(page, picture)
    expect(page.locator("output")).to_contain_text("Le réseau est coupé")
    node.start()
    node.wait_ready()
    expect(page.get_by_text(RECEIVED)).to_be_visible()
    assert len(set(offsets)) >= len(offsets) - 1


def test_a_photo_goes_on_after_its_page_was_opened_again(page: Page, picture: Path) -> None:
    address = page.url
    stopped = cut_after(page, 4, lambda: None)
    choose(page, picture)
    page.wait_for_function("() => /[1-9]/.test(document.querySelector('output').textContent)")
    page.goto(address)
    before = len(stopped)
    choose(page, picture)
    expect(page.get_by_text(RECEIVED)).to_be_visible()
    assert before and min(stopped[before:]) > 0


def test_a_file_that_is_no_photo_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"%PDF-1.7")
    choose(page, file)
    expect(page.locator(".faults")).to_be_visible()

"""A service for whoever has a keyboard alone, a browser of text, or a printer."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.served import Served
from bench.walked import BEGIN, CONFIRM, answered, fill
from playwright.sync_api import Browser, Page, expect

from browser.conftest import PHONE
from browser.text_terminal import DOWN, ENTER, found, pressed, typed

pytestmark = pytest.mark.slow

Visit = Callable[..., Page]


def steps() -> tuple[dict[str, str], ...]:
    return tuple(dict(each) for each in answered("naissance", datetime.now(UTC).date()))


def reached(page: Page, selector: str) -> None:
    """Press Tab until that is focused, and seen to be."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            outline = page.locator(":focus").evaluate("it => getComputedStyle(it).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_a_service_is_done_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit(PHONE)
    page.goto("/services/naissance/")
    reached(page, "main form button")
    page.keyboard.press("Enter")
    for given in steps():
        expect(page.locator(".ask")).to_be_visible()
        for name, text in given.items():
            control = page.locator(f'main [name="{name}"]').first
            if control.evaluate("it => it.type") == "radio":
                reached(page, f'[name="{name}"]')
                while not page.locator(f'[name="{name}"][value="{text}"]:checked').count():
                    page.keyboard.press("ArrowDown")
            else:
                reached(page, f'[name="{name}"]')
                page.keyboard.press("Control+A")
                page.keyboard.type(text)
        before = page.locator("h1").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "h1 => document.querySelector('h1').innerText !== h1 || "
            "document.querySelectorAll('main [name]').length > 5",
            arg=before,
        )
        page.wait_for_load_state("load")
    reached(page, '[name="_choose"][value="confirm"]')
    page.keyboard.press("Enter")
    expect(page.locator(".number").first).to_be_visible()


@pytest.fixture
def pages(visit: Visit) -> Callable[..., Iterator[Page]]:
    """The pages of a service one after the other, in a window of a width."""

    def walked(width: int) -> Iterator[Page]:
        page = visit((width, 800))
        page.goto("/services/naissance/")
        yield page
        page.locator(BEGIN).click()
        for given in steps():
            page.wait_for_load_state("load")
            yield page
            page.locator(fill(page, given)).click()
        page.wait_for_load_state("load")
        yield page
        page.locator(CONFIRM).click()
        page.wait_for_load_state("load")
        yield page

    return walked


def test_what_is_printed_holds_the_answers_and_no_buttons(
    pages: Callable[[int], Iterator[Page]], tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is absent: `make tools` installs it")
    for index, page in enumerate(pages(1280)):
        hidden = page.locator("button, .button, .menu, .tongues")
        page.emulate_media(media="print")
        assert not [each for each in hidden.all() if each.is_visible()]
        page.pdf(path=tmp_path / f"{index}.pdf")
        page.emulate_media(media="screen")
    printed = [
        subprocess.run(
            ["pdftotext", "-layout", str(each), "-"], capture_output=True, text=True, check=True
        ).stdout
        for each in sorted(tmp_path.glob("*.pdf"))
    ]
    assert "Aminata Coulibaly" in printed[-2]
    assert "Votre numéro de dossier" in printed[-1] and "Votre code secret" in printed[-1]


def test_a_browser_of_text_shows_what_is_asked(demo: Served) -> None:
    if shutil.which("lynx") is None:
        pytest.skip("lynx is absent: `make tools` installs it")
    for address, words in (("services/naissance", "Commencer"), ("suivre", "Code secret")):
        page = ["lynx", "-dump", f"http://localhost:{demo.port}/{address}/"]
        said = subprocess.run(page, capture_output=True, text=True, check=True).stdout
        assert words in said


def test_a_birth_is_declared_in_a_browser_of_text(demo: Served, tmp_path: Path) -> None:
    if shutil.which("lynx") is None:
        pytest.skip("lynx is absent: `make tools` installs it")
    child = steps()[0]
    keys = [
        *[*found("rer une naissance"), ENTER, *found("Commencer"), ENTER],
        *[*[DOWN] * 4, *typed("Awa"), DOWN, *typed("Coulibaly"), DOWN, ENTER, DOWN, DOWN],
        *[*typed(child["date_naissance"]), DOWN, *typed("Sanankoroba"), DOWN, ENTER],
        *[*[DOWN] * 5, *typed("Fatou"), DOWN, DOWN, ENTER],
        *[*[DOWN] * 5, ENTER, *found("Continuer"), ENTER, *found("Confirmer"), ENTER],
    ]
    said = pressed(f"http://localhost:{demo.port}/", keys, tmp_path, "Votre code secret")
    assert "Votre demande est envoyée" in said and re.search(r"\d{3} \d{3} \d{3}", said)


def test_nothing_waits_for_a_script(chromium: Browser, demo: Served) -> None:
    context = chromium.new_context(
        base_url=f"http://localhost:{demo.port}", java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/services/naissance/")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name="L'enfant")).to_be_visible()
    context.close()

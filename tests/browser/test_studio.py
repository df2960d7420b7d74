"""An agent records a text in a real browser, whose microphone is a tone."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Iterator

import pytest
from bench.served import Served
from bench.walked import ALONE, CHROMIUM
from playwright.sync_api import Page, Playwright, expect

from browser.conftest import PHONE

pytestmark = pytest.mark.slow

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def studio(demo: Served, driver: Playwright) -> Iterator[Page]:
    """A telephone with a microphone, on the demonstration's studio."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent: `make tools` installs it")
    errors: list[str] = []
    arguments = [*ALONE, *MICROPHONE]
    browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
    width, height = PHONE
    context = browser.new_context(
        base_url=f"http://localhost:{demo.port}", viewport={"width": width, "height": height}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    browser.close()
    assert errors == []


def test_a_voice_is_recorded_heard_and_kept(
    studio: Page, shoot: Callable[[Page, str], None]
) -> None:
    signed_in(studio)
    studio.goto("/agents/voix/?langue=bm")
    shoot(studio, "30-studio")
    studio.locator("main ul li a[lang=bm]").first.click()
    address = studio.url
    studio.get_by_role("button", name="Enregistrer").click()
    expect(studio.get_by_role("button", name="Arrêter")).to_be_visible()
    studio.wait_for_timeout(1_500)
    studio.get_by_role("button", name="Arrêter").click()
    expect(studio.locator("#heard")).to_be_visible()
    shoot(studio, "31-recorded")
    studio.get_by_role("button", name="Garder").click()
    expect(studio.get_by_text("est enregistré")).to_be_visible()
    answered = studio.request.get(f"{address.rstrip('/')}.wav")
    with wave.open(io.BytesIO(answered.body())) as file:
        assert (file.getframerate(), file.getnchannels()) == (8_000, 1)
        assert 0.5 < file.getnframes() / 8_000 < 10
        assert any(file.readframes(file.getnframes()))


def signed_in(page: Page) -> None:
    """The demonstration's registrar."""
    page.goto("/agents/")
    page.get_by_label("Identifiant").fill("officier")
    page.get_by_label("Mot de passe").fill("kene-2026-essai")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Code à 6 chiffres").fill(page.locator(".advice code").inner_text())
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("link", name="Voix")).to_be_visible()

"""A call of a simulated phone, as a person hears and sees it, in a real browser."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import DESK, PHONE
from browser.test_studio import signed_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]

Visit = Callable[..., Page]
Shoot = Callable[[Page, str], None]
AWA, MOUSSA, FATOUMATA = "+22370000001", "+22370000002", "+22370000003"
SHOWN = "#page-dial .text"
NUMBER = re.compile(r"\b\d{3} \d{3} \d{3}\b")
LASTS = "it => it.duration"


def said(page: Page) -> Locator:
    """The words of what is said."""
    return page.get_by_label("Ce qui est dit")


def called(page: Page, number: str) -> None:
    """That phone, whose call begins."""
    page.goto("/simulateur/")
    page.get_by_label("Numéro du téléphone").select_option(number)
    if page.get_by_role("button", name="Appel", exact=True).count():
        page.get_by_role("button", name="Appel", exact=True).click()
    page.get_by_role("button", name="Appeler +223").click()
    expect(said(page)).to_contain_text("tapez 1.")
    if "Français" in page.inner_text(SHOWN):  # asked once of each person
        page.locator('#page-call [data-key="1"]').click()
    expect(said(page)).to_contain_text("Pour la suite, tapez 9.")


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.locator(f'#page-call [data-key="{key}"]').click()


def keyed(page: Page, words: str) -> None:
    """Press the key of an option, on whichever page it is said."""
    while not (option := re.search(rf"{words}.*tapez (\d)", page.inner_text(SHOWN))):
        turned(page, "9")
    turned(page, option[1])


def turned(page: Page, keys: str) -> None:
    """Press keys, and wait for what is said next."""
    before = str(said(page).text_content())
    press(page, keys)
    expect(said(page)).not_to_have_text(before)


def aloud(page: Page, words: str) -> None:
    """Say an answer, hear it again, and keep it."""
    expect(said(page)).to_contain_text("de vive voix")
    press(page, "2")
    page.get_by_label("vous dites").fill(words)
    page.get_by_role("button", name="Dire").click()
    expect(said(page)).to_contain_text(f"« {words} »")
    turned(page, "1")


def test_a_call_is_heard_beside_its_words_and_costs_who_called(visit: Visit, shoot: Shoot) -> None:
    page = visit(DESK)
    called(page, MOUSSA)
    audio = page.locator("#page-call audio")
    expect(audio).to_have_js_property("readyState", 4)
    expect(audio).to_have_js_property("paused", False)
    assert 5 < audio.evaluate(LASTS) < 40
    press(page, "*")
    expect(said(page)).to_contain_text("Pour plus lentement, tapez 2.")
    press(page, "1")
    shoot(page, "40-call")
    expect(page.locator("#page-cost")).not_to_have_text("0")
    page.get_by_label("Raccrocher").locator("visible=true").click()
    expect(said(page)).to_have_text("Appel terminé.")
    expect(page.locator("#page-citizen")).not_to_have_text("0")
    expect(page.locator("#page-log")).to_contain_text("> *")


def test_a_birth_is_told_in_a_call_and_written_by_an_agent(visit: Visit, shoot: Shoot) -> None:
    page = visit(DESK)
    called(page, MOUSSA)
    keyed(page, "Déclarer une naissance")
    aloud(page, "Awa")
    aloud(page, "Traoré")
    keyed(page, "Fille")
    born = datetime.now(UTC) - timedelta(days=3)
    press(page, f"{born:%d%m%Y}")
    expect(page.locator(".typed")).to_contain_text(f"{born:%d%m%Y}")
    turned(page, "#")
    while "nom de la mère" not in page.inner_text(SHOWN):
        turned(page, "1")
    aloud(page, "Fatou Diarra")
    turned(page, "#")
    turned(page, "1")
    keyed(page, "onfirmer et envoyer")
    expect(said(page)).to_contain_text("Un agent écrit ce que vous avez dit")
    page.get_by_label("Raccrocher").locator("visible=true").click()
    number = written(visit(DESK), shoot)
    expect(page.locator("#page-doings")).to_contain_text(number)
    expect(page.locator("#page-inbox")).to_contain_text(number)
    shoot(page, "46-opened-by-voice")


def written(page: Page, shoot: Shoot) -> str:
    """An agent listens to what was said, and writes it; the number of the case that opens."""
    signed_in(page)
    page.goto("/agents/voix/ecrire/")
    page.get_by_role("link", name="naissance").first.click()
    sound = page.locator("audio").first
    sound.evaluate("it => it.play()")
    expect(sound).to_have_js_property("readyState", 4)
    assert sound.evaluate(LASTS) > 0.3
    page.get_by_label("prénoms de l'enfant").fill("Awa")
    page.get_by_label("nom de famille").fill("Traoré")
    page.get_by_label("mère").fill("Fatou Diarra")
    shoot(page, "45-write")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    told = NUMBER.search(page.locator("body").inner_text())
    assert told is not None
    return told[0]


def test_whoever_beeps_is_called_back_and_the_state_pays(visit: Visit, shoot: Shoot) -> None:
    page = visit(PHONE)
    page.goto("/simulateur/")
    page.get_by_label("Numéro du téléphone").select_option(FATOUMATA)
    expect(page.locator("#page-inbox li").first).to_be_visible()
    before = page.inner_text("#page-state")
    page.get_by_role("button", name="Appel", exact=True).click()
    page.get_by_role("button", name="Biper").click()
    expect(said(page)).to_contain_text("Il va rappeler")
    page.get_by_role("button", name="Décrocher").click()
    expect(said(page)).to_contain_text("tapez 1.")
    expect(page.locator("#page-call .status")).to_contain_text("État")
    shoot(page, "41-called-back")
    expect(page.locator("#page-cost")).not_to_have_text("0")
    page.get_by_label("Raccrocher").locator("visible=true").click()
    expect(page.locator("#page-state")).not_to_have_text(before)
    assert page.inner_text("#page-citizen") == "0"


def test_a_call_needs_no_script(visit: Visit, shoot: Shoot) -> None:
    page = visit(PHONE, scripts=False)
    called(page, AWA)
    expect(page.locator("#page-call audio")).to_have_attribute("src", re.compile(r"\.wav$"))
    shoot(page, "42-call-without-script")
    page.get_by_role("button", name="Ne rien taper").click()
    page.get_by_role("button", name="Raccrocher").first.click()
    expect(said(page)).to_have_text("Appel terminé.")
    expect(page.get_by_label("Numéro du téléphone")).to_have_value(AWA)

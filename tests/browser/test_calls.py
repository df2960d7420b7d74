"""A call of a simulated phone, as a person hears and sees it, in a real browser."""

import re
import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import DESK, PHONE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]

Visit = Callable[..., Page]
Shoot = Callable[[Page, str], None]
AWA, MOUSSA, FATOUMATA = "+22370000001", "+22370000002", "+22370000003"
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
    expect(said(page)).to_contain_text("Pour Français, tapez 1.")


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.locator(f'#page-call [data-key="{key}"]').click()


def test_a_call_is_heard_beside_its_words_and_costs_who_called(visit: Visit, shoot: Shoot) -> None:
    page = visit(DESK)
    called(page, MOUSSA)
    audio = page.locator("#page-call audio")
    expect(audio).to_have_js_property("readyState", 4)
    expect(audio).to_have_js_property("paused", False)
    assert 5 < audio.evaluate(LASTS) < 20
    press(page, "1")
    expect(said(page)).to_contain_text("naissance, tapez")
    press(page, "*")
    expect(said(page)).to_contain_text("Pour plus lentement, tapez 2.")
    press(page, "1")
    shoot(page, "40-call")
    expect(page.locator("#page-cost")).not_to_have_text("0")
    page.get_by_label("Raccrocher").locator("visible=true").click()
    expect(said(page)).to_have_text("Appel terminé.")
    expect(page.locator("#page-citizen")).not_to_have_text("0")
    expect(page.locator("#page-log")).to_contain_text("> *")


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
    expect(said(page)).to_contain_text("Pour Français, tapez 1.")
    expect(page.locator("#page-call .status")).to_contain_text("État")
    shoot(page, "41-called-back")
    expect(page.locator("#page-cost")).not_to_have_text("0")
    page.get_by_label("Raccrocher").locator("visible=true").click()
    expect(page.locator("#page-state")).not_to_have_text(before)
    assert page.inner_text("#page-citizen") == "0"


def test_a_call_needs_no_script(visit: Visit, shoot: Shoot) -> None:
    page = visit(PHONE, scripts=False)
    called(page, AWA)
    page.locator('#page-call [data-key="1"]').click()
    expect(said(page)).to_contain_text("naissance, tapez")
    expect(page.locator("#page-call audio")).to_have_attribute("src", re.compile(r"\.wav$"))
    shoot(page, "42-call-without-script")
    page.get_by_role("button", name="Ne rien taper").click()
    page.get_by_role("button", name="Raccrocher").first.click()
    expect(said(page)).to_have_text("Appel terminé.")
    expect(page.get_by_label("Numéro du téléphone")).to_have_value(AWA)

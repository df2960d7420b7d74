"""From a basic phone to a signed document, and a complaint without a script, in a real browser."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bench.served import Served
from playwright.sync_api import Download, Page, expect

from browser.conftest import DESK, PHONE
from browser.handset import Handset
from browser.paper import needed, photographed, printed, unplugged

pytestmark = pytest.mark.slow

Visit = Callable[..., Page]
Shoot = Callable[[Page, str], None]
NUMBER = re.compile(r"\b\d{3} \d{3} \d{3}\b")
SECRET = re.compile(r"Kode: (\d{3} ?\d{3})")


def test_a_birth_goes_from_a_basic_phone_to_a_document_that_verifies_without_network(
    demo: Served, visit: Visit, shoot: Shoot, tmp_path: Path
) -> None:
    needed("pdftotext", "pdftoppm", "zbarimg")
    handset = Handset(visit(DESK), "+22660000004")
    number = declare(handset, shoot)
    letter = handset.message(1)
    shoot(handset.page, "04-first-message")
    told = SECRET.search(letter)
    assert told is not None and number in letter

    treat(visit(DESK), shoot, number)
    assert number in handset.message(2)
    shoot(handset.page, "11-second-message")

    pdf = tmp_path / "acte.pdf"
    follow(visit(PHONE), shoot, number, told[1]).save_as(pdf)
    text = printed(pdf)
    assert all(name in text for name in ("Bakari", "Kulibali", "Aminata Jara", "Musa Kulibali"))
    code = photographed(pdf)
    check(visit(PHONE), shoot, code, pdf)

    genuine = unplugged(demo, code, tmp_path)
    assert genuine.returncode == 0
    assert json.loads(genuine.stdout)["claims"]["nom"] == "Kulibali"
    forged = unplugged(demo, altered(code), tmp_path)
    assert forged.returncode == 1
    assert json.loads(forged.stdout)["verdict"] == "altered"


def declare(handset: Handset, shoot: Shoot) -> str:
    """Declare a birth in Bambara, with keys and keyboard; the number that is shown."""
    born = datetime.now(UTC) - timedelta(days=5)
    shoot(handset.page, "01-handset")
    assert "Bamanankan" in handset.press("*123#")
    assert "Kene" in handset.press("2")
    shoot(handset.page, "02-menu-in-bambara")
    assert "Den tɔgɔ?" in handset.choose(r"Bange s.b.n$")
    assert "Den jamu?" in handset.spell("22 2 55 2 777 444")
    assert "Muso walima cɛ?" in handset.type("Kulibali")
    assert "Bangedon?" in handset.press("2")
    assert "Bange dugu?" in handset.type(f"{born.day}/{born.month}/{born.year}")
    shoot(handset.page, "03-which-place")
    handset.type("Ségou")
    if "Ba tɔgɔ" not in handset.screen:
        handset.press("1")
    assert "Fa tɔgɔ" in handset.type("Aminata Jara")
    assert "I ye jɔn ye den ma?" in handset.type("Musa Kulibali")
    handset.press("2")
    shoot(handset.page, "03-summary")
    end = NUMBER.search(handset.press("1"))
    assert end is not None
    return end[0]


def treat(page: Page, shoot: Shoot, number: str) -> None:
    """Sign in as the registrar, read the case and its explanation, and make the record."""
    page.goto("/agents/")
    shoot(page, "05-sign-in")
    page.get_by_label("Identifiant").fill("officier")
    page.get_by_label("Mot de passe").fill("kene-2026-essai")
    page.get_by_role("button", name="Continuer").click()
    code = page.locator(".advice code").inner_text()
    shoot(page, "06-second-factor")
    page.get_by_label("Code à 6 chiffres").fill(code)
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("link", name=number)).to_be_visible()
    shoot(page, "07-worklist")
    page.get_by_role("link", name=number).click()
    answers = page.get_by_role("region", name="Réponses")
    expect(answers).to_contain_text("Aminata Jara")
    why = page.get_by_role("region", name="Ce que la règle décide, et pourquoi")
    expect(why).to_contain_text("Code des personnes et de la famille")
    why.get_by_text("Pourquoi pas une autre règle").click()
    expect(why).to_contain_text("133")
    shoot(page, "08-case")
    page.get_by_role("button", name="Établir l'acte").click()
    shoot(page, "09-confirm")
    page.get_by_role("button", name="Établir l'acte").click()
    expect(page.get_by_role("link", name=re.compile("PDF"))).to_be_visible()
    shoot(page, "10-case-closed")


def follow(page: Page, shoot: Shoot, number: str, secret: str) -> Download:
    """Open the case on a small screen, read who read it, and take the document."""
    page.goto("/suivre/")
    shoot(page, "12-follow")
    page.get_by_label("Numéro de dossier").fill(number)
    page.get_by_label("Code secret").fill(secret)
    page.get_by_role("button", name="Voir mon dossier").click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    shoot(page, "13-case-followed")
    page.get_by_role("link", name="Qui a lu mon dossier ?").click()
    expect(page.get_by_role("heading", name="Qui a lu mon dossier")).to_be_visible()
    shoot(page, "14-who-read")
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).click()
    return download.value


def check(page: Page, shoot: Shoot, code: str, pdf: Path) -> None:
    """Verify the code, the file, and the code with one letter altered, on the web."""
    page.goto("/verifier/")
    shoot(page, "15-verify")
    page.get_by_label("Ou le texte du code").fill(code)
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", name="Document authentique")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Kulibali")
    expect(page.get_by_role("main")).to_contain_text("Centre d'état civil")
    shoot(page, "16-genuine")
    page.goto("/verifier/")
    page.get_by_label("Photo du code ou fichier PDF").set_input_files(pdf)
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", name="Document authentique")).to_be_visible()
    page.goto("/verifier/")
    page.get_by_label("Ou le texte du code").fill(altered(code))
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", name="Document modifié")).to_be_visible()
    shoot(page, "17-altered")


def altered(code: str) -> str:
    """The code with one letter of its signature changed."""
    place = len(code) - 10
    return code[:place] + ("B" if code[place] == "A" else "A") + code[place + 1 :]


def test_a_complaint_is_made_on_a_small_screen_without_a_script(visit: Visit, shoot: Shoot) -> None:
    page = visit(PHONE, scripts=False)
    page.goto("/")
    shoot(page, "20-catalogue")
    page.get_by_role("link", name=re.compile("Se plaindre")).click()
    shoot(page, "21-service")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    shoot(page, "22-mistakes")
    page.get_by_label("De l'argent demandé sans droit").check()
    page.get_by_label("Dans quelle commune cela s'est-il passé ?").fill("Tombouctou")
    page.get_by_label("Quel service est en cause ?").fill("Mairie")
    page.get_by_label("Que s'est-il passé ?").fill("2 000 francs demandés sans reçu.")
    page.get_by_role("button", name="Continuer").click()
    shoot(page, "23-which-place")
    page.get_by_label("Tombouctou Tombouctou, Tombouctou").check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Vérifiez vos réponses")).to_be_visible()
    shoot(page, "24-summary")
    page.get_by_role("button", name="Confirmer et envoyer").click()
    expect(page.get_by_role("heading", name="Votre demande est envoyée")).to_be_visible()
    shoot(page, "25-receipt")
    number, secret = page.locator(".number").all_inner_texts()
    page.get_by_role("link", name="Suivre mon dossier").click()
    page.get_by_label("Numéro de dossier").fill(number)
    page.get_by_label("Code secret").fill(secret)
    page.get_by_role("button", name="Voir mon dossier").click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    shoot(page, "26-case-followed")

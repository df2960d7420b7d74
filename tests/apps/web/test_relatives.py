"""A household on pages without scripts: one page an item, a list, and a picture of a paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.casework.test_evidence import photo
from apps.town import founded
from apps.web.test_citizens import Browser
from kene.casework.models import Case, Piece
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
PACK = Path(__file__).parents[2] / "core" / "services" / "proches"
AWA = {"prenom.1": "Awa", "lien.1": "parent", "ne_le.1": "1/2/1955", "besoins.1": "lire"}
ALI = {"prenom.2": "Ali", "lien.2": "enfant", "ne_le.2": "3/4/2015", "besoins.2": ""}


@pytest.fixture
def browser(transactional_db: None) -> Browser:
    founded(utc_now())
    catalogue.publish_folder(PACK, utc_now())
    browser = Browser()
    browser.open("/services/proches/").send()
    return browser.send(nom="Fanta", sorte="neuve", age="40")


def said(browser: Browser) -> str:
    return " ".join(browser.tree.xpath("//main")[0].text_content().split()).replace("\xa0", " ")


def test_items_are_added_changed_and_removed_on_pages(browser: Browser) -> None:
    assert "Un autre proche ?" in said(browser)
    browser.send(("proches", "add"))
    assert "Proche 1" in said(browser)
    browser.send(**AWA)
    assert "Awa, Parent, 1er février 1955, Lire" in said(browser)
    browser.send(("proches", "add")).send(**ALI)
    browser.send(**{**ALI, "ecole.2": "École A"})
    assert "Ali, Enfant" in said(browser)
    browser.send(("proches", "proches.1"))
    assert browser.tree.xpath("//input[@name='prenom.1']/@value") == ["Awa"]
    browser.send(**{**AWA, "prenom.1": "Awa Diarra"})
    browser.send(("proches", "remove.2.2"))
    assert "Ali" not in said(browser)
    browser.send(("proches", "done")).send(nina="", langues="peul")
    assert "Proche 1Awa Diarra, Parent" in said(browser)
    browser.send(("_choose", "confirm"))
    assert "Une photo" in said(browser)
    assert Case.objects.count() == 1


def test_a_mistake_in_an_item_is_told_beside_its_field(browser: Browser) -> None:
    browser.send(("proches", "add")).send(**{**AWA, "ne_le.1": "1/2/2099"})
    assert "Pas dans l'avenir." in said(browser)
    assert browser.tree.xpath("//*[@aria-invalid='true']/@name") == ["ne_le.1"]


def picture(size: tuple[int, int]) -> Any:
    """A picture as a form sends it."""
    return SimpleUploadedFile("a.jpg", photo(size), "image/jpeg")


def test_a_picture_of_a_paper_is_sent_from_the_page_of_the_case(browser: Browser) -> None:
    browser.send(("proches", "done")).send(nina="", langues="peul")
    browser.send(("_choose", "confirm"))
    number, secret = browser.tree.xpath("//*[@class='number']/text()")
    browser.open("/suivre/").send(number=number, secret=secret)
    assert "Une photo" in said(browser)
    browser.open("/dossier/piece/photo/")
    file = SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg")
    assert "Prenez la pièce en photo" in said(browser.send(picture=file))  # type: ignore[arg-type]
    browser.send(picture=picture((300, 200)))
    assert (browser.led, browser.address) == (0, "/dossier/")
    assert "Une photo envoyée" in said(browser)
    action, fields = browser.sent[-1]
    for size, kept in (((300, 200), 1), ((200, 300), 2)):
        browser.sent.append((action, {**fields, "picture": picture(size)}))
        browser.again()
        assert (browser.led, browser.address) == (0, "/dossier/")
        assert Piece.objects.count() == kept, "the same picture sent again is one"

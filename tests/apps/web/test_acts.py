"""What a citizen does around a case is answered by its page, and is not done twice."""

from __future__ import annotations

import re
from datetime import date
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from apps.town import PACKS, Phone, founded
from apps.web.test_citizens import CHILD, CONFIRM, Browser
from kene.casework import api as casework
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.channels.simulator.phones import Phones
from kene.channels.web import links

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

NODE = casework.Reader("node", "node")
OFFICER = casework.Reader("agent", "awa", "centre-etat-civil", frozenset({"officier"}))
PHONE = "+22370000001"


@pytest.fixture
def browser() -> Browser:
    """A browser that has declared a birth, and opened its case."""
    founded(timezone.now())
    browser = Browser()
    browser.open("/services/naissance/").send()
    browser.send(**CHILD).send(mere="Fatou Diarra").send(lien="mere").send(CONFIRM)
    number, secret = (each.text for each in browser.tree.xpath("//*[@class='number']"))
    return browser.open("/suivre/").send(number=number, secret=secret)


def events() -> tuple[str, ...]:
    """What happened to the latest case."""
    number = Case.objects.latest("opened").number
    found = casework.read_case(number, NODE, casework.moment("ml", timezone.now()))
    return tuple(type(event).__name__ for event in found.events)


def at_once(browser: Browser, heading: str) -> None:
    """The form was answered by the page itself, and is so again without doing anything."""
    before, address, told = events(), browser.address, browser.text
    assert (browser.led, browser.heading) == (0, heading)
    browser.again()
    assert (browser.led, browser.address, browser.text) == (0, address, told)
    assert events() == before


def test_a_case_is_followed_withdrawn_and_closed_in_one_exchange_each(browser: Browser) -> None:
    title = browser.heading
    at_once(browser, title)
    assert browser.address == "/dossier/"
    browser.open("/dossier/retirer/").send()
    assert events().count("Withdrawn") == 1
    at_once(browser, title)
    closing = browser.send()
    assert (closing.led, closing.address) == (0, "/")
    assert browser.open("/dossier/").address == "/suivre/"


def test_what_is_asked_again_is_answered_once(browser: Browser) -> None:
    case, at = Case.objects.get(), casework.moment("ml", timezone.now())
    wanted = casework.Try(case.number, case.count, casework.Given("Le nom manque."))
    casework.act(wanted, "demander", OFFICER, at)
    browser.open("/dossier/").send()
    beginning = browser.sent[-1]
    at_once(browser, "L'enfant")
    browser.send(**{**CHILD, "nom": "Coulibaly"})
    at_once(browser, "Les parents")
    browser.sent.append(beginning)
    assert browser.again().heading == "L'enfant"
    assert browser.tree.xpath("//input[@name='nom']/@value") == ["Coulibaly"]
    browser.send(**{**CHILD, "nom": "Coulibaly"}).send(mere="Fatou Diarra").send(CONFIRM)
    assert events().count("Completed") == 1
    at_once(browser, browser.heading)
    browser.sent.append(beginning)
    assert browser.again().address == "/dossier/"
    assert events().count("Completed") == 1


def test_an_appointment_is_taken_and_left_once(browser: Browser) -> None:
    service = catalogue.publish_folder(PACKS / "permis", timezone.now())
    answers = {
        "prenoms": "Awa",
        "nom": "Traoré",
        "date_naissance": date(1990, 2, 3),
        "titre": "deux-roues",
        "demande_deux_roues": "examen",
    }
    at = casework.moment("ml", timezone.now())
    with transaction.atomic():
        confirmed = casework.Confirmed(service, answers, "web", "fr", PHONE)
        opened = casework.open_case(confirmed, Random(1), at)
    browser.open("/suivre/").send(number=opened.number, secret=opened.secret)
    title = browser.heading
    slots = browser.open("/dossier/rendez-vous/").tree.xpath("//*[@name='slot']//@value")
    slot = next(filter(None, slots))
    browser.send(slot=slot)
    taking = browser.sent[-1]
    at_once(browser, title)
    browser.press("/dossier/rendez-vous/annuler/")
    leaving = browser.sent[-1]
    at_once(browser, title)
    browser.open("/dossier/rendez-vous/").send(slot=slot)
    for form in (leaving, taking):
        browser.sent.append(form)
        browser.again()
    assert events().count("Booked") == 2 and events().count("Cancelled") == 1


def test_a_telephone_gets_one_code_which_opens_at_once(browser: Browser, phones: Phones) -> None:
    caller = Phone(number=PHONE)
    caller.clock.now = timezone.now()
    caller.dial()
    for typed in ("1", "1", "Awa", "Traoré"):
        caller.type(typed)
    browser.open("/reprendre/").send(phone="70 00 00 01")
    at_once(browser, "Le code reçu")
    [sent] = phones.outbox_to(PHONE)
    browser.send(code=re.findall(r"\d{6}", sent.text)[0])
    at_once(browser, "Vos demandes")
    browser.send(("_choose", "go_on"))
    at_once(browser, "L'enfant")
    assert browser.tree.xpath("//input[@name='prenoms']/@value") == ["Awa"]
    browser.client.cookies.pop("visite")
    browser.open("/reprendre/").send(phone="70 00 00 01")
    assert len(phones.outbox_to(PHONE)) == 2


def test_a_link_opens_at_once(browser: Browser) -> None:
    browser.open(f"/lien/{links.made(PHONE, timezone.now())}/").send()
    at_once(browser, "Vos demandes")
    assert browser.address == "/reprendre/"

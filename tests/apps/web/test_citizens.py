"""A citizen at a browser without scripts, from the catalogue to the case and its journal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

import pytest
from django.db import connections
from django.test import Client
from lxml import html
from pytest_django.plugin import DjangoDbBlocker

from apps.town import Phone, founded
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from kene.channels.simulator.phones import Phones
from kene.channels.web import guests
from kene.channels.web.receipts import receipt_of
from kene.core.casefile import Cost
from kene.intake.api import Slip

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

BORN = (date.today() - timedelta(days=4)).strftime("%d/%m/%Y")  # noqa: DTZ011
CHILD = {
    "prenoms": "Awa",
    "nom": "Traoré",
    "sexe": "fille",
    "date_naissance": BORN,
    "lieu": "Sanankoroba",
}


@dataclass
class Browser:
    """A browser that runs no script, keeps its cookies and checks forms as real ones do."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    tree: Any = None
    address: str = ""
    status: int = 0
    led: int = 0
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def open(self, address: str) -> Browser:
        """Open a page."""
        return self._shown(self.client.get(address, follow=True), address)

    def send(self, do: tuple[str, str] = ("", ""), **answers: str) -> Browser:
        """Fill the page's last form and press a button of it, by its name and value."""
        button = "//form[not(contains(@class, 'back'))]"
        form = self.tree.xpath(
            "//main" + (f"//*[@value='{do[1]}']/ancestor::form" if do[0] else button)
        )
        fields = {
            each.get("name"): each.get("value") or ""
            for each in form[0].xpath(".//input[@type='hidden']")
        }
        fields |= answers | ({do[0]: do[1]} if do[0] else {})
        return self._post(form[0].get("action") or self.address, fields)

    def press(self, action: str) -> Browser:
        """Press the button of the form that is sent there."""
        [form] = self.tree.xpath(f"//main//form[@action='{action}']")
        hidden = form.xpath(".//input[@type='hidden']")
        return self._post(action, {each.get("name"): each.get("value") or "" for each in hidden})

    def again(self, ago: int = 1) -> Browser:
        """Send once more the form that was sent so many forms ago, as a reload or Back does."""
        return self._post(*self.sent[-ago])

    def _post(self, action: str, fields: dict[str, str]) -> Browser:
        self.sent.append((action, fields))
        return self._shown(self.client.post(action, fields, follow=True), action)

    def _shown(self, response: Any, address: str) -> Browser:
        self.status, self.led = response.status_code, len(response.redirect_chain)
        self.tree = html.document_fromstring(response.content)
        led = response.redirect_chain[-1][0] if response.redirect_chain else address
        self.address = self.tree.get("data-here") or led
        return self

    @property
    def heading(self) -> str:
        """The page's heading."""
        return cast(str, self.tree.xpath("//h1")[0].text_content()).replace("\xa0", " ").strip()

    @property
    def text(self) -> str:
        """All that the page says."""
        return cast(str, self.tree.xpath("//main")[0].text_content()).replace("\xa0", " ")

    @property
    def faults(self) -> list[str]:
        """The error summary."""
        return [each.text_content() for each in self.tree.xpath("//*[@role='alert']//li")]


CONFIRM = ("_choose", "confirm")


@pytest.fixture
def browser() -> Browser:
    founded(utc_now())
    return Browser()


def _to_summary(browser: Browser, **other: str) -> Browser:
    browser.open("/services/naissance/").send()
    browser.send(**{**CHILD, **other})
    return browser.send(mere="Fatou Diarra").send(lien="mere")


def _confirmed(browser: Browser) -> tuple[str, str]:
    _to_summary(browser).send(CONFIRM)
    number, secret = (each.text for each in browser.tree.xpath("//*[@class='number']"))
    return number, secret


def test_a_birth_is_declared_and_followed_without_a_telephone(browser: Browser) -> None:
    number, secret = _confirmed(browser)
    assert browser.heading == "Votre demande est envoyée"
    browser.open("/suivre/").send(number=number, secret=secret)
    assert browser.heading == f"Dossier {number}"
    assert "Demande reçue" in browser.text and "déclarée dans le délai" in browser.text
    browser.open("/dossier/lectures/")
    assert "Dossier lu" in browser.text


def test_an_answer_that_does_not_do_is_kept_and_the_others_too(browser: Browser) -> None:
    browser.open("/services/naissance/").send()
    browser.send(**{**CHILD, "date_naissance": "31/2/2026"})
    assert len(browser.faults) == 1
    kept = {each.get("name"): each.get("value") for each in browser.tree.xpath("//input[@id]")}
    assert (kept["date_naissance"], kept["prenoms"]) == ("31/2/2026", "Awa")


def test_an_unclear_place_is_chosen_among_those_found(browser: Browser) -> None:
    browser.open("/services/naissance/").send()
    browser.send(**{**CHILD, "lieu": "Sanankoro"})
    code = browser.tree.xpath("//input[@name='lieu-chosen']/@value")[0]
    browser.send(**{**CHILD, "lieu": "Sanankoro", "lieu-chosen": code})
    assert browser.heading == "Les parents"


def test_a_page_from_the_history_answers_its_own_questions_again(browser: Browser) -> None:
    browser.open("/services/naissance/").send()
    browser.send(**CHILD).send(mere="Fatou Diarra")
    browser.open("/demande/etape/parents/")
    assert browser.heading == "Les parents"
    browser.send(mere="Fatou Keïta")
    assert browser.heading == "Qui êtes-vous pour l'enfant ?"
    assert "Fatou Keïta" in browser.send(lien="mere").text


def test_each_answer_can_be_corrected_at_the_summary(browser: Browser) -> None:
    _to_summary(browser).send(("_correct", "nom"))
    browser.send(**{**CHILD, "nom": "Coulibaly"})
    assert "Coulibaly" in browser.text and "Traoré" not in browser.text


def test_going_back_loses_no_answer(browser: Browser) -> None:
    _to_summary(browser).send(("_do", "back"))
    assert browser.tree.xpath("//input[@value='mere' and @checked]")
    assert browser.send(lien="mere").heading == "Vérifiez vos réponses"


def test_the_language_changes_in_the_middle_of_a_request(browser: Browser) -> None:
    _to_summary(browser)
    browser.open(f"/langue/bm/?vers={browser.address}")
    assert browser.tree.xpath("/html/@lang") == ["bm"]
    assert "Muso" in browser.text


def test_a_language_is_kept_with_the_request_then_with_the_browser(browser: Browser) -> None:
    _to_summary(browser)
    before = dict(browser.client.cookies)
    browser.open(f"/langue/bm/?vers={browser.address}")
    assert dict(browser.client.cookies) == before, "the history holds for these cookies"
    assert browser.send(CONFIRM).tree.xpath("/html/@lang") == ["bm"]
    browser.press("/demande/quitter/")
    assert browser.open("/").tree.xpath("/html/@lang") == ["bm"]
    assert browser.open("/langue/fr/").tree.xpath("/html/@lang") == ["fr"]


def test_asking_for_the_head_of_a_language_changes_nothing(browser: Browser) -> None:
    browser.client.head("/langue/bm/")
    assert _to_summary(browser).tree.xpath("/html/@lang") == ["fr"]
    browser.client.head("/langue/bm/")
    assert browser.open(browser.address).tree.xpath("/html/@lang") == ["fr"]


def test_a_confirmation_sent_twice_opens_one_case(browser: Browser) -> None:
    first = _to_summary(browser).send(CONFIRM).text
    assert browser.again().text == first
    assert Case.objects.count() == 1


def test_confirming_from_an_old_page_skips_no_question(browser: Browser) -> None:
    summary = _to_summary(browser).tree
    browser.send(("_correct", "lien")).tree = summary
    assert browser.send(CONFIRM).heading == "Qui êtes-vous pour l'enfant ?"
    assert Case.objects.count() == 0


def test_another_service_asks_before_it_forgets_the_first(browser: Browser) -> None:
    browser.open("/services/naissance/").send()
    browser.send(**CHILD)
    browser.open("/services/reclamation/").send()
    assert browser.heading == "Une autre demande est en cours"
    browser.send(("_choose", "go_on"))
    assert browser.heading == "Les parents"
    browser.open("/services/reclamation/").send().send(("_choose", "new"))
    assert browser.heading == "Ce qui s'est passé"


def test_an_abandoned_request_is_forgotten(browser: Browser) -> None:
    _to_summary(browser).send(("_choose", "abandon"))
    assert browser.heading == "La demande est abandonnée"
    assert browser.open("/demande/").address == "/"


def test_leaving_forgets_the_receipt(browser: Browser) -> None:
    _confirmed(browser)
    visit = browser.client.cookies["visite"].value
    browser.send()
    assert browser.open("/demande/recue/").address == "/"
    browser.client.cookies["visite"] = visit
    assert browser.open("/demande/recue/").address == "/"


def test_a_wrong_code_says_so_and_too_many_make_a_pause(browser: Browser) -> None:
    number, _ = _confirmed(browser)
    for _ in range(5):
        browser.open("/suivre/").send(number=number, secret="no")
        assert browser.faults
    browser.open("/suivre/").send(number=number, secret="no")
    assert (browser.status, browser.heading) == (429, "Faisons une pause")


def test_a_case_opens_to_nobody_without_its_code(browser: Browser) -> None:
    number, _ = _confirmed(browser)
    digits = number.replace(" ", "")
    for forged in (digits, f"{digits}:1abc:forged", "x"):
        browser.client.cookies["dossier"] = forged
        assert browser.open("/dossier/").address == "/suivre/"


def test_a_case_says_why_it_was_decided_so_and_by_which_law(browser: Browser) -> None:
    number, secret = _confirmed(browser)
    browser.open("/suivre/").send(number=number, secret=secret)
    said = browser.text.replace("\xa0", " ")
    assert "Pourquoi cette décision ?" in said
    assert "La règle 1 (Code des personnes et de la famille) s'applique." in said
    assert "il faudrait : plus de 31." in said


def test_a_request_is_withdrawn_after_saying_so_twice(browser: Browser) -> None:
    number, secret = _confirmed(browser)
    browser.open("/suivre/").send(number=number, secret=secret)
    browser.open("/dossier/retirer/")
    assert Case.objects.get().closed is None
    browser.send()
    assert "Retirée" in browser.text
    assert Case.objects.get().closed is not None


def test_a_closed_case_leaves_nothing_on_the_device(browser: Browser) -> None:
    number, secret = _confirmed(browser)
    browser.open("/suivre/").send(number=number, secret=secret).send()
    assert browser.open("/dossier/").address == "/suivre/"


def _code(phones: Phones, number: str) -> str:
    return re.findall(r"\d{6}", phones.outbox_to(number)[-1].text)[0]


def test_a_request_begun_by_telephone_goes_on_here(browser: Browser, phones: Phones) -> None:
    phone = Phone(number="+22370000001")
    phone.clock.now = utc_now()
    phone.dial()
    for typed in ("1", "1", "Awa", "Traoré"):
        phone.type(typed)
    browser.open("/reprendre/").send(phone="70 00 00 01").send(code=_code(phones, phone.number))
    assert browser.heading == "Vos demandes"
    browser.send(("_choose", "go_on"))
    assert browser.tree.xpath("//input[@name='prenoms']/@value") == ["Awa"]


def test_a_telephone_without_a_request_gets_no_message_and_the_same_page(
    browser: Browser, phones: Phones
) -> None:
    browser.open("/reprendre/").send(phone="70 00 00 02")
    assert browser.heading == "Le code reçu"
    assert phones.outbox_to("+22370000002") == []


def test_a_wrong_code_opens_nothing(browser: Browser, phones: Phones) -> None:
    browser.open("/reprendre/").send(phone="70 00 00 01").send(code="12345")
    assert browser.faults
    assert browser.open("/demande/").address == "/"


@pytest.mark.parametrize("cookie", ["x", "2026-11-24.AAAA", "1999-01-01.AAAA", ".", "é" * 9])
def test_a_forged_visit_is_nobody_s(browser: Browser, cookie: str) -> None:
    assert guests.unsealed(cookie, b"web guest") == ""


def test_a_document_that_is_none_is_asked_again(browser: Browser) -> None:
    browser.open("/verifier/").send(text="bonjour")
    assert browser.faults
    assert browser.open("/verifier/").send(text="KN1:AAAA").heading == "Document modifié"


@pytest.mark.parametrize(
    "address", ["/services/rien/", "/rien/", "/dossier/document/rien/", "/demande/etape/rien/"]
)
def test_an_address_that_leads_nowhere_leads_back(browser: Browser, address: str) -> None:
    assert browser.open(address).status in (200, 404)
    assert browser.tree.xpath("//main//a | //main//form")


@pytest.mark.parametrize("back", ["//ailleurs.example", "https://ailleurs.example", "", "\\\\x"])
def test_a_change_of_language_never_leads_elsewhere(browser: Browser, back: str) -> None:
    response = browser.client.get("/langue/bm/", {"vers": back})
    assert response["Location"] == "/"


def test_a_form_from_elsewhere_is_refused_kindly(browser: Browser) -> None:
    response = browser.client.post("/services/naissance/commencer/", {})
    assert response.status_code == 403
    assert "Cette page ne peut pas" in response.content.decode()


def test_what_is_refused_is_refused_while_the_databases_are_away(
    browser: Browser, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.open("/langue/bm/")
    _to_summary(browser)
    with monkeypatch.context() as away, django_db_blocker.block():
        for each in connections.all():
            away.setattr(each, "connection", None)
        assert browser.open("/rien/").status == 404
        assert browser.tree.xpath("/html/@lang") == ["bm"]
        assert browser.client.post("/demande/", {}).status_code == 403


def test_a_completed_request_says_what_it_costs_now() -> None:
    founded(utc_now())
    digest = catalogue.offered()[0].digest
    for cost, said in (
        (Cost(28_000), ["Coût : 28 000 FCFA."]),
        (Cost(0), ["Gratuit."]),
        (Cost(), ["Coût : l'administration vous le dira."]),
        (None, []),
    ):
        slip = Slip("completed", "060018404", digest, cost=cost)
        steps = receipt_of(slip, "fr", utc_now()).next_steps
        plain = [re.sub(r"\s", " ", step) for step in steps]
        assert [step for step in plain if step.startswith(("Coût", "Gratuit"))] == said

"""A service that is paid, signed by two people, contested: its agents' and citizens' pages."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.backoffice.world import agent, browser, page, text
from core.casefile.process_pack import files
from kene.casework import api as casework
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.core.services import APPLICANT
from kene.documents import api as documents
from kene.journal import api as journal

ANSWERS = {"nom": "Awa", "sorte": "neuve", "age": 30}


@pytest.fixture(autouse=True)
def _published(_node: None) -> None:
    service = catalogue.publish(files(), timezone.now())
    with suppress(FileExistsError):
        documents.ready(documents.Issuer("ml", service.authority, ""), timezone.now())


def opened(now: datetime | None = None, **answers: Any) -> casework.Receipt:
    """A case of a phone."""
    service = catalogue.named("carte")
    given = {**ANSWERS, **answers}
    confirmed = casework.Confirmed(service, given, "ussd", "fr", "+22376123456")
    moment = casework.moment("ml", now or timezone.now())
    return casework.open_case(confirmed, Random(len(Case.objects.all())), moment)


def clerk(name: str, role: str) -> Client:
    """The browser of an agent in a role of the town hall."""
    return browser(agent(name, "mairie", role))


def sends(client: Client, number: str, action: str, **more: str) -> Any:
    """The page after an action's form, through its confirmation where it asks for one."""
    address = f"/agents/dossiers/{number}/{action}/"
    fields = page(client.get(f"/agents/dossiers/{number}/")).form(address) | more
    answer = client.post(address, fields, follow=True)
    if answer.status_code == 200 and "confirme" in page(answer).all("name"):
        answer = client.post(address, page(answer).form(address), follow=True)
    assert page(answer).wrong == []
    return answer


def row(number: str) -> Case:
    """The case as worklists have it."""
    return Case.objects.get(number=number)


def told(number: str) -> list[str]:
    """The messages of a case, their secrets hidden."""
    return [casework.shown(message) for message in casework.messages(number)]


def lines(number: str) -> list[tuple[str, str, str]]:
    """Who did what with a case, reads apart."""
    found = journal.lines_about(number)
    return [(line.who, line.what, line.detail) for line in found if line.what != "read"]


def refused() -> casework.Receipt:
    """A case that two agents refused."""
    receipt = opened(age=16)
    sends(clerk("coumba", "caissier"), receipt.number, "encaisser", recu="R 12")
    sends(clerk("awa", "agent"), receipt.number, "refuser", motif="trop jeune")
    sends(clerk("bakary", "agent"), receipt.number, "proposition-confirmer")
    assert row(receipt.number).closed is not None
    return receipt


def test_the_first_message_says_what_is_owed() -> None:
    number = opened().number
    assert told(number)[0].endswith("A payer : 500 FCFA. Code : ••••••. Ne le donnez pas.")


def test_the_first_message_of_who_is_exempt_does_not() -> None:
    number = opened(age=61).number
    assert "payer" not in told(number)[0]
    assert row(number).stage == "examen"
    assert ("node", "acted", "dispenser") in lines(number)


def test_a_cashier_records_a_payment_with_its_receipt() -> None:
    number, client = opened().number, clerk("coumba", "caissier")
    shown = text(client.get(f"/agents/dossiers/{number}/")).replace("\xa0", " ")
    assert "À payer 500 FCFA" in shown
    assert "Encaisse : 500 FCFA" in shown
    wanting = sends(client, number, "encaisser", recu="  ")
    assert wanting.status_code == 422
    assert "#receipt-encaisser" in page(wanting).all("href")
    sends(client, number, "encaisser", recu="R 12")
    assert row(number).stage == "examen"
    assert [line[1:] for line in lines(number)[1:]] == [("paid", "cash"), ("acted", "encaisser")]
    shown = text(client.get(f"/agents/dossiers/{number}/")).replace("\xa0", " ")
    assert "Payé en espèces, reçu n° R 12 500 FCFA" in shown


def test_what_one_agent_proposes_another_confirms() -> None:
    number = opened(age=60).number
    sends(clerk("awa", "agent"), number, "delivrer")
    assert (row(number).role, row(number).proposed, row(number).closed) == ("chef", True, None)
    chief = clerk("daouda", "chef")
    assert "à confirmer" in text(chief.get("/agents/"))
    shown = text(chief.get(f"/agents/dossiers/{number}/")).replace("\xa0", " ")
    assert "Awa&nbsp;: Délivrer" in shown
    done = sends(chief, number, "proposition-confirmer")
    assert "C'est fait : Confirmer : Délivrer" in text(done).replace("\xa0", " ")
    assert row(number).closed is not None
    assert ("awa", "proposed", "delivrer") in lines(number)
    assert ("daouda", "confirmed", "delivrer") in lines(number)
    assert told(number)[-1].endswith("votre carte est prête.")
    for name in ("carte", "recu"):
        pdf = chief.get(f"/agents/dossiers/{number}/documents/{name}.pdf")
        assert b"".join(pdf).startswith(b"%PDF")


def test_who_proposed_is_offered_no_confirmation_and_gets_none() -> None:
    number, client = opened(age=16).number, clerk("awa", "agent")
    sends(clerk("coumba", "caissier"), number, "encaisser", recu="R 12")
    sends(client, number, "refuser", motif="trop jeune")
    shown = page(client.get(f"/agents/dossiers/{number}/"))
    address = f"/agents/dossiers/{number}/proposition-confirmer/"
    assert address not in shown.all("action")
    seen = str(row(number).count)
    answer = client.post(address, {"vu": seen, "confirme": "oui"})
    assert answer.status_code == 409
    reader = casework.Reader("agent", "awa", "mairie", frozenset({"agent"}))
    with pytest.raises(casework.Refused, match="same-person"):
        casework.confirm(
            casework.Try(number, int(seen)), reader, casework.moment("ml", timezone.now())
        )
    assert row(number).closed is None


def test_what_is_not_confirmed_goes_back_with_words_for_the_colleague() -> None:
    number = opened(age=60).number
    sends(clerk("awa", "agent"), number, "delivrer")
    chief = clerk("daouda", "chef")
    wanting = sends(chief, number, "proposition-refuser", motif=" ")
    assert wanting.status_code == 422
    sends(chief, number, "proposition-refuser", motif="photo floue")
    assert (row(number).role, row(number).proposed) == ("agent", False)
    assert ("daouda", "declined", "delivrer") in lines(number)
    assert len(told(number)) == 1


def test_a_refusal_is_contested_on_the_web_and_seen_by_who_answers() -> None:
    receipt = refused()
    citizen = Client()
    citizen.post("/suivre/", {"number": receipt.number, "secret": receipt.secret})
    assert "/dossier/contester/" in page(citizen.get("/dossier/")).all("href")
    empty = citizen.post("/dossier/contester/", {"reason": " "})
    assert "Écrivez pourquoi" in text(empty)
    found = re.search(r'name="_mark" value="(\w+)"', empty.content.decode())
    assert found is not None
    sent = {"reason": "J'ai 18 ans", "_mark": found[1]}
    after = citizen.post("/dossier/contester/", sent)
    assert "J'ai 18 ans" in text(after)
    assert "/dossier/contester/" not in page(after).all("href")
    assert (row(receipt.number).stage, row(receipt.number).role) == ("recours", "chef")
    assert (APPLICANT, "contested", "web") in lines(receipt.number)
    assert "contestation" in told(receipt.number)[-1]
    chief = clerk("daouda", "chef")
    assert "Le demandeur conteste J'ai 18 ans" in text(
        chief.get(f"/agents/dossiers/{receipt.number}/")
    )
    sends(chief, receipt.number, "maintenir", motif="Votre acte dit 16 ans")
    assert row(receipt.number).closed is not None
    assert receipt.number[:3] in text(citizen.post("/dossier/contester/", sent))
    assert row(receipt.number).closed is not None  # a page that is sent again contests nothing


def test_it_is_too_late_to_contest_once_the_time_has_passed() -> None:
    receipt = refused()
    later = timezone.now() + timedelta(days=31)
    with pytest.raises(casework.Refused, match="too-late"):
        casework.contest(receipt.number, "trop jeune ?", "web", casework.moment("ml", later))
    assert row(receipt.number).closed is not None


def test_values_are_kept_again_without_end_while_a_contest_goes_on() -> None:
    receipt = refused()
    now = timezone.now()
    casework.contest(receipt.number, "j'ai 18 ans", "web", casework.moment("ml", now))
    assert casework.expire(now + timedelta(days=800)) == 0
    sends(clerk("daouda", "chef"), receipt.number, "maintenir", motif="non")
    assert casework.expire(now + timedelta(days=800)) == 1


def test_the_applicant_is_reminded_before_the_deadline_and_only_once() -> None:
    number = opened(age=60).number
    sends(clerk("awa", "agent"), number, "demander", motif="photo")
    now = timezone.now()
    assert casework.remind(now + timedelta(days=26)) == 0
    assert casework.remind(now + timedelta(days=27)) == 1
    assert casework.remind(now + timedelta(days=28)) == 0
    assert "complétez avant le" in told(number)[-1]
    assert ("node", "reminded", "complement") in lines(number)


def test_silence_grants_and_the_journal_says_that_nobody_did() -> None:
    number = opened(age=60).number
    later = timezone.now() + timedelta(days=16)
    assert casework.lapse(later) == 1
    assert row(number).closed is not None
    assert lines(number)[-2:] == [("node", "lapsed", "examen"), ("node", "acted", "delivrer")]
    case = casework.read_case(number, casework.Reader("node", "node"), casework.moment("ml", later))
    assert [issued.agent for issued in case.file.issued] == ["", ""]

"""Acting on a case: asked why, confirmed, and never over somebody else's act."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.backoffice.world import agent, birth, browser, page, text
from kene.casework import api as casework
from kene.casework.models import Case, Message
from kene.journal import api as journal


def acted(number: str) -> list[str]:
    """The actions that the journal tells of a case."""
    return [line.detail for line in journal.lines_about(number) if line.what == "acted"]


def form(client: Client, number: str, action: str) -> tuple[str, dict[str, str]]:
    """The address of an action's form on the case's page, and what it posts."""
    address = f"/agents/dossiers/{number}/{action}/"
    return address, page(client.get(f"/agents/dossiers/{number}/")).form(address)


def test_a_document_is_issued_after_a_confirmation_and_opened() -> None:
    number, client = birth(), browser(agent("awa"))
    address, fields = form(client, number, "etablir")
    asked = client.post(address, fields)
    assert asked.status_code == 200
    assert "Établit et signe : Acte de naissance" in text(asked).replace("\xa0", " ")
    assert Case.objects.get(number=number).closed is None
    done = client.post(address, page(asked).form(address), follow=True)
    assert "C'est fait : Établir l'acte" in text(done).replace("\xa0", " ")
    assert Case.objects.get(number=number).closed is not None
    assert acted(number) == ["etablir"]
    pdf = client.get(f"/agents/dossiers/{number}/documents/acte.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf).startswith(b"%PDF")


def test_the_message_that_would_leave_is_shown_before_it_leaves() -> None:
    number, client = birth(days_ago=40), browser(agent("awa"))
    address, fields = form(client, number, "orienter")
    asked = text(client.post(address, fields))
    assert "Le demandeur recevra, en français" in asked
    assert f"{number[:3]} {number[3:6]} {number[6:]}: hors délai" in asked


def test_a_missing_reason_is_asked_for_beside_its_field() -> None:
    number, client = birth(), browser(agent("awa"))
    address, fields = form(client, number, "demander")
    answer = client.post(address, {**fields, "motif": "   "})
    assert answer.status_code == 422
    assert "#reason-demander" in page(answer).all("href")
    assert "true" in page(answer).all("aria-invalid")
    assert acted(number) == []


def test_the_second_of_two_agents_is_told_who_acted_and_keeps_the_reason() -> None:
    number = birth()
    first, second = browser(agent("awa")), browser(agent("ali"))
    address, early = form(first, number, "demander")
    _, late = form(second, number, "demander")
    assert first.post(address, {**early, "motif": "Le nom du père manque."}).status_code == 302
    answer = second.post(address, {**late, "motif": "Quel est le prénom de la mère ?"})
    assert answer.status_code == 409
    said = text(answer)
    assert "Un autre agent vient d'agir : Awa" in said.replace("\xa0", " ")
    assert "Le nom du père manque." in said
    assert "Quel est le prénom de la mère ?" in said
    assert acted(number) == ["demander"]


def test_a_confirmation_of_what_was_overtaken_does_nothing() -> None:
    number = birth()
    first, second = browser(agent("awa")), browser(agent("ali"))
    address, fields = form(second, number, "etablir")
    waiting = page(second.post(address, fields)).form(address)
    asking, early = form(first, number, "demander")
    first.post(asking, {**early, "motif": "Le nom du père manque."})
    assert second.post(address, waiting).status_code == 409
    assert Case.objects.get(number=number).closed is None


def test_an_action_that_still_holds_is_offered_again_with_its_reason() -> None:
    number = birth(at=timezone.now() - timedelta(days=9))
    client = browser(agent("awa"))
    address, fields = form(client, number, "demander")
    assert casework.lapse(timezone.now()) == 1
    answer = client.post(address, {**fields, "motif": "Le nom du père manque."})
    assert answer.status_code == 409
    again = page(answer).form(address)
    assert int(again["vu"]) == int(fields["vu"]) + 1
    assert "Le nom du père manque." in answer.content.decode()
    assert client.post(address, {**again, "motif": "Le nom du père manque."}).status_code == 302


def test_of_two_agents_at_the_same_instant_one_acts() -> None:
    number = birth()
    clients = [browser(agent("awa")), browser(agent("ali"))]
    ready = [form(client, number, "demander") for client in clients]

    def post(n: int) -> int:
        try:
            address, fields = ready[n]
            return clients[n].post(address, {**fields, "motif": "Le nom manque."}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(post, (0, 1))) == [302, 409]
    assert acted(number) == ["demander"]
    assert Message.objects.filter(case_id=number, key="completer").count() == 1


def test_an_action_that_is_not_offered_is_refused_in_words() -> None:
    number, client = birth(), browser(agent("awa"))
    seen = Case.objects.get(number=number).count
    answer = client.post(f"/agents/dossiers/{number}/orienter/", {"vu": seen})
    assert answer.status_code == 409
    assert "n'est plus possible" in text(answer)


def test_garbage_in_a_form_changes_nothing() -> None:
    number, client = birth(), browser(agent("awa"))
    address = f"/agents/dossiers/{number}/demander/"
    for seen in ("", "x", "-1", "9" * 40, "٣", "1.5"):
        answer = client.post(address, {"vu": seen, "motif": "é\x00" * 900})
        assert answer.status_code == 409
    assert client.get(address).status_code == 405
    assert acted(number) == []

"""Who sees which case, and who acts on it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.utils import timezone

from apps.backoffice.world import agent, birth, browser, text
from kene.backoffice.desk import Desk
from kene.casework import api as casework
from kene.casework.models import Case
from kene.journal import api as journal
from kene.people import api as people

KATI_CIRCLE, KAYES = "02-06", "01"


@dataclass(frozen=True)
class Somebody:
    """An agent of the matrix, and the status of reading and of acting (a reason is missing)."""

    authority: str
    role: str
    place: str
    reads: int
    acts: int


MATRIX = {
    "the registrar": Somebody("centre-etat-civil", "officier", "", 200, 422),
    "a colleague in another role": Somebody("centre-etat-civil", "accueil", "", 200, 409),
    "the registrar of the place": Somebody("centre-etat-civil", "officier", "here", 200, 422),
    "the registrar of the region": Somebody("centre-etat-civil", "officier", "region", 200, 422),
    "the registrar of elsewhere": Somebody("centre-etat-civil", "officier", KAYES, 404, 404),
    "an agent of another authority": Somebody("administration", "mediateur", "", 404, 404),
    "whoever runs the node": Somebody(people.NODE, people.OPERATOR, "", 404, 404),
}


@pytest.mark.parametrize("who", MATRIX)
def test_each_reads_and_does_what_is_theirs(who: str) -> None:
    number = birth()
    place = Case.objects.get(number=number).place
    somebody = MATRIX[who]
    kept = {"here": place, "region": place.partition("-")[0]}.get(somebody.place, somebody.place)
    client = browser(agent("awa", somebody.authority, somebody.role, kept))
    address = f"/agents/dossiers/{number}/"
    seen = Case.objects.get(number=number).count
    assert client.get(address).status_code == somebody.reads
    assert client.post(f"{address}demander/", {"vu": seen}).status_code == somebody.acts
    assert client.get(f"{address}documents/acte.pdf").status_code == 404
    listed = number in client.get("/agents/", follow=True).content.decode()
    assert listed is (somebody.reads == 200 and somebody.role == "officier")
    assert Case.objects.get(number=number).count == seen


def test_an_action_of_the_applicant_is_not_an_agents() -> None:
    number = birth()
    client = browser(agent("awa"))
    address = f"/agents/dossiers/{number}/"
    seen = Case.objects.get(number=number).count
    client.post(f"{address}demander/", {"vu": seen, "motif": "Le nom manque."})
    now = Case.objects.get(number=number).count
    assert client.post(f"{address}completer/", {"vu": now}).status_code == 409
    assert Case.objects.get(number=number).stage == "complement"
    reader = casework.Reader("agent", "awa", "centre-etat-civil", frozenset({"officier"}))
    with pytest.raises(casework.Forbidden):
        moment = casework.moment("ml", timezone.now())
        casework.act(casework.Try(number, now), "completer", reader, moment)


def test_each_reading_of_a_case_is_journaled_and_a_refused_one_reads_nothing() -> None:
    number = birth()
    before = len(journal.lines_about(number))
    browser(agent("ali", "administration", "mediateur")).get(f"/agents/dossiers/{number}/")
    assert len(journal.lines_about(number)) == before
    browser(agent("awa")).get(f"/agents/dossiers/{number}/")
    last = list(journal.lines_about(number))[-1]
    assert (last.who, last.what) == ("awa", "read")


@pytest.mark.parametrize(
    "address", ["/agents/", "/agents/dossiers/{}/", "/agents/compte/", "/agents/noeud/"]
)
def test_a_stranger_is_asked_to_sign_in(client: object, address: str) -> None:
    answer = client.get(address.format(birth()))  # type: ignore[attr-defined]
    assert answer.status_code == 302
    assert answer["Location"].startswith("/agents/entrer/")


def test_the_page_of_the_node_is_the_operators() -> None:
    assert browser(agent("awa")).get("/agents/noeud/").status_code == 404
    assert browser(agent("awa2")).post("/agents/noeud/journal/").status_code == 404
    operator = browser(agent("chef", people.NODE, people.OPERATOR))
    shown = text(operator.get("/agents/noeud/"))
    assert "naissance@2026.1" in shown
    assert "Le journal est entier" in text(operator.post("/agents/noeud/journal/"))


def test_an_agent_without_a_role_is_told_so() -> None:
    awa = agent("awa")
    people.take_role(
        awa,
        people.Membership(authority="centre-etat-civil", role="officier"),
        timezone.now(),
    )
    assert "Aucun dossier" in text(browser(awa).get("/agents/"))


@pytest.mark.parametrize(
    ("kept", "place", "reaches"),
    [
        ("", "", True),
        ("", "02-06-01", True),
        ("02-06", "02-06", True),
        ("02-06", "02-06-01", True),
        ("02-06", "02-061", False),
        ("02-06", "02", False),
        ("02-06", "", False),
    ],
)
def test_a_role_kept_to_a_place_reaches_it_and_what_is_inside(
    kept: str, place: str, reaches: bool
) -> None:
    desk = Desk(people.Agent(), (people.Membership(authority="m", role="r", place=kept),))
    assert bool(desk.roles("m", place)) is reaches
    assert desk.roles("m") == {"r"}
    assert not desk.roles("autre", place)

"""Agents' pages: what they show, that they need no script, and that they are well made."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.backoffice.world import agent, birth, browser, code, page, text
from apps.town import Clock, Phone
from kene.casework import api as casework
from kene.casework.models import Case
from kene.core.casefile import show_number
from kene.people import api as people


@pytest.fixture
def awa() -> Client:
    return browser(agent("awa"))


def rows(answer: object) -> list[str]:
    """The numbers in a worklist, in its order."""
    return re.findall(r'href="/agents/dossiers/(\d{9})/"', answer.content.decode())  # type: ignore[attr-defined]


def test_the_worklist_goes_by_deadline_and_says_late_in_words_too(awa: Client) -> None:
    now = timezone.now()
    numbers = [
        birth(phone=f"+2237000000{n}", at=now - timedelta(days=days))
        for n, days in enumerate((0, 12, 5))
    ]
    answer = awa.get("/agents/")
    assert rows(answer) == [numbers[1], numbers[2], numbers[0]]
    assert "en retard de" in text(answer)
    casework.lapse(now)
    assert rows(awa.get("/agents/?etat=late")) == [numbers[1], numbers[2]]


def test_filters_are_in_the_address_and_combine(awa: Client) -> None:
    number = birth()
    other = birth(phone="+22370000002")
    assert rows(awa.get("/agents/?service=naissance&etape=examen&numero=" + number[:6])) == [number]
    assert rows(awa.get("/agents/?service=reclamation")) == []
    assert rows(awa.get("/agents/?etape=inspection")) == []
    seen = Case.objects.get(number=other).count
    awa.post(f"/agents/dossiers/{other}/demander/", {"vu": seen, "motif": "Le nom manque."})
    assert rows(awa.get("/agents/")) == [number]
    assert rows(awa.get("/agents/?etat=waiting")) == [other]
    assert rows(awa.get("/agents/?etat=closed")) == []


def test_a_whole_number_opens_its_case_whatever_the_list(awa: Client) -> None:
    number = birth()
    typed = show_number(number).replace(" ", "+")
    assert awa.get(f"/agents/?etat=closed&numero={typed}")["Location"] == (
        f"/agents/dossiers/{number}/"
    )
    other = browser(agent("ali", "administration", "mediateur"))
    assert other.get(f"/agents/?numero={number}").status_code == 200


@pytest.mark.parametrize("asked", ["etat=%00", "suite=9999", "suite=2026-13-45.x", "numero=abc%F0"])
def test_an_address_that_makes_no_sense_still_shows_the_list(awa: Client, asked: str) -> None:
    assert awa.get(f"/agents/?{asked}").status_code == 200


def test_pages_of_the_worklist_follow_each_other_without_gap(
    awa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Case.objects.get(number=birth())
    for n in range(120):
        row.pk = f"{n:09d}"
        row.due = row.due + timedelta(days=n % 3) if n % 7 else None
        row.save(force_insert=True)
        row.due = row.due or timezone.now().date()
    found, address = [], "/agents/"
    while address:
        answer = awa.get(address)
        found += rows(answer)
        following = re.search(r'href="(\?[^"]*)" rel="next"', answer.content.decode())
        address = f"/agents/{following[1].replace('&amp;', '&')}" if following else ""
    assert len(found) == len(set(found)) == 121


def test_a_case_says_why_a_rule_applied_and_why_another_did_not(awa: Client) -> None:
    said = text(awa.get(f"/agents/dossiers/{birth(days_ago=40)}/")).replace("\xa0", " ")
    assert "Délai de déclaration : déclarée hors délai" in said
    assert "La règle 2 (Code des personnes et de la famille, article 133) s'applique." in said
    assert "Code des personnes et de la famille, article 133" in said
    assert "Jours depuis la naissance : 40 ; il faudrait : de 0 à 31." in said
    assert "Volet" in said or "volet" in said


def test_a_case_shows_answers_as_people_write_them(awa: Client) -> None:
    said = text(awa.get(f"/agents/dossiers/{birth()}/"))
    for shown in ("Prénoms Awa", "Sexe Fille", "Commune de naissance Kati", "Mère Fanta Diarra"):
        assert shown in said
    assert "Demande reçue par téléphone (USSD), en français" in said


def test_the_code_of_a_message_stays_hidden(awa: Client) -> None:
    answer = awa.get(f"/agents/dossiers/{birth()}/")
    assert "••••••" in text(answer)


def test_values_that_were_erased_are_said_to_be(awa: Client) -> None:
    from kene.privacy import api as privacy

    number = birth()
    privacy.erase(number)
    answer = awa.get(f"/agents/dossiers/{number}/")
    assert answer.status_code == 200
    assert "ont été effacées" in text(answer)
    assert "Fanta" not in text(answer)


def complaint() -> str:
    """A complaint made by phone, with what a hostile hand may write."""
    caller = Phone("+22370000099", Clock(timezone.now()))
    caller.dial()
    for typed in ("1", "2", "1", "Kati", "1", "Mairie", "<script>alert(1)</script> & \"'", "1"):
        caller.type(typed)
    return str(Case.objects.get(service="reclamation").number)


def every_page() -> list[tuple[str, object]]:
    """Each kind of page, once."""
    number, late = birth(), birth(40, "+22370000002", timezone.now() - timedelta(days=9))
    casework.lapse(timezone.now())
    awa = agent("awa")
    client, stranger = browser(awa), Client()
    seen = Case.objects.get(number=number).count
    case = f"/agents/dossiers/{number}/"
    fresh = people.create_agent("ina", "Ina", "quatre mots sans lien", timezone.now())
    new = Client()
    new.post("/agents/entrer/", {"login": "ina", "password": "quatre mots sans lien"})
    half = Client()
    half.post("/agents/entrer/", {"login": "awa", "password": "quatre mots sans lien"})
    mediator = browser(agent("ali", "administration", "mediateur"))
    chief = browser(agent("chef", people.NODE, people.OPERATOR))
    confirming = "/agents/confirmer/code/?next=/agents/compte/secours/"
    pages = [
        ("login", stranger.get("/agents/entrer/?next=/agents/compte/")),
        ("login-wrong", stranger.post("/agents/entrer/", {"login": "awa", "password": "x"})),
        ("code", half.get("/agents/entrer/code/")),
        ("code-wrong", half.post("/agents/entrer/code/", {"code": "000000"})),
        ("closed-account", stranger.get("/agents/ferme/")),
        ("telephone", new.get("/agents/compte/telephone/")),
        ("worklist", client.get("/agents/")),
        ("worklist-late", client.get("/agents/?etat=late")),
        ("worklist-empty", client.get("/agents/?numero=1")),
        ("case", client.get(case)),
        ("case-late", client.get(f"/agents/dossiers/{late}/")),
        ("case-complaint", mediator.get(f"/agents/dossiers/{complaint()}/")),
        ("case-wanting", client.post(f"{case}demander/", {"vu": seen})),
        ("confirm", client.post(f"{case}etablir/", {"vu": seen})),
        ("stale", client.post(f"{case}demander/", {"vu": seen - 1, "motif": "Pourquoi ?"})),
        ("missing", client.get("/agents/dossiers/000000000/")),
        ("account", client.get("/agents/compte/")),
        ("password", client.get("/agents/compte/mot-de-passe/")),
        ("again", client.get(confirming)),
        ("logout", client.get("/agents/sortir/")),
        ("node", chief.post("/agents/noeud/journal/")),
    ]
    client.post(confirming, {"code": code(awa)})
    pages += [
        ("replace", client.get("/agents/compte/telephone/changer/")),
        ("new-codes", client.get("/agents/compte/secours/nouveaux/")),
    ]
    client.post("/agents/compte/secours/nouveaux/")
    pages.append(("codes", client.get("/agents/compte/secours/")))
    assert fresh.is_active
    return pages


def test_every_page_is_well_made_and_needs_nothing_but_its_stylesheets() -> None:
    for name, answer in every_page():
        assert answer["Content-Type"].startswith("text/html"), name  # type: ignore[index]
        read = page(answer)
        assert not read.wrong, (name, read.wrong)
        tags = {tag for tag, _ in read.elements}
        assert not tags & {"script", "style", "iframe", "object"}, name
        assert not read.all("style"), name
        assert not [each for _, found in read.elements for each in found if each[:2] == "on"], name
        policy = answer["Content-Security-Policy"]  # type: ignore[index]
        assert "default-src 'none'" in policy and "unsafe" not in policy, name
        assert answer["Cache-Control"].count("no-store"), name  # type: ignore[index]
        assert "html" in tags and [t for t, _ in read.elements].count("h1") == 1, name


def test_no_title_or_address_tells_of_a_person() -> None:
    for name, answer in every_page():
        html = answer.content.decode()  # type: ignore[attr-defined]
        title = re.search(r"<title>(.*?)</title>", html)
        assert title, name
        told = [title[1], *page(answer).all("href"), *page(answer).all("action")]
        assert not [t for t in told for secret in ("Traor", "Fanta", "7612") if secret in t], name


def test_every_field_has_its_label() -> None:
    for name, answer in every_page():
        read = page(answer)
        labelled = set(read.all("for"))
        for tag, found in read.elements:
            if tag in ("input", "select", "textarea") and found.get("type") != "hidden":
                assert found.get("id") in labelled, (name, found)


def test_access_keys_are_written_on_the_account_page() -> None:
    operator = browser(agent("chef", people.NODE, people.OPERATOR))
    registrar = browser(agent("awa"))
    used = {*page(registrar.get("/agents/")).all("accesskey")}
    used |= {*page(operator.get("/agents/noeud/")).all("accesskey")}
    written = re.findall(r"<kbd>(.)</kbd>", operator.get("/agents/compte/").content.decode())
    assert used == set(written)

"""Appointments on a node: chosen on pages, never one too many, free again when they are left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from apps.backoffice.world import agent, browser, page, text
from apps.town import PACKS
from kene.casework import api as casework
from kene.casework.models import Case, Taken
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment
from kene.journal import api as journal


@pytest.fixture(autouse=True)
def _published(_node: None) -> None:
    catalogue.publish_folder(PACKS / "permis", timezone.now())


def now() -> Moment:
    """The present moment."""
    return casework.moment("ml", timezone.now())


def opened(seed: int = 1) -> casework.Receipt:
    """A request for a licence."""
    answers = {
        "prenoms": "Awa",
        "nom": "Traoré",
        "date_naissance": date(1990, 2, 3),
        "titre": "deux-roues",
        "demande_deux_roues": "examen",
    }
    service = catalogue.named("permis")
    confirmed = casework.Confirmed(service, answers, "web", "fr", "+22376123456")
    with transaction.atomic():
        return casework.open_case(confirmed, Random(seed), now())


def free(number: str) -> tuple[datetime, ...]:
    """The free times of a case."""
    reader = casework.Reader("node", "node")
    return casework.free_slots(casework.read_case(number, reader, now()), now(), 40)


def tried(number: str, slot: datetime) -> str:
    """The word of why a time can't be had, on a connection of its own."""
    try:
        casework.book(number, slot, "web", now())
    except casework.Refused as refused:
        return refused.reason
    finally:
        connection.close()
    return ""


def test_one_time_is_had_by_one_person_whoever_asks_at_once() -> None:
    numbers = [opened(seed).number for seed in range(6)]
    slot = free(numbers[0])[0]
    with ThreadPoolExecutor(6) as pool:
        whys = list(pool.map(lambda number: tried(number, slot), numbers))
    assert sorted(whys) == [""] + ["full"] * 5
    assert Taken.objects.get(call__endswith=slot.isoformat(timespec="minutes")).count == 1
    other = numbers[whys.index("full")]
    assert slot not in free(other)


def test_a_time_that_is_left_is_free_again() -> None:
    first, second = opened(1).number, opened(2).number
    slot, later = free(first)[:2]
    casework.book(first, slot, "web", now())
    assert slot not in free(second)
    casework.book(first, later, "web", now())
    assert slot in free(second)
    casework.unbook(first, "web", now())
    assert later in free(second)
    casework.book(first, slot, "web", now())
    casework.withdraw(first, "web", now())
    assert slot in free(second)
    assert set(Taken.objects.values_list("count", flat=True)) == {0}


def test_a_time_is_chosen_moved_and_cancelled_on_a_page() -> None:
    receipt, citizen = opened(), Client()
    citizen.post("/suivre/", {"number": receipt.number, "secret": receipt.secret})
    assert "/dossier/rendez-vous/" in page(citizen.get("/dossier/")).all("href")
    slot, later = free(receipt.number)[:2]
    chosen = citizen.get("/dossier/rendez-vous/")
    assert page(chosen).wrong == []
    assert slot.isoformat(timespec="minutes") in page(chosen).all("value")
    for wanted in (slot, later):
        sent = {"slot": wanted.isoformat(timespec="minutes")}
        shown = citizen.post("/dossier/rendez-vous/", sent, follow=True)
        assert "Rendez-vous le" in text(shown)
    assert Case.objects.get(number=receipt.number).slot.endswith(
        later.isoformat(timespec="minutes")
    )
    clerk = browser(agent("awa", "direction-transports", "guichetier"))
    assert "Le demandeur vient le" in text(clerk.get(f"/agents/dossiers/{receipt.number}/"))
    shown = citizen.post("/dossier/rendez-vous/annuler/", follow=True)
    assert "Rendez-vous annulé" in text(shown)
    verbs = [line.what for line in journal.lines_about(receipt.number)]
    assert (verbs.count("booked"), verbs.count("unbooked")) == (2, 1)
    told = [casework.shown(message) for message in casework.messages(receipt.number)]
    assert [("rendez-vous le" in each, "annul" in each) for each in told[1:]] == [
        (True, False),
        (True, False),
        (False, True),
    ]


def test_a_time_that_was_just_taken_is_asked_for_again() -> None:
    receipt, citizen = opened(1), Client()
    citizen.post("/suivre/", {"number": receipt.number, "secret": receipt.secret})
    slot = free(receipt.number)[0]
    casework.book(opened(2).number, slot, "web", now())
    sent = {"slot": slot.isoformat(timespec="minutes")}
    shown = citizen.post("/dossier/rendez-vous/", sent)
    assert "vient d'être pris" in text(shown)
    assert sent["slot"] not in page(shown).all("value")


def test_the_applicant_is_reminded_the_day_before() -> None:
    number = opened().number
    slot = next(each for each in free(number) if each.date() > now().today + timedelta(days=1))
    casework.book(number, slot, "web", now())
    before = timezone.now() + (slot.date() - now().today - timedelta(days=1))
    assert casework.remind(before - timedelta(days=1)) == 0
    assert casework.remind(before) == 1
    assert "rappel" in casework.shown(casework.messages(number)[-1])

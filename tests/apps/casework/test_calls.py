"""Calls on a node: places that are never one too many, and rankings published at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from apps.town import PACKS, Clock, Phone, founded
from core.services.broken_packs import GOOD
from kene.casework import api as casework
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.documents import api as documents
from kene.journal import api as journal

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
DAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
AFTER = casework.moment("ml", DAY + timedelta(days=7))
PLACES = 3
COMMISSION = casework.Reader("agent", "awa", "cenou", frozenset({"commission"}), "Awa")


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(DAY)
    call = f"call: {{opens: 2026-11-20, closes: 2026-11-30, places: {PLACES}, law: loi}}\n"
    files = {**GOOD, "service.yaml": GOOD["service.yaml"] + call.encode()}
    catalogue.publish(files, DAY)
    catalogue.publish_folder(PACKS / "bourse", DAY)


def asked(at: datetime = DAY, seed: int = 0) -> casework.Receipt:
    """A request for a card."""
    answers = {"nom": "Awa", "sorte": "neuve", "age": 30}
    confirmed = casework.Confirmed(catalogue.named("carte"), answers, "web", "fr", "")
    with transaction.atomic():
        return casework.open_case(confirmed, Random(seed), casework.moment("ml", at))


def tried(seed: int) -> str:
    """The word of why a request is not received, on a connection of its own."""
    try:
        asked(seed=seed)
    except casework.NotReceived as refused:
        return refused.why
    finally:
        connection.close()
    return ""


def test_places_are_taken_exactly_once_by_many_at_the_same_time() -> None:
    with ThreadPoolExecutor(6) as pool:
        whys = list(pool.map(tried, range(8)))
    assert sorted(whys) == [""] * PLACES + ["full"] * (8 - PLACES)
    assert Case.objects.count() == PLACES


def test_a_place_is_given_back_by_who_withdraws() -> None:
    moment = casework.moment("ml", DAY)
    first = [asked(seed=seed).number for seed in range(PLACES)][0]
    assert casework.shut(catalogue.named("carte"), moment) == "full"
    casework.withdraw(first, "web", moment)
    assert casework.shut(catalogue.named("carte"), moment) == ""
    asked(seed=9)
    with pytest.raises(casework.NotReceived, match="full"):
        asked(seed=10)


@pytest.mark.parametrize(("days", "why"), [(-5, "early"), (7, "over")])
def test_nothing_is_received_before_the_call_nor_after(days: int, why: str) -> None:
    with pytest.raises(casework.NotReceived, match=why):
        asked(DAY + timedelta(days=days))
    assert Case.objects.count() == 0


def test_a_phone_is_told_at_once_that_there_is_no_place() -> None:
    for seed in range(PLACES):
        asked(seed=seed)
    phone = Phone(clock=Clock(DAY))
    phone.dial()
    phone.type("1")
    names = [each.name for each in catalogue.offered()]
    shown = phone.type(str(names.index("carte") + 1))
    assert "Plus de place." in shown
    assert "Votre nom" not in shown


def test_a_phone_that_confirms_too_late_is_told_and_opens_nothing() -> None:
    phone = Phone(clock=Clock(DAY))
    names = [each.name for each in catalogue.offered()]
    phone.dial()
    for typed in ("1", str(names.index("carte") + 1), "Awa", "1", "30"):
        shown = phone.type(typed)
    assert "Confirmer" in shown
    for seed in range(PLACES):
        asked(seed=seed)
    assert "Plus de place." in phone.type("1")
    assert Case.objects.count() == PLACES


def student(seed: int, average: int | None) -> str:
    """A request for a grant, ranked by its average."""
    answers: dict[str, Any] = {
        "prenoms": "Awa",
        "nom": "Traoré",
        "sexe": "femme",
        "date_naissance": DAY.date() - timedelta(days=6800),
        "malien": True,
        "inscrit": True,
        "libre": False,
        "lycee": "trois-ans",
        "sociale": False,
    }
    if average is not None:
        answers["moyenne"] = Decimal(average)
    service = catalogue.named("bourse")
    confirmed = casework.Confirmed(service, answers, "ussd", "fr", f"+2237000000{seed}")
    with transaction.atomic():
        return casework.open_case(confirmed, Random(seed), casework.moment("ml", DAY)).number


def test_a_ranking_is_published_at_once_and_each_is_told_why() -> None:
    service = catalogue.named("bourse")
    documents.ready(documents.Issuer("ml", "cenou", ""), DAY)
    numbers = [student(seed, average) for seed, average in enumerate((14, 18, 12, 16, None))]
    with pytest.raises(casework.Refused, match="call-open"):
        casework.publish_ranking(service, COMMISSION, 4, casework.moment("ml", DAY))
    with pytest.raises(casework.Stale):
        casework.publish_ranking(service, COMMISSION, 3, AFTER)
    with pytest.raises(casework.Forbidden):
        other = casework.Reader("agent", "x", "cenou", frozenset({"president"}))
        casework.publish_ranking(service, other, 4, AFTER)
    done = casework.publish_ranking(service, COMMISSION, 4, AFTER)
    assert (done.granted, done.waiting, done.refused) == (2, 1, 1)
    cases = {n: casework.read_case(n, COMMISSION, AFTER).file for n in numbers}
    ranks = [cases[n].ranked.rank if cases[n].ranked else None for n in numbers]  # type: ignore[union-attr]
    assert ranks == [3, 1, 4, 2, None]
    assert [bool(cases[n].issued) for n in numbers] == [False, True, False, True, False]
    assert [cases[n].stage for n in numbers] == ["attente", "closed", "closed", "closed", "examen"]
    assert "rang 4" in casework.shown(casework.messages(numbers[2])[-1])
    verbs = [(line.who, line.what) for line in journal.lines_about("bourse")]
    assert ("awa", "ranked") in verbs
    assert ("awa", "acted") in [(e.who, e.what) for e in journal.lines_about(numbers[2])]


def test_no_agent_does_alone_what_a_ranking_does() -> None:
    number = student(1, 14)
    seen = casework.read_case(number, COMMISSION, AFTER).file.count
    with pytest.raises(casework.Refused, match="not-now"):
        casework.act(casework.Try(number, seen), "accorder", COMMISSION, AFTER)

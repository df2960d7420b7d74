"""Confirmations of several people at once: worked out ahead, then written in one transaction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from apps.intake.test_hops import BIRTH
from apps.town import Phone, founded, seeded
from kene.casework.models import Case, CaseEvent, Message
from kene.catalogue import api as catalogue
from kene.core.casefile import new_number
from kene.core.casefile.number import Random
from kene.intake import api as intake
from kene.intake.hopping import Hop, Recalled, foresee, settle
from kene.intake.models import Draft
from kene.intake.writer import Writer
from kene.journal import api as journal
from kene.privacy import api as privacy

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

PEOPLE = tuple(f"+2237000000{each}" for each in range(4))


class Worn:
    """A source of numbers that gives the same one to the first cases, then others."""

    def __init__(self, same: int) -> None:
        self.same, self.last = same, 0

    def randrange(self, stop: int, /) -> int:
        if stop < 10**8:
            return 0
        self.same -= 1
        self.last += self.same < 0
        return self.last


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> Iterator[None]:
    founded()
    before = seeded()
    yield
    intake.draw_from(before)


def confirmations() -> list[Hop]:
    """The last hop of each person, who has seen what they are about to send."""
    return [_last(Phone(number)) for number in PEOPLE]


def _last(phone: Phone) -> Hop:
    phone.dial()
    for typed in BIRTH:
        phone.type(typed)
    session = f"{phone.number}-{phone.sessions}"
    said = f"{phone.said}*1"
    arrival = intake.Arrival("ussd", phone.number, session, said, budget=160)
    return Hop(arrival, phone.clock())


def numbers() -> list[str]:
    """The numbers of all cases, once each is as it should be."""
    for case in Case.objects.all():
        assert CaseEvent.objects.filter(case=case).count() == 3
        assert Message.objects.get(case=case).state == "waiting"
    assert isinstance(journal.verify(), journal.Verified)
    assert journal.size() == Case.objects.count()
    return sorted(Case.objects.values_list("number", flat=True))


def test_cases_are_worked_out_ahead_and_written_together() -> None:
    hops, recalled = confirmations(), Recalled()
    foresee(hops, recalled)
    assert all(hop.ahead is not None and hop.ahead.openings for hop in hops)
    assert not Case.objects.exists()
    with transaction.atomic():
        settle(hops, recalled)
    assert len(numbers()) == len(PEOPLE)
    assert all(hop.reply and hop.reply.text.startswith("Demande envoyée.") for hop in hops)


def test_two_cases_that_drew_one_number_get_each_its_own() -> None:
    hops = confirmations()
    intake.draw_from(Worn(same=len(hops)))
    Writer()._work(hops)
    assert all(hop.error is None and hop.reply is not None for hop in hops)
    assert len(numbers()) == len(PEOPLE)


def test_a_number_that_has_keys_already_is_left_for_another() -> None:
    hops = confirmations()
    taken = new_number(_first())
    purpose, *_ = next(each for each in catalogue.offered() if each.name == "naissance").kept
    sealed = privacy.new_keys(taken, {purpose: None}, hops[0].now).seal(purpose, b"kept", b"")
    intake.draw_from(_first())
    Writer()._work(hops)
    assert taken not in numbers()
    assert privacy.keys_of(taken).unseal(purpose, sealed, b"") == b"kept"


def _first() -> Random:
    return Worn(same=0)


def test_what_a_batch_foresaw_is_undone_with_it() -> None:
    hops, recalled = confirmations(), Recalled()
    foresee(hops, recalled)
    with pytest.raises(RuntimeError), transaction.atomic():
        settle(hops, recalled)
        raise RuntimeError
    assert numbers() == []
    Writer()._work([Hop(hop.arrival, hop.now) for hop in hops])
    assert len(numbers()) == len(PEOPLE)


def test_where_it_was_not_known_whose_hops_these_are_each_goes_to_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hops, right = confirmations(), privacy.address_digest
    calls = iter([RuntimeError()])

    def away_once(address: str) -> bytes:
        for error in calls:
            raise error
        return right(address)

    monkeypatch.setattr(privacy, "address_digest", away_once)
    Writer()._work(hops)
    assert len(numbers()) == len(PEOPLE)
    assert {hop.person for hop in hops} == {right(number) for number in PEOPLE}
    assert not Draft.objects.filter(person=b"").exists()

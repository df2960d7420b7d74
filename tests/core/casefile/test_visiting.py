"""Appointments: times that exist, chosen, moved and cancelled by the applicant alone."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile.process_pack import AT, NOON, later
from kene.catalogue.packing import read_folder
from kene.core.casefile import (
    Agent,
    CaseFile,
    Effects,
    Event,
    Given,
    Moment,
    Refused,
    Reminded,
    acting,
    booking,
    cancelling,
    choosable,
    completing,
    decode,
    details,
    effects,
    encode,
    fold,
    lapsing,
    movable,
    opening,
    remind_on,
    reminding,
    slots,
    standing,
    withdrawing,
)
from kene.core.services import load
from kene.core.values import Setting

SERVICE = load(read_folder(Path(__file__).parents[3] / "packs" / "permis"))
DESK = SERVICE.appointments["guichet"]
ANSWERS: dict[str, Any] = {
    "prenoms": "Awa",
    "nom": "Traoré",
    "date_naissance": date(1990, 2, 3),
    "titre": "deux-roues",
    "demande_deux_roues": "examen",
}
WEDNESDAY = datetime.fromisoformat("2026-11-25T08:00")


def at(text: str) -> datetime:
    """A time in the country's own."""
    return datetime.fromisoformat(text)


class Held:
    """A case under way."""

    def __init__(self) -> None:
        self.events: list[Event] = opening(SERVICE, ANSWERS, "ussd", "fr", AT)

    @property
    def file(self) -> CaseFile:
        return fold(SERVICE, self.events)

    def book(self, slot: datetime, moment: Moment = AT) -> None:
        self.events += booking(SERVICE, self.file, slot, "ussd", moment)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.sets(st.integers(1, 10), max_size=4))
def test_times_are_of_the_days_that_are_declared_and_of_no_holiday(
    today: date, off: set[int]
) -> None:
    holidays = [today + timedelta(days=each) for each in off]
    moment = Moment(NOON, today, holidays)
    found = list(slots(SERVICE, DESK, moment))
    assert found == sorted(set(found))
    for slot in found:
        assert today < slot.date() <= today + timedelta(days=DESK.ahead)
        assert slot.weekday() in DESK.days
        assert slot.time() in DESK.starts
        assert slot.date() not in holidays


def test_a_time_is_chosen_once_and_then_moved() -> None:
    held = Held()
    held.book(WEDNESDAY)
    assert (held.file.stage, held.file.due) == ("guichet", date(2026, 11, 27))
    assert effects(SERVICE, held.events[-1]).tell == "booked"
    held.book(at("2026-12-01T09:00"))
    assert held.file.visit is not None
    assert held.file.visit.slot == "2026-12-01T09:00"
    assert (held.file.stage, held.file.due) == ("guichet", date(2026, 12, 3))


@pytest.mark.parametrize(
    "slot",
    [
        at("2026-11-24T08:00"),
        at("2026-11-27T08:00"),
        at("2026-11-25T08:30"),
        at("2026-12-14T08:00"),
    ],
)
def test_a_time_that_does_not_exist_is_refused(slot: datetime) -> None:
    with pytest.raises(Refused, match="no-slot"):
        Held().book(slot)


def test_a_cancelled_appointment_lets_another_be_chosen() -> None:
    held = Held()
    with pytest.raises(Refused, match="not-now"):
        cancelling(SERVICE, held.file, "ussd", AT)
    held.book(WEDNESDAY)
    held.events += cancelling(SERVICE, held.file, "ussd", AT)
    assert (held.file.stage, held.file.visit) == ("rendez-vous", None)
    held.book(WEDNESDAY)
    assert held.file.stage == "guichet"


def test_an_appointment_is_told_with_its_place_instead_of_a_deadline() -> None:
    held = Held()
    held.book(WEDNESDAY)
    setting = Setting("fr", "ml", date(2026, 11, 24), "short")
    _, when, *_ = standing(SERVICE, held.file, lambda _: SERVICE, setting)
    assert when == "Rendez-vous 25/11/2026, 08:00 : guichet des permis."
    told = details(SERVICE, held.file, held.events[-1], setting)
    assert (told["day"], told["where"]) == ("25/11/2026", "guichet des permis")
    held.events += cancelling(SERVICE, held.file, "ussd", AT)
    lines = standing(SERVICE, held.file, lambda _: SERVICE, setting)
    assert lines[1] == "Avant le 24/12/2026 au soir."


def test_nothing_changes_on_the_day_itself() -> None:
    held = Held()
    held.book(WEDNESDAY)
    that_day = later(WEDNESDAY.date())
    assert not movable(held.file, that_day)
    assert choosable(SERVICE, held.file, that_day) is None
    with pytest.raises(Refused, match="not-now"):
        held.book(at("2026-12-01T09:00"), that_day)
    with pytest.raises(Refused, match="not-now"):
        cancelling(SERVICE, held.file, "ussd", that_day)


def test_events_of_appointments_are_kept_as_they_are() -> None:
    held = Held()
    held.book(at("2026-12-01T09:00"))
    held.events += reminding(SERVICE, held.file, later(date(2026, 11, 30)))
    held.events += cancelling(SERVICE, held.file, "web", later(date(2026, 11, 30)))
    kept = [encode(SERVICE, event) for event in held.events]
    assert [decode(SERVICE, each.public, each.personal) for each in kept] == held.events


def test_a_reminder_leaves_the_day_before_and_once() -> None:
    held = Held()
    held.book(at("2026-12-01T09:00"))
    day = remind_on(SERVICE, held.file)
    assert day == date(2026, 11, 30)
    assert reminding(SERVICE, held.file, AT) == []
    held.events += reminding(SERVICE, held.file, later(day))
    assert effects(SERVICE, held.events[-1]).tell == "visit"
    assert remind_on(SERVICE, held.file) is None
    held.book(at("2026-12-02T09:00"), later(day))
    assert remind_on(SERVICE, held.file) == date(2026, 12, 1)


def test_a_reminder_that_wakes_after_the_appointment_tells_nobody_and_says_so() -> None:
    held = Held()
    held.book(at("2026-12-01T09:00"))
    late = reminding(SERVICE, held.file, later(date(2026, 12, 2)))
    assert late == [Reminded(late[0].at, "", missed=True)]
    assert effects(SERVICE, late[0]) == Effects()
    held.events += late
    assert remind_on(SERVICE, held.file) is None
    assert [decode(SERVICE, encode(SERVICE, each).public, {}) for each in late] == late


def test_an_appointment_ends_with_its_stage() -> None:
    missed = Held()
    missed.book(WEDNESDAY)
    missed.events += lapsing(SERVICE, missed.file, later(date(2026, 11, 28)))
    assert (missed.file.stage, missed.file.visit) == ("rendez-vous", None)
    left = Held()
    left.book(WEDNESDAY)
    left.events += withdrawing(left.file, "ussd", AT)
    assert left.file.visit is None
    seen = Held()
    seen.book(WEDNESDAY)
    clerk, that_day = Agent("a", "guichetier"), later(WEDNESDAY.date())
    seen.events += acting(SERVICE, seen.file, "encaisser", clerk, Given(receipt="1"), that_day)
    assert seen.file.visit is not None
    seen.events += acting(SERVICE, seen.file, "inscrire", clerk, Given(), that_day)
    assert seen.file.visit is None


def test_a_time_is_not_an_answer() -> None:
    with pytest.raises(Refused, match="not-now"):
        completing(SERVICE, Held().file, ANSWERS, "web", AT)

"""Appointments on a node: times that are free, chosen and cancelled, never one too many.

A time is counted in one row, taken by an UPDATE that a full one does not match, as places of calls.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kene.casework import store
from kene.casework.entering import enter
from kene.casework.models import Taken
from kene.casework.places import take_one
from kene.casework.reading import CaseView, find, view
from kene.core.casefile import Moment, Refused, booking, cancelling, choosable, slots


def free_slots(case: CaseView, moment: Moment, most: int) -> tuple[datetime, ...]:
    """The next times that the applicant can choose or move to, at most so many, in the country's
    own time."""
    appointment = choosable(case.service, case.file, moment)
    if appointment is None:
        return ()
    name = f"{case.service.name}/{appointment.name}/"
    full = set(
        Taken.objects.filter(call__startswith=name, count__gte=appointment.places).values_list(
            "call", flat=True
        )
    )
    free: list[datetime] = []
    for slot in slots(case.service, appointment, moment):
        if store.slot_name(case.service.name, appointment.name, slot) not in full:
            free.append(slot)
        if len(free) == most:
            break
    return tuple(free)


def book(number: str, slot: datetime, channel: str, at: Moment) -> CaseView:
    """Choose when to come, or move it; the applicant is told.

    Raises NotFound, and the core's Refused: `not-now`, `no-slot`, or `full`.
    """
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        events = booking(case.service, case.file, slot, channel, at)
        appointment = choosable(case.service, case.file, at)
        assert appointment is not None
        name = store.slot_name(case.service.name, appointment.name, slot)
        if name != row.slot and not take_one(name, appointment.places):
            raise Refused("full")
        enter(row, case.service, events, at)
    return view(store.opened(row))


def unbook(number: str, channel: str, at: Moment) -> CaseView:
    """Cancel an appointment: its time is free again. Raises NotFound, and Refused `not-now`."""
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        enter(row, case.service, cancelling(case.service, case.file, channel, at), at)
    return view(store.opened(row))

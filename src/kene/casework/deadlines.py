"""What time does to cases: deadlines that pass, and reminders before they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from kene.casework import store
from kene.casework.clock import moment
from kene.casework.entering import enter
from kene.casework.queries import overdue, to_remind
from kene.casework.reading import find
from kene.core.casefile import CaseFile, Event, Moment, lapsing, reminding
from kene.core.services import Service

Happens = Callable[[Service, CaseFile, Moment], list[Event]]


def lapse(now: datetime) -> int:
    """Apply what a passed deadline does, case by case; how many there were."""
    return sum(_happened(number, lapsing, now) for number in overdue(now))


def remind(now: datetime) -> int:
    """Remind applicants whose deadline is near, case by case; how many there were."""
    return sum(_happened(number, reminding, now) for number in to_remind(now))


def _happened(number: str, happens: Happens, now: datetime) -> bool:
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        at = moment(case.service.country, now)
        events = happens(case.service, case.file, at)
        if events:
            enter(row, case.service, events, at)
    return bool(events)

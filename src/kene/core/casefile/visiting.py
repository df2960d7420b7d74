"""Appointments of a case: the times that exist, and choosing, moving and cancelling one.

Times are the country's own, without a zone. How many people come at one is for whoever stores it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from kene.core.casefile.events import Booked, Cancelled, Event
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.moment import Moment, Refused
from kene.core.casefile.process import actions, due, followed
from kene.core.services import APPLICANT, Action, Appointment, Service


def slots(service: Service, appointment: Appointment, moment: Moment) -> Iterator[datetime]:
    """The times of an appointment that can be chosen today, from tomorrow on, but on holidays."""
    closed = {*moment.holidays, *service.holidays}
    for ahead in range(1, appointment.ahead + 1):
        day = moment.today + timedelta(days=ahead)
        if day.weekday() in appointment.days and day not in closed:
            yield from (datetime.combine(day, start) for start in appointment.starts)


def choosable(service: Service, case: CaseFile, moment: Moment) -> Appointment | None:
    """The appointment that the applicant can choose a time of, or move; None when there is none."""
    if movable(case, moment) and case.visit is not None:
        action = service.stages[case.visit.stage].actions[case.visit.action]
        return service.appointments[action.appointment]
    offered = _offered(service, case, moment)
    return service.appointments[offered.appointment] if offered else None


def movable(case: CaseFile, moment: Moment) -> bool:
    """Whether an appointment was chosen, and its day has not come."""
    return case.visit is not None and moment.today < case.visit.at_time.date()


def booking(
    service: Service, case: CaseFile, slot: datetime, channel: str, moment: Moment
) -> list[Event]:
    """The events of a time that is chosen, or chosen instead of another.

    Raises Refused: `not-now`, or `no-slot` for a time that does not exist.
    """
    appointment = choosable(service, case, moment)
    if appointment is None:
        raise Refused("not-now")
    if slot not in slots(service, appointment, moment):
        raise Refused("no-slot")
    if case.visit is not None:
        stage, name = case.visit.stage, case.visit.action
    else:
        offered = _offered(service, case, moment)
        assert offered is not None
        stage, name = case.stage, offered.name
    to = service.stages[stage].actions[name].to if case.visit is None else case.stage
    entered = due(service, to, replace(moment, today=slot.date()))
    written = slot.isoformat(timespec="minutes")
    return followed(
        service, case, [Booked(moment.now, channel, stage, name, to, written, entered)], moment
    )


def cancelling(service: Service, case: CaseFile, channel: str, moment: Moment) -> list[Event]:
    """The events of an appointment that is cancelled: another can be chosen.

    Raises Refused `not-now`.
    """
    if not movable(case, moment) or case.visit is None:
        raise Refused("not-now")
    back = case.visit.stage
    return [Cancelled(moment.now, channel, back, due(service, back, moment))]


def _offered(service: Service, case: CaseFile, moment: Moment) -> Action | None:
    offered = actions(service, case, APPLICANT, moment.today)
    return next((action for action in offered if action.appointment), None)

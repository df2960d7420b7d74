"""A case as the fold of its events: where it is, what is known, what was decided and done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import Final, assert_never

from kene.core.casefile.events import (
    Acted,
    Booked,
    Cancelled,
    Checked,
    Completed,
    Contested,
    Decided,
    Declined,
    Event,
    Issued,
    Lapsed,
    Moved,
    Opened,
    Owed,
    Paid,
    Proposed,
    Ranked,
    Received,
    Reminded,
    Told,
    Withdrawn,
)
from kene.core.services import CLOSED, Service
from kene.core.services.asking import merged
from kene.core.values import Value

Versions = Mapping[str, Service]
"""Versions of a service, by their digest."""
NONE: Final[Versions] = {}
Move = Acted | Booked | Cancelled | Completed | Contested | Lapsed | Withdrawn
Note = Decided | Owed | Paid | Ranked | Proposed | Declined | Issued | Told | Reminded


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the events of a case amount to.

    `decided` holds the last decision of each name. `asked` are the fields that the applicant is
    asked to answer again. `late` says that the present stage's deadline has passed, `reminded` that
    the applicant was told before. `owed` is the fee, None when it is not settled. `proposed` waits
    for a second agent. `left` is the stage before the present one.
    `visit` is the appointment to come, `expected` that its reminder left. `entered` is what agents
    entered.
    """

    opened: datetime
    channel: str
    language: str
    stage: str
    due: date | None
    answers: Mapping[str, Value]
    entered: Mapping[str, Value] = field(default_factory=dict)
    decided: Mapping[str, Decided] = field(default_factory=dict)
    issued: tuple[Issued, ...] = ()
    told: tuple[Told, ...] = ()
    done: tuple[Acted | Completed, ...] = ()
    asked: tuple[str, ...] = ()
    late: bool = False
    reminded: bool = False
    owed: int | None = None
    payments: tuple[Paid, ...] = ()
    left: str = ""
    proposed: Proposed | None = None
    ranked: Ranked | None = None
    visit: Booked | None = None
    expected: bool = False
    contested: Contested | None = None
    received: tuple[Received, ...] = ()
    checked: tuple[Checked, ...] = ()
    withdrawn: datetime | None = None
    closed: datetime | None = None
    count: int = 1

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.closed is None

    @property
    def balance(self) -> int | None:
        """What is still to be paid, in whole francs; None when what is owed is not settled."""
        if self.owed is None:
            return None
        return max(self.owed - sum(paid.amount or 0 for paid in self.payments), 0)


def fold(service: Service, events: Iterable[Event], before: Versions = NONE) -> CaseFile:
    """The case that these events make, in their order; of one that moved, `before` are the versions
    of its service that it left.

    Raises ValueError when the first one, and it alone, is not the opening.
    """
    rest = versioned(service, events, before)
    begun, first = next(rest, (service, None))
    if not isinstance(first, Opened):
        raise ValueError("a case begins with its opening")
    start = CaseFile(
        opened=first.at,
        channel=first.channel,
        language=first.language,
        stage=first.stage,
        due=first.due,
        answers=first.answers,
        owed=begun.fee.amount if begun.fee.fixed else None,
    )
    return reduce(lambda case, dated: after(dated[0], case, dated[1]), rest, start)


def versioned(
    service: Service, events: Iterable[Event], before: Versions = NONE
) -> Iterator[tuple[Service, Event]]:
    """Each event with the version of the service by which it happened: a move is of the version
    that the case goes to."""
    listed = tuple(events)
    moved = next((event for event in listed if isinstance(event, Moved)), None)
    now = before[moved.since] if moved else service
    for event in listed:
        if isinstance(event, Moved):
            now = before.get(event.digest, service)
        yield now, event


def after(service: Service, case: CaseFile, event: Event) -> CaseFile:
    """The case once that event has happened too. Raises ValueError for another opening."""
    counted = replace(case, count=case.count + 1)
    match event:
        case Acted() | Booked() | Cancelled() | Completed() | Contested() | Lapsed() | Withdrawn():
            return _moved(service, counted, event)
        case Received():
            return replace(counted, received=(*case.received, event))
        case Checked():
            return replace(counted, checked=(*case.checked, event))
        case Moved():
            return _migrated(service, counted, event)
        case Opened():
            raise ValueError("a case is opened once")
        case _:
            return _noted(counted, event)


def _moved(service: Service, case: CaseFile, event: Move) -> CaseFile:
    """The case after what may change its stage."""
    match event:
        case Acted():
            asked = service.stages[event.stage].actions[event.action].ask
            entered = {**case.entered, **event.answers}
            done = (*case.done, event)
            return _entered(replace(case, done=done, asked=asked, entered=entered), event)
        case Completed():
            answers = merged(service.groups, case.answers, event.answers)
            done = (*case.done, event)
            return _entered(replace(case, done=done, asked=(), answers=answers), event)
        case Contested():
            return _entered(replace(case, contested=event), event)
        case Booked() | Cancelled():
            return _visited(case, event)
        case Lapsed():
            return _entered(case, event) if event.to else replace(case, late=True)
        case Withdrawn(at):
            left = replace(_left(case), withdrawn=at, closed=at, asked=())
            return replace(left, stage=CLOSED, due=None)
        case _:
            assert_never(event)


def _migrated(service: Service, case: CaseFile, event: Moved) -> CaseFile:
    """The case in the version that it moved to: decisions that this one does not take are gone, and
    so is what agents entered that it does not know."""
    decided = {name: each for name, each in case.decided.items() if name in service.decisions}
    return replace(
        case,
        stage=event.stage,
        due=event.due,
        answers={at: each for at, each in event.answers.items() if at not in service.entries},
        entered={at: each for at, each in event.answers.items() if at in service.entries},
        asked=event.asked,
        decided=decided,
        reminded=case.reminded and event.due == case.due,
    )


def _noted(case: CaseFile, event: Note) -> CaseFile:
    """The case after what leaves it at its stage."""
    match event:
        case Decided():
            return replace(case, decided={**case.decided, event.decision: event})
        case Owed(_, amount):
            return replace(case, owed=amount)
        case Paid():
            return replace(case, payments=(*case.payments, event))
        case Ranked():
            return replace(case, ranked=event)
        case Proposed():
            return replace(case, proposed=event)
        case Declined():
            return replace(case, proposed=None)
        case Issued():
            return replace(case, issued=(*case.issued, event))
        case Told():
            return replace(case, told=(*case.told, event))
        case Reminded():
            return replace(case, reminded=True) if event.stage else replace(case, expected=True)
        case _:
            assert_never(event)


def _visited(case: CaseFile, event: Booked | Cancelled) -> CaseFile:
    """The case once its applicant chose when to come, or no longer comes; a new deadline runs."""
    visit = event if isinstance(event, Booked) else None
    left = case if event.to == case.stage else _left(case)
    return replace(left, visit=visit, expected=False, stage=event.to, due=event.due, asked=())


def _entered(case: CaseFile, event: Acted | Completed | Contested | Lapsed) -> CaseFile:
    """The case at its next stage; one that stays where it is keeps its deadline, late or not."""
    if event.to == case.stage:
        return replace(case, proposed=None)
    closed = event.at if event.to == CLOSED else None
    return replace(_left(case), stage=event.to, due=event.due, closed=closed)


def _left(case: CaseFile) -> CaseFile:
    """The case without what ends with a stage."""
    return replace(
        case,
        left=case.stage,
        late=False,
        reminded=False,
        proposed=None,
        visit=None,
        expected=False,
    )

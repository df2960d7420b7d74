"""A case as the fold of its events: where it is, what is known, what was decided and done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import assert_never

from kene.core.casefile.events import (
    Acted,
    Completed,
    Decided,
    Event,
    Issued,
    Lapsed,
    Opened,
    Told,
    Withdrawn,
)
from kene.core.services import CLOSED, Service
from kene.core.values import Value


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the events of a case amount to.

    `decided` holds the last decision of each name. `asked` are the fields that the applicant is
    asked to answer again. `late` says that the present stage's deadline has passed.
    """

    opened: datetime
    channel: str
    language: str
    stage: str
    due: date | None
    answers: Mapping[str, Value]
    decided: Mapping[str, Decided] = field(default_factory=dict)
    issued: tuple[Issued, ...] = ()
    told: tuple[Told, ...] = ()
    done: tuple[Acted | Completed, ...] = ()
    asked: tuple[str, ...] = ()
    late: bool = False
    withdrawn: datetime | None = None
    closed: datetime | None = None
    count: int = 1

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.closed is None


def fold(service: Service, events: Iterable[Event]) -> CaseFile:
    """The case that these events make, in their order.

    Raises ValueError when the first one, and it alone, is not the opening.
    """
    rest = iter(events)
    first = next(rest, None)
    if not isinstance(first, Opened):
        raise ValueError("a case begins with its opening")
    start = CaseFile(first.at, first.channel, first.language, first.stage, first.due, first.answers)
    return reduce(lambda case, event: _after(service, case, event), rest, start)


def _after(service: Service, case: CaseFile, event: Event) -> CaseFile:
    counted = replace(case, count=case.count + 1)
    match event:
        case Decided():
            return replace(counted, decided={**case.decided, event.decision: event})
        case Acted():
            asked = service.stages[event.stage].actions[event.action].ask
            return _entered(replace(counted, done=(*case.done, event), asked=asked), event)
        case Completed():
            answers = {**case.answers, **event.answers}
            done = (*case.done, event)
            return _entered(replace(counted, done=done, asked=(), answers=answers), event)
        case Issued():
            return replace(counted, issued=(*case.issued, event))
        case Told():
            return replace(counted, told=(*case.told, event))
        case Withdrawn(at):
            return replace(
                counted, stage=CLOSED, due=None, late=False, withdrawn=at, closed=at, asked=()
            )
        case Lapsed():
            return _entered(counted, event) if event.to else replace(counted, late=True)
        case Opened():
            raise ValueError("a case is opened once")
        case _:
            assert_never(event)


def _entered(case: CaseFile, event: Acted | Completed | Lapsed) -> CaseFile:
    closed = event.at if event.to == CLOSED else None
    return replace(case, stage=event.to, due=event.due, late=False, closed=closed)

"""What the applicant waits for, and what they do first: the day of the answer, and the cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kene.core.casefile.events import Completed, Event, Owed
from kene.core.casefile.fold import CaseFile
from kene.core.services import APPLICANT, Service


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request costs in all, in whole francs; None when it is not settled."""

    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """By what day a stage has to be left, and what is to be paid before: None when not settled."""

    day: date
    stage: str
    balance: int | None = None


def new_cost(service: Service, events: Iterable[Event]) -> Cost | None:
    """What a request costs, where the applicant's last answers to a request for more changed it, or
    did not settle it yet; else None."""
    cost, settled = None, service.fee.fixed
    for event in events:
        if isinstance(event, Completed):
            cost = None if settled else Cost()
        elif isinstance(event, Owed):
            cost, settled = Cost(event.amount), event.amount is not None
    return cost


def due_of(case: CaseFile) -> Due | None:
    """By when the stage where the case is has to be left; None when nothing says."""
    return Due(case.due, case.stage, case.balance) if case.due is not None else None


def before_answer(service: Service, due: Due) -> Literal["", "pay", "act"]:
    """What the applicant does before the time to answer them begins: `pay`, or `act` at a stage
    that waits for them; "" when it has begun."""
    stage = service.stages[due.stage]
    if stage.by == APPLICANT:
        return "act"
    pays = any(action.payment for action in stage.actions.values())
    return "pay" if pays and due.balance != 0 else ""

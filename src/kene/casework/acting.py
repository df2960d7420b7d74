"""What agents do with a case: act, and for actions of four eyes propose, confirm or decline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from kene.casework import store
from kene.casework.entering import enter
from kene.casework.reading import CaseView, Forbidden, Reader, authorised, find, view
from kene.core.casefile import (
    Agent,
    Event,
    Given,
    Moment,
    acting,
    confirming,
    declining,
)


class Stale(Exception):
    """Somebody did something with the case since it was read."""


@dataclass(frozen=True, slots=True)
class Try:
    """What an agent wants: the case, the number of events that they had seen, and their words."""

    number: str
    seen: int
    given: Given = Given()


def act(wanted: Try, action: str, agent: Reader, at: Moment) -> CaseView:
    """An agent's action, done, or proposed where a second agent has to confirm it.

    Raises NotFound, Forbidden, Stale when somebody acted meanwhile, and the core's Refused.
    """

    def happens(case: store.Opened, by: Agent) -> list[Event]:
        return acting(case.service, case.file, action, by, wanted.given, at)

    return _done(wanted, agent, at, happens)


def confirm(wanted: Try, agent: Reader, at: Moment) -> CaseView:
    """A second agent's agreement with what was proposed. Raises as `act` does."""

    def happens(case: store.Opened, by: Agent) -> list[Event]:
        return confirming(case.service, case.file, by, at)

    return _done(wanted, agent, at, happens)


def decline(wanted: Try, agent: Reader, at: Moment) -> CaseView:
    """A second agent's refusal of what was proposed, with the reason. Raises as `act` does."""

    def happens(case: store.Opened, by: Agent) -> list[Event]:
        return declining(case.service, case.file, by, wanted.given, at)

    return _done(wanted, agent, at, happens)


def _done(
    wanted: Try, agent: Reader, at: Moment, happens: Callable[[store.Opened, Agent], list[Event]]
) -> CaseView:
    with transaction.atomic():
        row = find(wanted.number, lock=True)
        authorised(row, agent)
        case = store.opened(row)
        if case.file.count != wanted.seen:
            raise Stale
        if row.role and row.role not in agent.roles:
            raise Forbidden(wanted.number)
        events = happens(case, Agent(agent.id, row.role))
        enter(row, case.service, events, at, agent.name or agent.id)
    return view(store.opened(row))

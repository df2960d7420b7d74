"""What the rules give of a case: its decisions, its fee, and all that conditions may read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kene.core.casefile.events import Acted, Decided, Event, Owed
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.moment import Moment
from kene.core.decisions import decide
from kene.core.expressions import Undetermined
from kene.core.expressions.types import NUMBER
from kene.core.services import Service, fee_of
from kene.core.services.asking import feel
from kene.core.values import Json, Value


def deciding(service: Service, answers: Mapping[str, Value], moment: Moment) -> list[Event]:
    """Every decision of the service, taken on these answers on that day, in the pack's order, and
    what is owed where the service has a fee and that is settled."""
    known = service.known(answers, moment.today)
    events: list[Event] = []
    for name, decision in service.decisions.items():
        taken = decide(decision, known)
        known[name] = taken.outcome
        outcome = None if isinstance(taken.outcome, Undetermined) else taken.outcome
        explanation = taken.explanation.to_json()
        events.append(Decided(moment.now, name, moment.today, _json(outcome), explanation))
    fee = fee_of(service, known)
    if fee is not None and (fee or not service.fee.fixed):
        events.append(Owed(moment.now, fee))
    return events


def replay(service: Service, answers: Mapping[str, Value], decided: Decided) -> Decided:
    """The same decision taken again, years later, on the day that it was taken."""
    moment = Moment(decided.at, decided.day)
    return next(
        again
        for again in deciding(service, answers, moment)
        if isinstance(again, Decided) and again.decision == decided.decision
    )


def known_of(service: Service, case: CaseFile, today: date) -> dict[str, object]:
    """What the conditions of a case's actions may read: answers, facts, outcomes, `fee`, `paid`.

    Facts are those of the day on which the case was decided.
    """
    days = [decided.day for decided in case.decided.values()]
    known = service.known(case.answers, max(days) if days else today)
    for name, decided in case.decided.items():
        known[name] = _outcome(service, decided)
    for name, value in case.entered.items():
        if name in service.entries:
            known[name] = feel(value)
    if case.owed is not None:
        known |= {"fee": case.owed, "paid": case.balance == 0}
    return known


def ruling(service: Service, case: CaseFile, acted: Acted) -> tuple[Decided, ...]:
    """The decisions that the condition of an action reads: why an automatic one was done."""
    when = service.stages[acted.stage].actions[acted.action].when
    read = when.inputs if when is not None else frozenset()
    return tuple(decided for name, decided in case.decided.items() if name in read)


def _outcome(service: Service, decided: Decided) -> object:
    """The outcome as expressions read it: a number with decimals was kept as a text."""
    number = service.decisions[decided.decision].type == NUMBER
    return (
        Decimal(decided.outcome)
        if number and isinstance(decided.outcome, str)
        else (decided.outcome)
    )


def _json(outcome: object) -> Json:
    match outcome:
        case None | bool() | int() | str():
            return outcome
        case list() | tuple():
            return [_json(each) for each in outcome]
        case dict():
            return {str(name): _json(value) for name, value in outcome.items()}
        case _:
            return str(outcome)

"""What may happen to a case next, and the events that it makes: pure, by the pack's process."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kene.core.casefile.events import Acted, Completed, Decided, Event, Lapsed, Opened, Withdrawn
from kene.core.casefile.fold import CaseFile
from kene.core.decisions import decide
from kene.core.expressions import Undetermined
from kene.core.services import APPLICANT, CLOSED, Action, Service, settled
from kene.core.values import Json, Value


class Refused(Exception):
    """An action that the process does not allow now; the reason is a word for a sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done: the time, the day in the country, and its holidays around it."""

    now: datetime
    today: date
    holidays: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts on a case: an agent, in a role of the authority."""

    id: str
    role: str


def opening(
    service: Service, answers: Mapping[str, Value], channel: str, language: str, moment: Moment
) -> list[Event]:
    """The events of a confirmed conversation: the case is opened, and decided."""
    asked = {field.name for field in service.asked(answers, moment.today)}
    kept = {name: value for name, value in answers.items() if name in asked}
    stage = service.first_stage
    opened = Opened(moment.now, channel, language, kept, stage, due(service, stage, moment))
    return [opened, *deciding(service, kept, moment)]


def deciding(service: Service, answers: Mapping[str, Value], moment: Moment) -> list[Decided]:
    """Every decision of the service, taken on these answers on that day, in the pack's order."""
    known = service.known(answers, moment.today)
    decided: list[Decided] = []
    for name, decision in service.decisions.items():
        taken = decide(decision, known)
        known[name] = taken.outcome
        outcome = None if isinstance(taken.outcome, Undetermined) else taken.outcome
        explanation = taken.explanation.to_json()
        decided.append(Decided(moment.now, name, moment.today, _json(outcome), explanation))
    return decided


def replay(service: Service, answers: Mapping[str, Value], decided: Decided) -> Decided:
    """The same decision taken again, years later, on the day that it was taken."""
    moment = Moment(decided.at, decided.day)
    return next(
        again for again in deciding(service, answers, moment) if again.decision == decided.decision
    )


def actions(service: Service, case: CaseFile, by: str, today: date) -> tuple[Action, ...]:
    """What that role (or `APPLICANT`) can do with the case now."""
    if not case.open or service.stages[case.stage].by != by:
        return ()
    known = known_of(service, case, today)
    return tuple(
        action
        for action in service.stages[case.stage].actions.values()
        if settled(action.when, known)
    )


def known_of(service: Service, case: CaseFile, today: date) -> dict[str, object]:
    """What the conditions of a case's actions may read: answers, facts and outcomes.

    Facts are those of the day on which the case was decided.
    """
    days = [decided.day for decided in case.decided.values()]
    known = service.known(case.answers, max(days) if days else today)
    for name, decided in case.decided.items():
        known[name] = decided.outcome
    return known


def acting(
    service: Service, case: CaseFile, name: str, agent: Agent, reason: str, moment: Moment
) -> list[Event]:
    """The events of an agent's action. Raises Refused: `not-now`, or `reason-needed`."""
    action = _allowed(service, case, name, agent.role, moment)
    if action.reason and not reason.strip():
        raise Refused("reason-needed")
    entered = due(service, action.to, moment)
    return [Acted(moment.now, agent.id, case.stage, name, action.to, entered, reason.strip())]


def completing(
    service: Service, case: CaseFile, answers: Mapping[str, Value], channel: str, moment: Moment
) -> list[Event]:
    """The events of the applicant's answers to a request for more, and new decisions.

    Raises Refused.
    """
    offered = actions(service, case, APPLICANT, moment.today)
    if not offered:
        raise Refused("not-now")
    action = offered[0]
    changed = {k: v for k, v in answers.items() if case.answers.get(k) != v}
    entered = due(service, action.to, moment)
    completed = Completed(moment.now, channel, case.stage, action.name, action.to, changed, entered)
    return [completed, *deciding(service, {**case.answers, **answers}, moment)]


def withdrawing(case: CaseFile, channel: str, moment: Moment) -> list[Event]:
    """The events of a withdrawal. Raises Refused when the case is closed."""
    if not case.open:
        raise Refused("not-now")
    return [Withdrawn(moment.now, channel)]


def lapsing(service: Service, case: CaseFile, moment: Moment) -> list[Event]:
    """The events of a deadline that has passed; none when it has not, or was told already."""
    if not case.open or case.late or case.due is None or moment.today <= case.due:
        return []
    late = service.stages[case.stage].late
    if late is None or not late.to:
        return [Lapsed(moment.now, case.stage)]
    return [Lapsed(moment.now, case.stage, late.to, due(service, late.to, moment))]


def due(service: Service, stage: str, moment: Moment) -> date | None:
    """The last day of a stage that is entered now."""
    if stage == CLOSED or service.stages[stage].within is None:
        return None
    within = service.stages[stage].within
    assert within is not None
    return within.end(moment.today, moment.holidays)


def _allowed(service: Service, case: CaseFile, name: str, role: str, moment: Moment) -> Action:
    offered = {each.name: each for each in actions(service, case, role, moment.today)}
    if name not in offered:
        raise Refused("not-now")
    return offered[name]


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

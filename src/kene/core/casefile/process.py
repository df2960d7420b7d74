"""What may happen to a case next, and the events that it makes: pure, by the pack's process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kene.core.casefile.deciding import deciding, known_of
from kene.core.casefile.entries import entering
from kene.core.casefile.events import (
    NODE,
    Acted,
    Completed,
    Contested,
    Declined,
    Event,
    Lapsed,
    Opened,
    Owed,
    Paid,
    Proposed,
    Reminded,
    Withdrawn,
)
from kene.core.casefile.fold import CaseFile, after, fold
from kene.core.casefile.moment import Agent, Given, Moment, Refused
from kene.core.services import APPLICANT, CLOSED, Action, Service, settled
from kene.core.services.asking import difference, merged
from kene.core.values import Value

CASH = "cash"
"""What agents take. Other means will come with their own way of knowing that money came."""


def opening(
    service: Service, answers: Mapping[str, Value], channel: str, language: str, moment: Moment
) -> list[Event]:
    """The events of a confirmed conversation: the case is opened, decided, and goes as far as
    decisions alone take it."""
    asked = {field.name for field in service.asked(answers, moment.today)}
    kept = {name: value for name, value in answers.items() if name in asked}
    stage = service.first_stage
    opened = Opened(moment.now, channel, language, kept, stage, due(service, stage, moment))
    events: list[Event] = [opened, *deciding(service, kept, moment)]
    return [*events, *_alone(service, fold(service, events), moment)]


def actions(service: Service, case: CaseFile, by: str, today: date) -> tuple[Action, ...]:
    """What that role (or `APPLICANT`) can do with the case now; nothing while a second agent has
    to confirm something."""
    if not case.open or case.proposed is not None or service.stages[case.stage].by != by:
        return ()
    known, ranked = known_of(service, case, today), _ranked(service, case.stage)
    return tuple(
        action
        for action in service.stages[case.stage].actions.values()
        if not action.automatic and action.name not in ranked and _possible(action, case, known)
    )


def answerable(service: Service, case: CaseFile, today: date) -> tuple[Action, ...]:
    """The actions by which the applicant answers again; a time to come is chosen otherwise."""
    offered = actions(service, case, APPLICANT, today)
    return tuple(action for action in offered if not action.appointment)


def waiting_for(service: Service, case: CaseFile) -> str:
    """The role that has to act, or `APPLICANT`; "" when the case is closed."""
    if not case.open:
        return ""
    stage = service.stages[case.stage]
    return stage.actions[case.proposed.action].second if case.proposed else stage.by


def acting(
    service: Service, case: CaseFile, name: str, agent: Agent, given: Given, moment: Moment
) -> list[Event]:
    """The events of an agent's action, or of proposing it where a second agent has to confirm.

    Raises Refused: `not-now`, `reason-needed`, `receipt-needed`, and Misentered.
    """
    action = _allowed(service, case, name, agent.role, moment)
    reason, receipt = given.reason.strip(), given.receipt.strip()
    if action.reason and not reason:
        raise Refused("reason-needed")
    if action.payment and not receipt:
        raise Refused("receipt-needed")
    entries = entering(service, case, action, given.entries, moment)
    events: list[Event] = []
    if action.payment:
        events.append(Paid(moment.now, agent.id, CASH, case.balance, receipt))
    if action.second:
        return [*events, Proposed(moment.now, agent.id, case.stage, name, reason, entries)]
    acted = Acted(
        at=moment.now,
        agent=agent.id,
        stage=case.stage,
        action=name,
        to=action.to,
        due=_entering(service, case, action.to, moment),
        reason=reason,
        answers=entries,
    )
    events.append(acted)
    return followed(service, case, events, moment)


def confirming(service: Service, case: CaseFile, agent: Agent, moment: Moment) -> list[Event]:
    """The events of a second agent who confirms what was proposed.

    Raises Refused: `not-now`, or `same-person`.
    """
    proposed = _proposed(service, case, agent)
    to = service.stages[proposed.stage].actions[proposed.action].to
    acted = Acted(
        at=moment.now,
        agent=proposed.agent,
        stage=proposed.stage,
        action=proposed.action,
        to=to,
        due=_entering(service, case, to, moment),
        reason=proposed.reason,
        second=agent.id,
        answers=proposed.answers,
    )
    return followed(service, case, [acted], moment)


def declining(
    service: Service, case: CaseFile, agent: Agent, given: Given, moment: Moment
) -> list[Event]:
    """The events of a second agent who does not confirm; whoever proposed may take it back so.

    Raises Refused: `not-now`, or `reason-needed`.
    """
    proposed = case.proposed
    if proposed is None or agent.role != waiting_for(service, case):
        raise Refused("not-now")
    if not given.reason.strip():
        raise Refused("reason-needed")
    return [
        Declined(moment.now, agent.id, proposed.stage, proposed.action, given.reason.strip()),
    ]


def completing(
    service: Service, case: CaseFile, answers: Mapping[str, Value], channel: str, moment: Moment
) -> list[Event]:
    """The events of the applicant's answers to a request for more, and new decisions.

    Raises Refused.
    """
    offered = answerable(service, case, moment.today)
    if not offered:
        raise Refused("not-now")
    action = offered[0]
    changed = difference(service.groups, case.answers, answers)
    entered = _entering(service, case, action.to, moment)
    completed = Completed(moment.now, channel, case.stage, action.name, action.to, changed, entered)
    decided = deciding(service, merged(service.groups, case.answers, changed), moment)
    news = [each for each in decided if not (isinstance(each, Owed) and each.amount == case.owed)]
    if case.owed and not service.fee.fixed and not any(isinstance(each, Owed) for each in decided):
        news.append(Owed(moment.now, None))
    return followed(service, case, [completed, *news], moment)


def withdrawing(case: CaseFile, channel: str, moment: Moment) -> list[Event]:
    """The events of a withdrawal. Raises Refused when the case is closed."""
    if not case.open:
        raise Refused("not-now")
    return [Withdrawn(moment.now, channel)]


def granted(service: Service, case: CaseFile) -> bool:
    """Whether what was asked for was given: by a document, or by the action that closed the case
    where it says so (`grants`)."""
    last = case.done[-1] if case.done else None
    if last is None or (case.left, case.stage) != (last.stage, last.to) or case.open:
        return bool(case.issued)
    return bool(case.issued) or service.stages[last.stage].actions[last.action].grants


def contestable(service: Service, case: CaseFile) -> date | None:
    """The last day on which the applicant can contest how the case was closed.

    None when there is nothing to contest: it is open, was granted, withdrawn, left by the
    applicant or contested already; or the service does not say how.
    """
    if service.contest is None or case.closed is None or granted(service, case):
        return None
    if case.withdrawn or case.contested or service.stages[case.left].by == APPLICANT:
        return None
    return service.contest.within.end(case.closed.date())


def contesting(
    service: Service, case: CaseFile, channel: str, given: Given, moment: Moment
) -> list[Event]:
    """The events of an applicant who contests: the case is open again.

    Raises Refused: `not-now`, `too-late`, or `reason-needed`.
    """
    until = contestable(service, case)
    if until is None or service.contest is None or not service.contest.to:
        raise Refused("not-now")
    if moment.today > until:
        raise Refused("too-late")
    if not given.reason.strip():
        raise Refused("reason-needed")
    to = service.contest.to
    contested = Contested(moment.now, channel, to, due(service, to, moment), given.reason.strip())
    return followed(service, case, [contested], moment)


def lapsing(service: Service, case: CaseFile, moment: Moment) -> list[Event]:
    """The events of a deadline that has passed; none when it has not, or was told already.

    Where silence grants, its action is done, if its condition holds.
    """
    if not case.open or case.late or case.due is None or moment.today <= case.due:
        return []
    late = service.stages[case.stage].late
    if late is None or not (late.to or late.grant):
        return [Lapsed(moment.now, case.stage)]
    if late.to:
        entered = due(service, late.to, moment)
        return followed(service, case, [Lapsed(moment.now, case.stage, late.to, entered)], moment)
    lapsed = Lapsed(moment.now, case.stage)
    action = service.stages[case.stage].actions[late.grant]
    if not _possible(action, case, known_of(service, case, moment.today)):
        return [lapsed]
    return followed(service, case, [lapsed, _automatic(service, case, action, moment)], moment)


def remind_on(service: Service, case: CaseFile) -> date | None:
    """The next day on which the applicant is reminded, of the deadline or of their appointment;
    None when there is none, or it was done."""
    days = (_deadline_reminder(service, case), _visit_reminder(service, case))
    return min((day for day in days if day is not None), default=None)


def _deadline_reminder(service: Service, case: CaseFile) -> date | None:
    if not case.open or case.due is None or case.reminded:
        return None
    remind = service.stages[case.stage].remind
    return case.due - timedelta(days=remind.days) if remind else None


def _visit_reminder(service: Service, case: CaseFile) -> date | None:
    if not case.open or case.visit is None or case.expected:
        return None
    name = service.stages[case.visit.stage].actions[case.visit.action].appointment
    remind = service.appointments[name].remind
    return case.visit.at_time.date() - timedelta(days=remind) if remind else None


def reminding(service: Service, case: CaseFile, moment: Moment) -> list[Event]:
    """The events of reminders whose day has come; none before, and missed once what they remind of
    has passed: the node slept."""
    events: list[Event] = []
    day, due_on = _deadline_reminder(service, case), case.due
    if day is not None and due_on is not None and day <= moment.today:
        events.append(Reminded(moment.now, case.stage, missed=moment.today > due_on))
    day, visit = _visit_reminder(service, case), case.visit
    if day is not None and visit is not None and day <= moment.today:
        events.append(Reminded(moment.now, "", missed=moment.today > visit.at_time.date()))
    return events


def due(service: Service, stage: str, moment: Moment) -> date | None:
    """The last day of a stage that is entered now."""
    within = None if stage == CLOSED else service.stages[stage].within
    if within is None:
        return None
    return within.end(moment.today, {*moment.holidays, *service.holidays})


def _entering(service: Service, case: CaseFile, stage: str, moment: Moment) -> date | None:
    """The last day of the stage that follows: one that a case does not leave goes on."""
    return case.due if stage == case.stage else due(service, stage, moment)


def followed(
    service: Service, case: CaseFile, events: Iterable[Event], moment: Moment
) -> list[Event]:
    """The events, and those of actions that decisions alone then allow."""
    happened = list(events)
    for event in happened:
        case = after(service, case, event)
    return [*happened, *_alone(service, case, moment)]


def _alone(service: Service, case: CaseFile, moment: Moment) -> list[Event]:
    """What the node does by itself: at each stage entered, the first automatic action that may be,
    once its condition holds for sure."""
    events: list[Event] = []
    entered: set[str] = set()
    while case.open and case.stage not in entered:
        entered.add(case.stage)
        known = known_of(service, case, moment.today)
        offered = service.stages[case.stage].actions.values()
        action = next((a for a in offered if a.automatic and _possible(a, case, known)), None)
        if action is None:
            break
        events.append(_automatic(service, case, action, moment))
        case = after(service, case, events[-1])
    return events


def _automatic(service: Service, case: CaseFile, action: Action, moment: Moment) -> Acted:
    entered = _entering(service, case, action.to, moment)
    return Acted(moment.now, NODE, case.stage, action.name, action.to, entered)


def _ranked(service: Service, stage: str) -> frozenset[str]:
    """The actions of a stage that only the publication of a ranking does."""
    rank = service.call.rank if service.call else None
    if rank is None or rank.stage != stage:
        return frozenset()
    return frozenset({rank.granted, rank.waiting, rank.refused})


def _possible(action: Action, case: CaseFile, known: Mapping[str, object]) -> bool:
    """Whether an action may be done: its condition holds, and there is money to take if it does."""
    return settled(action.when, known) and not (action.payment and not case.balance)


def _allowed(service: Service, case: CaseFile, name: str, role: str, moment: Moment) -> Action:
    offered = {each.name: each for each in actions(service, case, role, moment.today)}
    if name not in offered:
        raise Refused("not-now")
    return offered[name]


def _proposed(service: Service, case: CaseFile, agent: Agent) -> Proposed:
    if case.proposed is None or agent.role != waiting_for(service, case):
        raise Refused("not-now")
    if case.proposed.agent == agent.id:
        raise Refused("same-person")
    return case.proposed

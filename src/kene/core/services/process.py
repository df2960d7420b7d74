"""The process of a pack: stages and actions, and the documents that they issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kene.core.expressions.types import BOOLEAN, NUMBER, FeelType
from kene.core.problems import Problem
from kene.core.services import definition as written
from kene.core.services.mistakes import (
    APPLICANT_ONLY,
    ENTER_ALONE,
    LATE_EITHER,
    REMIND_DAYS,
    UNKNOWN_ACTION,
    UNKNOWN_APPOINTMENT,
    UNKNOWN_DOCUMENT,
    UNKNOWN_ENTRY,
    UNKNOWN_STAGE,
)
from kene.core.services.model import (
    APPLICANT,
    CLOSED,
    Action,
    DocumentTemplate,
    Late,
    Remind,
    Stage,
)
from kene.core.services.questions import Questions
from kene.core.services.reading import Located
from kene.core.services.resolving import Resolver

MONEY: Final[Mapping[str, FeelType]] = {"fee": NUMBER, "paid": BOOLEAN}
"""What the conditions of actions may read besides: what is owed, and whether it was paid."""


def load_process(
    pack: written.PackDefinition, resolver: Resolver, questions: Questions
) -> tuple[Mapping[str, Stage], Mapping[str, DocumentTemplate]]:
    """The stages in the pack's order, and the documents. Problems go to the resolver's list."""
    stages = {
        name: _stage(name, stage, resolver, questions) for name, stage in pack.process.items()
    }
    documents = {
        name: DocumentTemplate(
            name=name,
            template=document.template.text,
            claims=_shown(document.claims, questions),
            shows=_shown(document.shows, questions),
            valid=resolver.span(document.valid),
            law=resolver.law(document.law),
        )
        for name, document in pack.documents.items()
    }
    return stages, documents


def _stage(
    name: str, stage: written.StageDefinition, resolver: Resolver, questions: Questions
) -> Stage:
    resolver.named(name, stage.where)
    within = resolver.span(stage.within)
    if stage.by.text == APPLICANT and (within is None or stage.late is None):
        resolver.problems.append(Problem(APPLICANT_ONLY, stage.where, {"name": name}))
    actions = {
        action: _action(action, each, resolver, questions) for action, each in stage.actions.items()
    }
    for action in actions.values():
        alone = action.automatic or action.name == _granted(stage)
        if action.enter and (alone or stage.by.text == APPLICANT):
            where = stage.actions[action.name].where
            resolver.problems.append(Problem(ENTER_ALONE, where, {"name": action.name}))
    late, remind = _late(stage, resolver), _remind(stage.remind, resolver)
    return Stage(name, stage.by.text, actions, within, late, remind)


def _granted(stage: written.StageDefinition) -> str:
    """The action that silence does."""
    late = stage.late
    return late.grant.text if isinstance(late, written.LateDefinition) and late.grant else ""


def _action(
    name: str, action: written.ActionDefinition, resolver: Resolver, questions: Questions
) -> Action:
    resolver.named(name, action.where)
    entries = (resolver.known(each, resolver.pack.enter, UNKNOWN_ENTRY) for each in action.enter)
    return Action(
        name=name,
        to=resolver.known(action.to, _targets(resolver), UNKNOWN_STAGE),
        when=questions.condition(action.when, {**MONEY, **questions.entered}),
        issue=_issued(action.issue, resolver),
        because=resolver.law(action.because),
        tell=action.tell.text if action.tell else "",
        ask=_fields(action.ask, questions),
        enter=tuple(each for each in entries if each),
        reason=action.reason,
        payment=action.payment,
        second=action.second.text if action.second else "",
        appointment=resolver.known(
            action.appointment, resolver.pack.appointments, UNKNOWN_APPOINTMENT
        ),
        automatic=action.automatic,
        grants=action.grants,
    )


def _issued(written: tuple[Located, ...] | Located | None, resolver: Resolver) -> tuple[str, ...]:
    names = (written,) if isinstance(written, Located) else written or ()
    found = (resolver.known(name, resolver.pack.documents, UNKNOWN_DOCUMENT) for name in names)
    return tuple(name for name in found if name)


def _late(stage: written.StageDefinition, resolver: Resolver) -> Late | None:
    late = stage.late
    if not isinstance(late, written.LateDefinition):
        return Late() if late == "escalate" else None
    if (late.to is None) == (late.grant is None):
        resolver.problems.append(Problem(LATE_EITHER, late.where))
    return Late(
        to=resolver.known(late.to, _targets(resolver), UNKNOWN_STAGE),
        grant=resolver.known(late.grant, stage.actions, UNKNOWN_ACTION),
        tell=late.tell.text if late.tell else "",
        because=resolver.law(late.because),
    )


def _remind(remind: written.RemindDefinition | None, resolver: Resolver) -> Remind | None:
    before = resolver.span(remind.before) if remind else None
    if remind is None or before is None:
        return None
    if before.unit != "days" or before.after != "open":
        resolver.problems.append(Problem(REMIND_DAYS, remind.before.where))
    return Remind(before.count, remind.tell.text)


def _targets(resolver: Resolver) -> tuple[str, ...]:
    return (*resolver.pack.process, CLOSED)


def _shown(names: tuple[Located, ...], questions: Questions) -> tuple[str, ...]:
    found = (questions.shown(name) for name in names)
    return tuple(name for name in found if name)


def _fields(names: tuple[Located, ...], questions: Questions) -> tuple[str, ...]:
    found = (questions.named(name) for name in names)
    return tuple(name for name in found if name)

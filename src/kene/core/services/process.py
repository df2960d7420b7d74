"""The process of a pack: stages and actions, and the documents that they issue."""

from __future__ import annotations

from collections.abc import Mapping

from kene.core.problems import Problem
from kene.core.services import definition as written
from kene.core.services.mistakes import (
    APPLICANT_ONLY,
    UNKNOWN_DOCUMENT,
    UNKNOWN_FIELD,
    UNKNOWN_STAGE,
)
from kene.core.services.model import APPLICANT, CLOSED, Action, DocumentTemplate, Late, Stage
from kene.core.services.questions import Questions
from kene.core.services.reading import Located
from kene.core.services.resolving import Resolver


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
            claims=_fields(document.claims, resolver, questions),
            shows=_fields(document.shows, resolver, questions),
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
    return Stage(name, stage.by.text, actions, within, _late(stage.late, resolver))


def _action(
    name: str, action: written.ActionDefinition, resolver: Resolver, questions: Questions
) -> Action:
    resolver.named(name, action.where)
    return Action(
        name=name,
        to=resolver.known(action.to, _targets(resolver), UNKNOWN_STAGE),
        when=questions.condition(action.when),
        issue=resolver.known(action.issue, resolver.pack.documents, UNKNOWN_DOCUMENT),
        because=resolver.law(action.because),
        tell=action.tell.text if action.tell else "",
        ask=_fields(action.ask, resolver, questions),
        reason=action.reason,
    )


def _late(late: written.LateDefinition | str | None, resolver: Resolver) -> Late | None:
    if isinstance(late, written.LateDefinition):
        return Late(
            resolver.known(late.to, _targets(resolver), UNKNOWN_STAGE),
            late.tell.text if late.tell else "",
            resolver.law(late.because),
        )
    return Late() if late == "escalate" else None


def _targets(resolver: Resolver) -> tuple[str, ...]:
    return (*resolver.pack.process, CLOSED)


def _fields(
    names: tuple[Located, ...], resolver: Resolver, questions: Questions
) -> tuple[str, ...]:
    found = (resolver.known(name, questions.declared, UNKNOWN_FIELD) for name in names)
    return tuple(name for name in found if name)

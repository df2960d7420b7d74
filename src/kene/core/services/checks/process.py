"""Stages: each is reached, has a deadline, and leads to the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services.checks.places import Places
from kene.core.services.model import APPLICANT, CLOSED, Service, Stage

UNREACHED: Final = declare(
    "S231",
    fr=("Rien ne mène à l'étape « {name} ».", "Enlevez-la, ou ajoutez une action vers elle (to)."),
    en=("Nothing leads to the stage '{name}'.", "Take it out, or add an action to it (to)."),
)
STUCK: Final = declare(
    "S232",
    fr=(
        "Une demande à l'étape « {name} » ne se termine jamais.",
        "Ajoutez une action dont la suite mène à « to: closed ».",
    ),
    en=(
        "A case at the stage '{name}' never ends.",
        "Add an action that leads, in the end, to 'to: closed'.",
    ),
)
NO_DEADLINE: Final = declare(
    "S233",
    fr=("L'étape « {name} » n'a pas de délai.", "Ajoutez par exemple « within: 15 days »."),
    en=("The stage '{name}' has no deadline.", "Add for instance 'within: 15 days'."),
)
NOBODY_ANSWERS: Final = declare(
    "S234",
    fr=(
        "« {name} » redemande des réponses, mais « {to} » n'attend pas le demandeur.",
        "Menez à une étape « by: applicant ».",
    ),
    en=(
        "'{name}' asks for answers again, but '{to}' does not wait for the applicant.",
        "Lead to a stage that is 'by: applicant'.",
    ),
)


def unsound(service: Service, places: Places) -> Iterator[Problem]:
    """Stages that nothing leads to, that lead nowhere, or that have no deadline."""
    forward = {name: _nexts(stage) for name, stage in service.stages.items()}
    reached = _reachable(service.first_stage, forward)
    ending = {name for name in forward if CLOSED in _reachable(name, forward)}
    for name, stage in service.stages.items():
        where = places.service("process", name)
        if name not in reached:
            yield Problem(UNREACHED, where, {"name": name})
        if name not in ending:
            yield Problem(STUCK, where, {"name": name})
        if stage.within is None:
            yield Problem(NO_DEADLINE, where, {"name": name})
        yield from _unanswered(service, stage, places)


def _unanswered(service: Service, stage: Stage, places: Places) -> Iterator[Problem]:
    for action in stage.actions.values():
        follows = service.stages.get(action.to)
        if action.ask and (follows is None or follows.by != APPLICANT):
            where = places.service("process", stage.name, "actions", action.name)
            yield Problem(NOBODY_ANSWERS, where, {"name": action.name, "to": action.to})


def _nexts(stage: Stage) -> set[str]:
    late = {stage.late.to} if stage.late and stage.late.to else set()
    return late | {action.to for action in stage.actions.values()}


def _reachable(start: str, forward: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += forward.get(name, ())
    return reached

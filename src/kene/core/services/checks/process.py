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

NOT_THEIRS: Final = declare(
    "S239",
    fr=(
        "« {name} » fait choisir un rendez-vous, mais l'étape n'est pas au demandeur.",
        "Mettez l'action dans une étape « by: applicant ».",
    ),
    en=(
        "'{name}' has an appointment chosen, but the stage is not the applicant's.",
        "Put the action in a stage that is 'by: applicant'.",
    ),
)
NEEDS_A_PERSON: Final = declare(
    "S235",
    fr=(
        "« {name} » ne peut pas se faire seule : {why_fr}.",
        "Enlevez « automatic: yes », ou ce qui demande une personne.",
    ),
    en=(
        "'{name}' cannot be done by itself: {why_en}.",
        "Take 'automatic: yes' out, or what needs a person.",
    ),
)
NO_SECOND: Final = declare(
    "S236",
    fr=(
        "« {name} » est au demandeur : personne d'autre ne la confirme ni n'encaisse.",
        "Enlevez « second » et « payment », ou confiez l'étape à un rôle.",
    ),
    en=(
        "'{name}' is the applicant's: nobody else confirms it, nor takes money.",
        "Take 'second' and 'payment' out, or give the stage to a role.",
    ),
)
ENDLESS: Final = declare(
    "S237",
    fr=(
        "Des actions automatiques se suivent sans fin, à partir de l'étape « {name} ».",
        "Menez l'une d'elles à une étape où quelqu'un agit.",
    ),
    en=(
        "Automatic actions follow each other without end, from the stage '{name}'.",
        "Lead one of them to a stage where somebody acts.",
    ),
)
TAKEN_FIRST: Final = declare(
    "S238",
    fr=(
        "« {name} » encaisse avant qu'une seconde personne confirme.",
        "Faites-en deux actions : l'une avec « payment », l'autre avec « second ».",
    ),
    en=(
        "'{name}' takes money before a second person confirms.",
        "Make two actions of it: one with 'payment', the other with 'second'.",
    ),
)
_PEOPLE: Final[tuple[tuple[str, str, str], ...]] = (
    ("second", "une autre personne la confirme", "another person confirms it"),
    ("payment", "quelqu'un encaisse", "somebody takes the money"),
    ("reason", "elle demande un motif", "it asks for a reason"),
    ("appointment", "le demandeur choisit un rendez-vous", "the applicant chooses a time"),
)


def unsound(service: Service, places: Places) -> Iterator[Problem]:
    """Stages that nothing leads to, that lead nowhere, or that have no deadline."""
    forward = {name: _nexts(stage) for name, stage in service.stages.items()}
    reached = _reachable(service.first_stage, forward)
    if service.contest is not None and service.contest.to:
        reached |= _reachable(service.contest.to, forward)
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
        yield from _unmanned(service, stage, places)
    yield from _endless(service, places)


def _unanswered(service: Service, stage: Stage, places: Places) -> Iterator[Problem]:
    for action in stage.actions.values():
        follows = service.stages.get(action.to)
        if action.ask and (follows is None or follows.by != APPLICANT):
            where = places.service("process", stage.name, "actions", action.name)
            yield Problem(NOBODY_ANSWERS, where, {"name": action.name, "to": action.to})


def _unmanned(service: Service, stage: Stage, places: Places) -> Iterator[Problem]:
    """What needs a person, done by none."""
    for action in stage.actions.values():
        where = places.service("process", stage.name, "actions", action.name)
        if action.appointment and stage.by != APPLICANT:
            yield Problem(NOT_THEIRS, where, {"name": action.name})
        if stage.by == APPLICANT and (action.second or action.payment):
            yield Problem(NO_SECOND, where, {"name": action.name})
        elif action.second and action.payment:
            yield Problem(TAKEN_FIRST, where, {"name": action.name})
        if not action.automatic:
            continue
        whys = [(fr, en) for key, fr, en in _PEOPLE if getattr(action, key)]
        if action.when is None:
            whys.append(("rien ne dit quand (when)", "nothing says when (when)"))
        for fr, en in whys[:1]:
            details = {"name": action.name, "why_fr": fr, "why_en": en}
            yield Problem(NEEDS_A_PERSON, where, details)


def _endless(service: Service, places: Places) -> Iterator[Problem]:
    """Stages from which automatic actions alone come back."""
    alone = {
        name: {action.to for action in stage.actions.values() if action.automatic}
        for name, stage in service.stages.items()
    }
    for name, nexts in alone.items():
        if any(name in _reachable(each, alone) for each in nexts):
            yield Problem(ENDLESS, places.service("process", name), {"name": name})
            return


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

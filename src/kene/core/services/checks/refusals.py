"""Refusals: each cites its law, is told, and says how to contest it.

A refusal is what closes a case without what was asked for: an action that neither issues a document
nor gives an answer (`reason`) nor says that it grants (`grants`), or a deadline that the authority
lets pass. Whether an ending grants is never guessed from its name or its condition. An applicant
who does not complete in time is not refused: nobody decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services.checks.places import Places
from kene.core.services.model import APPLICANT, CLOSED, Action, Late, Service

NO_LAW: Final = declare(
    "S221",
    fr=(
        "« {name} » refuse sans citer de loi.",
        "Ajoutez « because: » et une clé de « law », « reason: yes » pour une réponse, ou"
        " « grants: yes » si elle donne ce qui était demandé.",
    ),
    en=(
        "'{name}' refuses without citing a law.",
        "Add 'because:' and the key of a text under 'law', 'reason: yes' if it is an answer, or"
        " 'grants: yes' if it gives what was asked for.",
    ),
)
NO_CONTEST: Final = declare(
    "S222",
    fr=(
        "« {name} » refuse, et le service ne dit pas comment contester.",
        "Ajoutez « contest: » avec le délai (within), devant qui (before) et la loi (law).",
    ),
    en=(
        "'{name}' refuses, and the service does not say how to contest.",
        "Add 'contest:' with the time (within), before whom (before) and the law (law).",
    ),
)
UNTOLD: Final = declare(
    "S223",
    fr=(
        "« {name} » termine la demande sans le dire à la personne.",
        "Ajoutez « tell: » et le nom d'un message.",
    ),
    en=(
        "'{name}' closes the case without telling the person.",
        "Add 'tell:' and the name of a message.",
    ),
)

ALONE: Final = declare(
    "S224",
    fr=(
        "« {name} » refuse sans que personne ne l'ait voulu.",
        "Enlevez « automatic: yes » : une machine accorde, elle ne refuse pas.",
    ),
    en=(
        "'{name}' refuses, and nobody meant it to.",
        "Take 'automatic: yes' out: a machine grants, it does not refuse.",
    ),
)


def unjustified(service: Service, places: Places) -> Iterator[Problem]:
    """Endings that cite no law, can't be contested, or are told to nobody."""
    for stage in service.stages.values():
        found: list[tuple[tuple[str, ...], Action | Late]] = [
            (("actions", action.name), action) for action in stage.actions.values()
        ]
        if stage.late is not None:
            found.append((("late",), stage.late))
        for path, ending in found:
            if ending.to != CLOSED:
                continue
            where = places.service("process", stage.name, *path)
            details = {"name": path[-1]}
            if not ending.tell:
                yield Problem(UNTOLD, where, details)
            if _refuses(service, ending, stage.by):
                if not ending.because:
                    yield Problem(NO_LAW, where, details)
                if service.contest is None:
                    yield Problem(NO_CONTEST, where, details)
                if isinstance(ending, Action) and ending.automatic:
                    yield Problem(ALONE, where, details)


def _refuses(service: Service, ending: Action | Late, by: str) -> bool:
    if by == APPLICANT:
        return False
    if isinstance(ending, Late):
        return True
    rank = service.call.rank if service.call else None
    ranked_out = rank is not None and service.stages[rank.stage].actions.get(rank.refused) is ending
    return not (ending.issue or ending.reason or (ending.grants and not ranked_out))

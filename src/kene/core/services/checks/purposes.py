"""Why data is kept, and how long: each purpose rests on a law, and ends no later than it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services.checks.places import Places
from kene.core.services.model import Service
from kene.core.services.spans import Span

LAWFUL: Final = frozenset({"legal-obligation", "public-task"})
"""The bases that are a law's: what obliges, or what gives the task."""
_START: Final = date(2026, 1, 1)

LAWLESS: Final = declare(
    "S215",
    fr=(
        "La finalité « {name} » a pour base « {basis} », et ne cite aucune loi.",
        "Ajoutez « law: » et une clé de « law », ou changez sa base (basis).",
    ),
    en=(
        "The purpose '{name}' rests on '{basis}', and cites no law.",
        "Add 'law:' and the key of a text under 'law', or change its basis.",
    ),
    warning=True,
)
OUTLIVED: Final = declare(
    "S216",
    fr=(
        "« {name} » garde les données {keep} ; « {law} » permet {limit}.",
        "Raccourcissez « keep », ou citez la loi qui permet plus.",
    ),
    en=(
        "'{name}' keeps data for {keep}; '{law}' allows {limit}.",
        "Shorten 'keep', or cite the law that allows more.",
    ),
)


def unfounded(service: Service, places: Places) -> Iterator[Problem]:
    """Purposes without the law that their basis supposes, or kept longer than it allows."""
    for name, purpose in service.purposes.items():
        if not purpose.law and purpose.basis in LAWFUL:
            where = places.service("purposes", name, "basis")
            yield Problem(LAWLESS, where, {"name": name, "basis": purpose.basis})
        limit = service.laws[purpose.law].keep if purpose.law else None
        if limit is not None and outlives(purpose.keep, limit):
            details = {
                "name": name,
                "keep": str(purpose.keep),
                "law": purpose.law,
                "limit": str(limit),
            }
            yield Problem(OUTLIVED, places.service("purposes", name, "keep"), details)


def outlives(span: Span, limit: Span) -> bool:
    """Whether a length of time is longer; one that begins when the case ends is, at equal length,
    longer than one that begins when it opens."""
    ends = span.end(_START), limit.end(_START)
    return ends[0] > ends[1] or (ends[0] == ends[1] and limit.after != span.after == "close")

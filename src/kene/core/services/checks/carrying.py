"""What a conversation and its channels can carry: its answers, and pictures of papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services.asking import MAXIMUM_OCTETS
from kene.core.services.checks.places import Places
from kene.core.services.model import Service
from kene.core.values import Choices, Name, Text, Type

_ADDRESS: Final = 6
"""The octets around an answer and its name, in JSON."""
_ORDINARY: Final = 24
"""The octets of a date, a number, a choice, a place."""
_LETTER: Final = 2
"""The octets of a letter, at most on average: Bambara, Arabic and Tifinagh take two or three."""
_PICTURED: Final = frozenset({"web", "whatsapp", "telegram"})
"""The channels that carry pictures."""

SEEN_NOWHERE: Final = declare(
    "S247",
    fr=(
        "« {name} » n'est acceptée qu'en photo, et aucun canal du service n'en porte.",
        "Ajoutez « original » ou « copy » à « accept », ou « web » aux canaux (channels).",
    ),
    en=(
        "'{name}' is accepted as a picture alone, and no channel of the service carries one.",
        "Add 'original' or 'copy' to 'accept', or 'web' to the channels.",
    ),
)
TOO_MUCH: Final = declare(
    "S248",
    fr=(
        "Une conversation peut garder {count} ko de réponses ; {limit} ko au plus.",
        "Baissez « max » : d'abord celui de « {name} », qui en prend le plus.",
    ),
    en=(
        "A conversation may hold {count} kB of answers; at most {limit} kB.",
        "Lower a 'max': first that of '{name}', which takes most of it.",
    ),
)


def overloaded(service: Service, places: Places) -> Iterator[Problem]:
    """Papers that nobody can show, and conversations that would be too large."""
    for name, paper in service.evidence.items():
        if paper.accept == ("photo",) and not _PICTURED.intersection(service.channels):
            yield Problem(SEEN_NOWHERE, places.service("evidence", name), {"name": name})
    taken = _taken(service)
    total = sum(taken.values())
    if total > MAXIMUM_OCTETS:
        name = max(taken, key=lambda each: taken[each])
        details = {
            "name": name,
            "count": str(-(-total // 1024)),
            "limit": str(MAXIMUM_OCTETS // 1024),
        }
        yield Problem(TOO_MUCH, places.service("ask", name), details)


def _taken(service: Service) -> dict[str, int]:
    """The most octets that the answers of each group take."""
    taken: dict[str, int] = {}
    for name, field in service.answerable.items():
        group = field.group.partition(".")[0]
        octets = len(name) + _ADDRESS + _octets(field.type)
        taken[group] = taken.get(group, 0) + octets
    return taken


def _octets(kind: Type) -> int:
    match kind:
        case Text() | Name():
            return kind.max * _LETTER
        case Choices():
            return sum(len(option) + 3 for option in kind.options)
        case _:
            return _ORDINARY

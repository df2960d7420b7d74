"""What a conversation and its channels can carry: its answers, and pictures of papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services.asking import MAXIMUM_OCTETS
from kene.core.services.checks.places import Places
from kene.core.services.model import Service
from kene.core.values import Choices, Name, Position, Text, Type

_ADDRESS: Final = 6
"""The octets around an answer and its name, in JSON."""
_ORDINARY: Final = 24
"""The octets of a date, a number, a choice, a place."""
_LETTER: Final = 2
"""The octets of a letter, at most on average: Bambara, Arabic and Tifinagh take two or three."""
_PICTURED: Final = frozenset({"web", "whatsapp", "telegram", "api"})
"""The channels that carry pictures."""
_BLIND: Final = frozenset({"ussd", "sms", "voice"})
"""The channels by which a telephone does not tell where it is."""

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
NOBODY_KNOWS: Final = declare(
    "S249",
    fr=(
        "« {name} » demande une position, que personne ne connaît par {channels}.",
        "Rendez la question facultative (optional: yes), ou demandez un lieu (type: place).",
    ),
    en=(
        "'{name}' asks for a position, which nobody knows by {channels}.",
        "Let the question be passed (optional: yes), or ask for a place (type: place).",
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
    """Papers that nobody can show, positions that nobody knows, conversations too large."""
    for name, paper in service.evidence.items():
        if paper.accept == ("photo",) and not _PICTURED.intersection(service.channels):
            yield Problem(SEEN_NOWHERE, places.service("evidence", name), {"name": name})
    blind = ", ".join(each for each in service.channels if each in _BLIND)
    for name, field in service.fields.items():
        if blind and isinstance(field.type, Position) and not field.optional:
            details = {"name": name, "channels": blind}
            where = places.service("ask", field.group, "fields", name)
            yield Problem(NOBODY_KNOWS, where, details)
    yield from _too_large(service, places)


def _too_large(service: Service, places: Places) -> Iterator[Problem]:
    """More answers than a conversation keeps."""
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

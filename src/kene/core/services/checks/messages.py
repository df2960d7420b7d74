"""Messages as a basic phone gets them, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.screens.encoding import fit_segments, segments
from kene.core.services.checks.places import Places
from kene.core.services.model import Service

SEGMENTS: Final = 3
_SAMPLES: Final = {
    "number": "000 000 000",
    "due": "30 septembre 2026",
    "reason": "x" * 60,
    "why": "x" * 160,
    "fee": "000 000",
    "rank": "00000",
}
_KNOWN: Final = "x" * 20
"""As long as an answer, a fact or an outcome gets in a message."""

MANY_SEGMENTS: Final = declare(
    "S244",
    fr=(
        "Le message « {name} » prend {count} SMS en {language}.",
        "Raccourcissez sa forme « short » : 3 SMS au plus.",
    ),
    en=(
        "The message '{name}' takes {count} SMS in {language}.",
        "Shorten its 'short' form: at most 3 SMS.",
    ),
    warning=True,
)


def overlong(service: Service, places: Places) -> Iterator[Problem]:
    """Messages that take too many SMS to be read."""
    for language in service.languages:
        yield from _messages(service, language, places)


def _messages(service: Service, language: str, places: Places) -> Iterator[Problem]:
    for key, text in service.wordings[language].texts.items():
        if not key.startswith("messages."):
            continue
        filled = text.short or text.long
        for name in text.placeholders:
            filled = filled.replace(f"{{{name}}}", _SAMPLES.get(name, _KNOWN))
        count = segments(fit_segments(filled)).count
        if count > SEGMENTS:
            details = {"name": key, "count": str(count), "language": language}
            yield Problem(MANY_SEGMENTS, places.wording(language, key), details)

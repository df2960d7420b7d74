"""Screens and messages as a basic phone gets them, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.screens import Note, Option, Question, Screen
from kene.core.screens.encoding import (
    USSD_OCTETS,
    fallback,
    fit_segments,
    mend,
    octets_of,
    segments,
)
from kene.core.screens.phone import Page, pages, words
from kene.core.services.asking import Field
from kene.core.services.checks.places import Places
from kene.core.services.model import Service
from kene.core.values import Items, Setting

PAGES: Final = 3
"""A person who turns more pages than this has forgotten the first."""
SEGMENTS: Final = 3
_ANY_DAY: Final = date(2026, 1, 1)
_SAMPLES: Final = {
    "number": "000 000 000",
    "due": "30 septembre 2026",
    "reason": "x" * 60,
    "fee": "000 000",
    "rank": "00000",
}

CUT: Final = declare(
    "S242",
    fr=(
        "L'option « {option} » est plus longue qu'un écran {channel} : elle serait coupée.",
        "Donnez-lui une forme « short ».",
    ),
    en=(
        "The option '{option}' is longer than a screen of {channel}: it would be cut.",
        "Give it a 'short' form.",
    ),
)
MANY_PAGES: Final = declare(
    "S243",
    fr=(
        "L'écran de « {name} » prend {count} pages sur {channel} en {language}.",
        "Raccourcissez-le : 3 pages au plus se lisent bien.",
    ),
    en=(
        "The screen of '{name}' takes {count} pages on {channel} in {language}.",
        "Shorten it: at most 3 pages are read with ease.",
    ),
    warning=True,
)
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


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A channel that draws pages, and the octets of each."""

    channel: str
    budget: int


_DRAWN: Final = (_Drawn("ussd", USSD_OCTETS), _Drawn("sms", octets_of(SEGMENTS)))


def unfit(service: Service, places: Places) -> Iterator[Problem]:
    """Screens and messages that a phone can't show, or that are too long to be read."""
    drawn = [each for each in _DRAWN if each.channel in service.channels]
    for language in service.languages:
        for field in service.fields.values():
            for each in drawn:
                yield from _field(service, field, language, each, places)
        yield from _messages(service, language, places)


def _field(
    service: Service, field: Field, language: str, drawn: _Drawn, places: Places
) -> Iterator[Problem]:
    details = {"name": field.name, "language": language, "channel": drawn.channel}
    screen = _screen(service, field, language)
    if screen is None:
        return
    texts = pages(screen, drawn.budget, words(language))
    for option in _cut(screen, texts):
        place = places.wording(language, f"fields.{field.name}.options.{option.key}")
        yield Problem(CUT, place, {"option": option.label, "channel": drawn.channel})
    if len(texts) > PAGES:
        where = places.wording(language, f"fields.{field.name}.ask")
        yield Problem(MANY_PAGES, where, {**details, "count": str(len(texts))})


def _screen(service: Service, field: Field, language: str) -> Screen | None:
    """The field as a phone asks it, at its longest: with its help. None when it has no text."""
    wording = service.wordings[language]
    ask, explained = f"fields.{field.name}.ask", f"fields.{field.name}.help"
    if not wording.has(ask):
        return None
    setting = Setting(language, service.country, _ANY_DAY, "short")
    offered = field.type.offered(setting)
    if isinstance(field.type, Items):
        keys = ((key, f"fields.{field.name}.{key}") for key in ("add", "done"))
        offered = tuple(
            Option(key, wording.texts[text].short or wording.texts[text].long)
            for key, text in keys
            if wording.has(text)
        )
    text = wording.texts[ask].short or wording.texts[ask].long
    question = Question(
        field.name, text, field.type.entry, options=offered, optional=field.optional
    )
    if wording.has(explained):
        told = wording.texts[explained]
        question = replace(question, note=Note(told.short or told.long))
    return Screen("question", "", questions=(question,), back=True, help=True)


def _cut(screen: Screen, texts: tuple[Page, ...]) -> Iterator[Option]:
    """The options that no page shows whole."""
    shown = "\n".join(page.text for page in texts)
    for option in screen.questions[0].options:
        label = " ".join(mend(option.label).split())
        if label not in shown and fallback(label) not in shown:
            yield option


def _messages(service: Service, language: str, places: Places) -> Iterator[Problem]:
    for key, text in service.wordings[language].texts.items():
        if not key.startswith("messages."):
            continue
        filled = text.short or text.long
        for name, sample in _SAMPLES.items():
            filled = filled.replace(f"{{{name}}}", sample)
        count = segments(fit_segments(filled)).count
        if count > SEGMENTS:
            details = {"name": key, "count": str(count), "language": language}
            yield Problem(MANY_SEGMENTS, places.wording(language, key), details)

"""What somebody answers: drawn at random, for any service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from kene.core.conversation import Conversation, Scene, View, begin, step
from kene.core.screens import Say
from kene.core.services import Field, Service
from kene.core.values import Place, Setting

TRIES: Final = 40
STEPS: Final = 300
_LETTERS: Final = "aeioubdfgklmnst"
_WIDE: Final = "ɛɔɲŋéèà"


class Unanswerable(LookupError):
    """A question that no drawn answer satisfied: the kit can't try this service."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The answers of a whole conversation, by field, each as a text that any channel reads.

    A choice is the key of its option; "" leaves an optional question blank.
    """

    service: Service
    language: str
    answers: Mapping[str, str]


def planned(service: Service, language: str, rng: Random, today: date) -> Plan:
    """Answers that lead through the service to its summary. Raises Unanswerable."""
    talk, answers = begin(service, language), dict[str, str]()
    for _ in range(STEPS):
        now = Scene(service, talk, today).now
        if now is None:
            return Plan(service, language, answers)
        answers[now.name], talk = _answered(service, talk, now, rng, today)
    raise Unanswerable(f"{service.name}: the conversation does not end")


def _answered(
    service: Service, talk: Conversation, asked: Field, rng: Random, today: date
) -> tuple[str, Conversation]:
    view = View(today, "short")
    for text in _drawn(asked, Setting(talk.language, service.country, today, "short"), rng):
        after, _ = step(service, talk, Say(text), view)
        if asked.name in (after.skipped if text == "" else after.answers):
            return text, after
    raise Unanswerable(f"{service.name}: no answer was found to {asked.name}")


def _drawn(asked: Field, setting: Setting, rng: Random) -> Iterator[str]:
    if asked.optional and rng.random() < 0.4:
        yield ""
    for _ in range(TRIES):
        yield _text(asked, setting, rng)


def _text(asked: Field, setting: Setting, rng: Random) -> str:
    kind = asked.type
    if isinstance(kind, Place):
        codes = [place.code for place in kind.places if place.answers(kind.level)]
        return rng.choice(codes)
    keys = [option.key for option in kind.offered(setting)]
    if keys:
        return rng.choice(keys)
    match kind.entry:
        case "date":
            return (setting.today - timedelta(days=rng.randrange(9_000))).isoformat()
        case "number":
            return str(rng.randrange(10 ** rng.randrange(1, 7)))
        case "phone":
            return f"761234{rng.randrange(10, 100)}"
        case _:
            return rng.choice((_words(rng), _words(rng), f"{rng.randrange(8, 18):02}:30"))


def _words(rng: Random) -> str:
    letters = _LETTERS + _WIDE if rng.random() < 0.3 else _LETTERS
    return "".join(rng.choice(letters) for _ in range(rng.randrange(2, 12))).title()

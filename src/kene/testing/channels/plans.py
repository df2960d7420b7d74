"""What somebody answers: drawn at random, for any service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from kene.channels.sms import keywords
from kene.core.conversation import Conversation, Scene, View, begin, step
from kene.core.conversation.listing import DONE
from kene.core.screens import Say
from kene.core.services import Field, Service
from kene.core.values import Items
from kene.testing.answers import Respondent, Unanswerable

__all__ = ["Plan", "Unanswerable", "planned"]

STEPS: Final = 300


@dataclass(frozen=True, slots=True)
class Plan:
    """The answers of a whole conversation, by field, each as a text that any channel reads.

    A choice is the key of its option; "" leaves an optional question blank.
    """

    service: Service
    language: str
    answers: Mapping[str, str]


def planned(service: Service, language: str, rng: Random, today: date) -> Plan:
    """Answers that lead through the service to its summary. Raises Unanswerable.

    A group that repeats has no more items than it must: a plan holds one answer for each question.
    """
    talk, answers = begin(service, language), dict[str, str]()
    respondent = Respondent(service, today)
    for _ in range(STEPS):
        now = Scene(service, talk, today).now
        if now is None:
            return Plan(service, language, answers)
        if isinstance(now.type, Items):
            answers[now.name] = DONE
            talk, _ = step(service, talk, Say(DONE), View(today, "short"))
        else:
            answers[now.name], talk = _answered(respondent, talk, now, rng)
    raise Unanswerable(f"{service.name}: the conversation does not end")


def _answered(
    respondent: Respondent, talk: Conversation, now: Field, rng: Random
) -> tuple[str, Conversation]:
    """An answer that is no word such as STOP: in a message, it is heard before any answer."""
    for _ in range(STEPS):
        said, after = respondent.accepted(talk, now, rng)
        if keywords.meant(said, lambda: True) is None:
            return said, after
    raise Unanswerable(f"{now.name}: every answer is a keyword")

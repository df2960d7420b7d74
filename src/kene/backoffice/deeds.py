"""What an agent can do with a case now, and what that brings about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kene.backoffice.words import language_name, say
from kene.casework.api import CaseView
from kene.core.casefile import Moment, actions, due, show_number
from kene.core.services import CLOSED, Action, Naming
from kene.core.values import Date, Setting


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that is offered: what it is called, what follows, and whether it asks why."""

    name: str
    title: str
    closes: bool
    reason: bool
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The message that an action would send: the language, and the words."""

    language: str
    text: str


def deeds(case: CaseView, naming: Naming) -> tuple[Deed, ...]:
    """The actions that the pack's process offers to whoever has the stage's role."""
    offered = actions(case.service, case.file, case.role, naming.setting.today)
    return tuple(
        Deed(
            action.name,
            naming.named(f"actions.{action.name}"),
            action.to == CLOSED,
            action.reason,
            tuple(_effects(case, action, naming)),
        )
        for action in offered
    )


def preview(case: CaseView, name: str, reason: str, at: Moment) -> Preview | None:
    """The message of an action as its applicant would read it; None when none would leave."""
    action = case.service.stages[case.file.stage].actions[name]
    language = case.file.language
    wording = case.service.wording(language)
    key = f"messages.{action.tell}"
    if not action.tell or not wording.has(key):
        return None
    details = {
        "number": show_number(case.number),
        "reason": reason.strip(),
        "due": _day(case, due(case.service, action.to, at), at.today),
    }
    text = wording.say(key, short=True, **details)
    return Preview(language_name(wording.language), text)


def _effects(case: CaseView, action: Action, naming: Naming) -> Iterator[str]:
    if action.issue:
        yield say("deed.issues", document=naming.named(f"documents.{action.issue}"))
    if action.ask:
        yield say("deed.asks", fields=", ".join(naming.label(name) for name in action.ask))
    if action.tell:
        yield say("deed.tells")
    if action.to == CLOSED:
        yield say("deed.closes")
    else:
        yield say("deed.goes", stage=naming.named(f"stages.{action.to}"))
    if action.because:
        yield say("deed.because", law=naming.law(action.because))


def _day(case: CaseView, day: date | None, today: date) -> str:
    if day is None:
        return ""
    return Date().show(day, Setting(case.file.language, case.service.country, today, "short"))

"""What an agent can do with a case now, and what that brings about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kene.backoffice.words import language_name, say
from kene.casework.api import CaseView
from kene.core.casefile import Acted, Moment, actions, due, show_number
from kene.core.casefile import details as told
from kene.core.screens import Option
from kene.core.services import CLOSED, Action, Naming
from kene.core.values import Money, Setting, Value

CONFIRM: Final = "proposition-confirmer"
DECLINE: Final = "proposition-refuser"
"""The answers to what a colleague proposed, where an action's name stands in an address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an action asks to enter: its question, the answers to choose from, what was typed, and
    why that cannot be kept."""

    name: str
    question: str
    hint: str
    options: tuple[Option, ...]
    given: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that is offered: what it is called, what follows, and what it asks to write.

    `why` asks for the reason, `receipt` for the number of a receipt; "" where none is asked.
    """

    name: str
    title: str
    closes: bool
    why: str
    effects: tuple[str, ...]
    receipt: str = ""
    entries: tuple[Entry, ...] = ()

    def typed(self, given: Mapping[str, str], why: Mapping[str, str]) -> Deed:
        """The same with what was typed, and why some of it cannot be kept."""
        typed = (
            replace(each, given=given.get(each.name, ""), error=why.get(each.name, ""))
            for each in self.entries
        )
        return replace(self, entries=tuple(typed))


@dataclass(frozen=True, slots=True)
class Preview:
    """The message that an action would send: the language, and the words."""

    language: str
    text: str


def deeds(case: CaseView, naming: Naming, agent: str) -> tuple[Deed, ...]:
    """The actions that the pack's process offers to whoever has the stage's role, or the answers
    to what a colleague proposed; `agent` is the username of who is asked."""
    proposed = case.file.proposed
    if proposed is not None:
        action = case.service.stages[proposed.stage].actions[proposed.action]
        answers = (_confirming(case, action, naming), _declining(action, naming))
        return answers if proposed.agent != agent else answers[1:]
    offered = actions(case.service, case.file, case.role, naming.setting.today)
    return tuple(_deed(case, action, naming) for action in offered)


def _deed(case: CaseView, action: Action, naming: Naming) -> Deed:
    title = naming.named(f"actions.{action.name}")
    if action.second:
        role = naming.named(f"roles.{action.second}")
        effects: tuple[str, ...] = (say("deed.proposes", role=role),)
    else:
        effects = tuple(_effects(case, action, naming))
    return Deed(
        name=action.name,
        title=title,
        closes=action.to == CLOSED and not action.second,
        why=say("deed.why", action=title) if action.reason else "",
        effects=effects,
        receipt=say("deed.receipt") if action.payment else "",
        entries=tuple(_entry(case, name, naming) for name in action.enter),
    )


def _entry(case: CaseView, name: str, naming: Naming) -> Entry:
    kind, key = case.service.entries[name].type, f"fields.{name}"
    options = kind.offered(naming.setting) if kind.entry == "choice" else ()
    return Entry(name, naming.named(f"{key}.ask"), naming.named(f"{key}.help", ""), options)


def _confirming(case: CaseView, action: Action, naming: Naming) -> Deed:
    title = say("deed.confirm", action=naming.named(f"actions.{action.name}"))
    return Deed(CONFIRM, title, action.to == CLOSED, "", tuple(_effects(case, action, naming)))


def _declining(action: Action, naming: Naming) -> Deed:
    title = say("deed.decline", action=naming.named(f"actions.{action.name}"))
    return Deed(
        DECLINE, title, closes=False, why=say("deed.why_decline"), effects=(say("deed.returns"),)
    )


def preview(
    case: CaseView, name: str, reason: str, entered: Mapping[str, Value], at: Moment
) -> Preview | None:
    """The message of an action as its applicant would read it; None when none would leave."""
    proposed = case.file.proposed
    asked = name
    if proposed is not None:
        asked, reason, entered = proposed.action, proposed.reason, proposed.answers
    action = case.service.stages[case.file.stage].actions[asked]
    language = case.file.language
    wording = case.service.wording(language)
    key = f"messages.{action.tell}"
    if not action.tell or not wording.has(key):
        return None
    setting = Setting(language, case.service.country, at.today, "short")
    until = due(case.service, action.to, at)
    acted = Acted(at.now, "", case.file.stage, asked, action.to, until, reason.strip())
    after = replace(case.file, entered={**case.file.entered, **entered})
    details = {"number": show_number(case.number), **told(case.service, after, acted, setting)}
    text = wording.say(key, short=True, **details)
    return Preview(language_name(wording.language), text)


def _effects(case: CaseView, action: Action, naming: Naming) -> Iterator[str]:
    if action.payment and case.file.balance:
        yield say("deed.takes", fee=Money().show(case.file.balance, naming.setting))
    for document in action.issue:
        yield say("deed.issues", document=naming.named(f"documents.{document}"))
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

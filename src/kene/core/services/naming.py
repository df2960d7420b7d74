"""What a service calls its fields, facts, decisions and laws, and how their values are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, cast

from kene.core.expressions import Undetermined
from kene.core.expressions.values.text import write_temporal
from kene.core.services.asking import Answers, Group, address, answer, count, name_of
from kene.core.services.model import Service
from kene.core.values import Date, DecimalNumber, Items, Money, Setting, Value, Whole, YesNo
from kene.core.values.lexicon import lexicon

_QUESTION: Final = re.compile(r"[¿𞥟\s]*([^?？؟⸮፧꘏꛷]*[^?？؟⸮፧꘏꛷:.\s])")
"""A question up to its mark: Latin and wide, Arabic and N'Ko, reversed, Ethiopic, Vai, Bamum;
Spanish and Adlam open with one too."""


def label(service: Service, name: str, language: str, *, short: bool = False) -> str:
    """What a field is called in lists: its `label`, or what its question asks in few words; in an
    item as elsewhere."""
    wording = service.wording(language)
    key = f"fields.{name_of(name)}"
    if wording.has(f"{key}.label"):
        return wording.say(f"{key}.label", short=short)
    return called(wording.say(f"{key}.ask", short=True))


def called(question: str) -> str:
    """What is asked, so that an answer can follow: without the mark, and what comes after it."""
    found = _QUESTION.match(question)
    return found[1] if found else question


def is_known(value: object) -> bool:
    """Whether a fact or an outcome is settled, so that it can be shown."""
    return value is not None and not isinstance(value, Undetermined)


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of one service for whoever reads in `setting`, short where it asks so."""

    service: Service
    setting: Setting

    def named(self, key: str, default: str | None = None) -> str:
        """What the pack calls something, by its key in the wording; else `default` or its end."""
        wording = self.service.wording(self.setting.language, self.setting.manner)
        if wording.has(key):
            return wording.say(key, short=self._short)
        return key.rpartition(".")[2] if default is None else default

    def label(self, name: str) -> str:
        """A field, a fact or a decision; anything else is called as it is written."""
        if name_of(name) in self.service.fields or name in self.service.entries:
            return label(self.service, name, self.setting.language, short=self._short)
        if name in self.service.decisions:
            return self.named(f"decisions.{name}.label", name)
        return self.named(f"facts.{name}.label", self.named(f"facts.{name}", name))

    def shown(self, name: str, value: object) -> str:
        """A value of a field or a fact, or an outcome of a decision."""
        if field := self.service.recorded.get(name):
            if isinstance(field.type, Items) and isinstance(value, list):
                return self._listed(name, value)
            return field.type.show(cast(Value, answer(value)), self.setting)
        if name in self.service.decisions and not isinstance(value, dict):
            if isinstance(value, list | tuple):
                return ", ".join(self.shown(name, each) for each in value) or self._none
            return self.named(f"decisions.{name}.outcomes.{value}", self._outcome(name, value))
        if name in self.service.facts and isinstance(value, str):
            return self.named(f"facts.{name}.outcomes.{value}", value)
        return self._plain(value)

    def words(self, places: Iterable[str], known: Mapping[str, object]) -> dict[str, str]:
        """What stands in these places of a text, of those that name something of the service:
        `total`, or `total F` for an amount; what is not known is `?`."""
        named = self.service.named
        return {place: self._word(place, known) for place in places if place in named}

    def _word(self, place: str, known: Mapping[str, object]) -> str:
        name, _, francs = place.partition(" ")
        value = known.get(name)
        if not is_known(value):
            return "?"
        if isinstance(value, Decimal) and value == int(value):
            value = int(value)
        if francs and isinstance(value, int):
            return Money().show(value, self.setting)
        return self.shown(name, value)

    def answered(self, name: str, answers: Answers) -> str:
        """The answer to a field; of a group that repeats, what its first field says of each."""
        group = self.service.repeats.get(name)
        if group is None:
            return self.service.answerable[name].type.show(answers[name], self.setting)
        first = group.fields[0]
        numbers = range(1, count(group, answers) + 1)
        places = (address(first, number) for number in numbers)
        named = (self.answered(place, answers) for place in places if place in answers)
        return ", ".join(named) or self._none

    def item(self, group: str, number: int) -> str:
        """What an item of a group is called: `Enfant 2`."""
        return self.service.wording(self.setting.language).say(
            f"fields.{group}.item", short=self.setting.manner == "short", number=number
        )

    def inside(self, group: Group, number: int, answers: Answers) -> str:
        """All that was answered of an item, in one line."""
        given = (address(name, number) for name in group.fields)
        return ", ".join(self._said(each, answers) for each in given if each in answers)

    def _said(self, place: str, answers: Answers) -> str:
        """An answer that stands without its question: a yes says to what."""
        shown = self.answered(place, answers)
        if isinstance(answers[place], bool):
            return f"{self.label(place)} : {shown}"
        return shown

    def law(self, key: str) -> str:
        """A law by its name in the wording, else its text and article. Raises KeyError."""
        law = self.service.laws[key]
        written = f"{law.text}, article {law.article}" if law.article else law.text
        return self.named(f"law.{key}", written)

    @property
    def _none(self) -> str:
        return lexicon(self.setting.language).wording.say("none")

    @property
    def _short(self) -> bool:
        return self.setting.manner == "short"

    def _listed(self, name: str, items: list[object]) -> str:
        first = self.service.repeats[name].fields[0]
        named = (each.get(first) for each in items if isinstance(each, dict))
        return ", ".join(map(self._plain, named)) or self._none

    def _outcome(self, decision: str, value: object) -> str:
        """An outcome without words of its own: an amount, where the decision is the fee's."""
        if decision == self.service.fee.decision and isinstance(value, int):
            return Money().show(value, self.setting)
        return self._plain(value)

    def _plain(self, value: object) -> str:
        match value:
            case bool():
                return YesNo().show(value, self.setting).lower()
            case date():
                return Date().show(value, self.setting)
            case int() if value >= 0:
                return Whole().show(value, self.setting)
            case int() | Decimal():
                return DecimalNumber().show(Decimal(value), self.setting)
            case dict():
                return ", ".join(f"{key} : {self._plain(each)}" for key, each in value.items())
            case list() | tuple():
                return ", ".join(map(self._plain, value))
            case str():
                return value
            case _:
                return write_temporal(value) or ""

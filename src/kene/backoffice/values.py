"""Values of a case, as its agents read them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final, cast

from kene.backoffice.words import LANGUAGE, own, say, short_day
from kene.core.conversation import label
from kene.core.expressions import Undetermined
from kene.core.services import Service
from kene.core.values import Setting, Value

_RANGE: Final = re.compile(r"\[(?P<low>[^.]+)\.\.(?P<high>[^.]+)\]")
_COMPARED: Final = re.compile(r"(?P<sign><=|>=|<|>)\s*(?P<value>\S+)")
_SIGNS: Final = {"<=": "most", ">=": "least", "<": "below", ">": "above"}


class Values:
    """How the values of one service are named and shown."""

    def __init__(self, service: Service, today: date) -> None:
        self.service = service
        self.wording = service.wording(LANGUAGE)
        self.setting = Setting(LANGUAGE, service.country, today)

    def named(self, key: str) -> str:
        """What the pack calls something, by its key in the wording; the key's end if nothing."""
        return self.wording.say(key) if self.wording.has(key) else key.rpartition(".")[2]

    def label(self, name: str) -> str:
        """What an input of a decision is called: a field, a fact, or another decision."""
        if name in self.service.fields:
            return label(self.service, name, LANGUAGE)
        if name in self.service.decisions:
            return self.named(f"decisions.{name}.label")
        return self.named(f"facts.{name}")

    def shown(self, name: str, value: object) -> str:
        """The value of an input of a decision."""
        if isinstance(value, Undetermined) or value is None:
            return say("why.unknown")
        if name in self.service.fields:
            return self.answer(name, cast(Value, value))
        if name in self.service.decisions:
            return self.outcome(name, value)
        return self.plain(value)

    def answer(self, field: str, value: Value) -> str:
        """An answer."""
        return self.service.fields[field].type.show(value, self.setting)

    def outcome(self, decision: str, value: object) -> str:
        """What a decision came to."""
        return self.named(f"decisions.{decision}.outcomes.{value}")

    def test(self, name: str, test: str) -> str:
        """What a rule asks of an input, in words where it is a plain comparison."""
        if found := _RANGE.fullmatch(test):
            return say("why.between", **found.groupdict())
        if found := _COMPARED.fullmatch(test):
            return say(f"why.{_SIGNS[found['sign']]}", value=found["value"])
        return f"«\N{NO-BREAK SPACE}{test}\N{NO-BREAK SPACE}»"

    def law(self, key: str) -> str:
        """A text of law and its article."""
        law = self.service.laws[key]
        return f"{law.text}, article {law.article}" if law.article else law.text

    def plain(self, value: object) -> str:
        """A value that no field types."""
        match value:
            case bool():
                return say("why.yes" if value else "why.no")
            case date():
                return short_day(value)
            case Decimal():
                return f"{value:f}".replace(".", ",")
            case _:
                return str(value)


def channel(name: str) -> str:
    """A channel, in words."""
    key = f"channels.{name}"
    return say(key) if own().has(key) else name

"""Changes in sentences, in the words that the service has for its own things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kene.core.decisions import row
from kene.core.services.checks.tables import person
from kene.core.services.model import Service
from kene.core.services.naming import Naming, label
from kene.core.services.spans import Span
from kene.core.services.versions.change import (
    Amount,
    Change,
    Name,
    Outcome,
    Person,
    Row,
    Topic,
    Worth,
)
from kene.core.values import Date, Money, Setting
from kene.core.wording import Wording, bundled

_NAMED: Final = {
    "evidence": "evidence",
    "decision": "decisions",
    "stage": "stages",
    "action": "actions",
    "document": "documents",
    "appointment": "appointments",
    "purpose": "purposes",
    "role": "roles",
    "group": "groups",
    "fact": "facts",
    "law": "law",
}
"""Where the texts of a pack name things of each kind."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The changes from `old` to `new` told in a language: French or English."""

    old: Service
    new: Service
    language: str

    def title(self, topic: Topic) -> str:
        """What a topic is called."""
        return self._own.say(f"topic.{topic.value}")

    @property
    def nothing(self) -> str:
        """What is said where nothing changes."""
        return self._own.say("nothing")

    def sentence(self, change: Change) -> str:
        """A change in one sentence. A field without a label is named by its question."""
        details: dict[str, Any] = {
            "of": self._worth(change.of, new=change.what.partition(".")[2] != "removed"),
            "before": self._worth(change.before, new=False),
            "after": self._worth(change.after, new=True),
            "at": self._worth(change.at, new=True),
        }
        count = change.after if isinstance(change.after, int) else 2
        said = self._own.say(f"change.{change.what}", n=count, **details)
        return said.replace("?.", "?")

    @property
    def _own(self) -> Wording:
        return bundled("kene.core.services.versions", self.language)

    def _worth(self, worth: Worth, *, new: bool) -> str:
        """A value, in the words of the version that it is of."""
        service = self.new if new else self.old
        match worth:
            case None:
                return ""
            case Name():
                return self._name(worth, service)
            case Span():
                return self._span(worth)
            case Person(answers):
                return person(service, answers, self.language)
            case tuple():
                return self._own.say("join").join(self._worth(each, new=new) for each in worth)
            case _:
                return self._value(worth, service)

    def _value(self, worth: Amount | Outcome | Row | date | str | int, service: Service) -> str:
        """What is shown as a service shows its values."""
        setting = self._setting(service)
        match worth:
            case Amount(francs):
                return Money().show(francs, setting)
            case date():
                return Date().show(worth, setting)
            case Outcome(decision, value):
                return Naming(service, setting).shown(decision, value)
            case Row(decision, rule):
                naming = Naming(service, setting)
                return row(rule, service.decisions[decision], naming, self.language)
            case str() | int():
                return str(worth)

    def _setting(self, service: Service) -> Setting:
        return Setting(self.language, service.country, date.min, "short")

    def _name(self, name: Name, service: Service) -> str:
        """What something is called: by this version, by the other one, or as it is written."""
        if self._own.has(f"{name.kind}.{name.key}"):
            return self._own.say(f"{name.kind}.{name.key}")
        others = (service, self.new if service is self.old else self.old)
        return next((said for each in others if (said := self._called(name, each))), name.key)

    def _called(self, name: Name, service: Service) -> str:
        """The service's own words for something; "" where it has none."""
        if name.kind == "field":
            said = service.wording(self.language).has(f"fields.{name.key}.ask")
            return label(service, name.key, self.language) if said else ""
        if name.kind == "law":
            known = name.key in service.laws
            return Naming(service, self._setting(service)).law(name.key) if known else ""
        key = f"{_NAMED.get(name.kind, name.kind)}.{name.key}"
        if name.kind == "option":
            field, _, option = name.key.partition(".")
            key = f"fields.{field}.options.{option}"
        elif name.kind == "decision":
            key += ".label"
        wording = service.wording(self.language)
        return wording.say(key) if wording.has(key) else ""

    def _span(self, span: Span) -> str:
        said = self._own.say(f"span.{span.unit.replace(' ', '_')}", n=span.count)
        return self._own.say("span.after_close", span=said) if span.after == "close" else said

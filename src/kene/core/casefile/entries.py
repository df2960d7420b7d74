"""What an agent enters with an action: read by its type, and checked by its condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kene.core.casefile.deciding import known_of
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.moment import Misentered, Moment
from kene.core.services import Action, Field, Service, refused
from kene.core.services.asking import feel
from kene.core.values import Misread, Setting, Value, sentence
from kene.core.values.lexicon import lexicon

WORKING: Final = "fr"
"""Agents read and write in the working language."""


def entering(
    service: Service, case: CaseFile, action: Action, typed: Mapping[str, str], moment: Moment
) -> dict[str, Value]:
    """The values of an action's entries. Raises Misentered with all that cannot be kept."""
    if not action.enter:
        return {}
    reading = _Reading(service, Setting(WORKING, service.country, moment.today))
    for name in action.enter:
        reading.read(service.entries[name], typed.get(name, "").strip())
    if not reading.why:
        known = known_of(service, case, moment.today)
        known |= {name: feel(value) for name, value in reading.values.items()}
        for name in reading.values:
            if refused(service.entries[name].valid, known):
                reading.refuse(name, "invalid")
    if reading.why:
        raise Misentered(reading.why)
    return reading.values


@dataclass(slots=True)
class _Reading:
    service: Service
    setting: Setting
    values: dict[str, Value] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def read(self, entry: Field, text: str) -> None:
        if not text:
            if not entry.optional:
                self.why[entry.name] = self._own("required")
            return
        try:
            self.values[entry.name] = entry.type.parse(text, self.setting)
        except Misread as misread:
            self.why[entry.name] = sentence(misread, self.setting)

    def refuse(self, name: str, reason: str) -> None:
        key = f"fields.{name}.{reason}"
        wording = self.service.wording(WORKING)
        self.why[name] = wording.say(key) if wording.has(key) else self._own(reason)

    def _own(self, key: str) -> str:
        return lexicon(WORKING).wording.say(f"entry.{key}")

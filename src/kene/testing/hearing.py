"""The texts that conversations really say, noted as they are said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kene.core.services import Service
from kene.core.wording import Wording


@dataclass(frozen=True, slots=True)
class Heard(Wording):
    """A wording that notes each key that is said."""

    said: set[str] = field(default_factory=set, compare=False)

    def say(self, key: str, *, short: bool = False, **details: object) -> str:
        """The text of `key`, which is noted."""
        self.said.add(key)
        return Wording.say(self, key, short=short, **details)


def heard(service: Service, said: set[str]) -> Service:
    """The same service, whose texts are noted in `said` when they are said, in any language."""
    wordings = {
        language: Heard(each.language, each.texts, each.reviewed, said)
        for language, each in service.wordings.items()
    }
    return replace(service, wordings=wordings)

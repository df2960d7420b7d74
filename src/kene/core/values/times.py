"""Times of the day, as a clock shows them: hours and minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised
from kene.core.values.lexicon import lexicon
from kene.core.values.reading import folded

_APART: Final = re.compile(r"(\d{1,2}) ?(?:[:h.]|heures?) ?(?:(\d{1,2}) ?(?:mn|min|minutes?)?)?")
_TOGETHER: Final = re.compile(r"(\d{1,2})(\d{2})")
_HOUR: Final = re.compile(r"(\d{1,2})()")
_STORED: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of the day, to the minute, by the clock of the country."""

    name: ClassVar[str] = "time"
    feel: ClassVar[str] = "time"
    entry: ClassVar[Entry] = "time"

    def parse(self, text: str, setting: Setting) -> time:
        """`14:30`, `1430`, `14 h 30`, `14h`, `14`. Raises Misread."""
        said = folded(text)
        read = _APART.fullmatch(said) or _TOGETHER.fullmatch(said) or _HOUR.fullmatch(said)
        if read is None or int(read[1]) > 23 or int(read[2] or 0) > 59:
            raise Misread("time")
        return time(int(read[1]), int(read[2] or 0))

    def show(self, value: Value, setting: Setting) -> str:
        """`14 h 30` in French, `14:30` on a phone."""
        at = promised(time, value)
        if setting.manner == "short":
            return f"{at:%H:%M}"
        return lexicon(setting.language).wording.say("time", hour=at.hour, minute=f"{at:%M}")

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a time is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """`14:30` (ISO 8601)."""
        return f"{promised(time, value):%H:%M}"

    def decode(self, raw: Json) -> time:
        """The time. Raises ValueError unless it is written `HH:MM`."""
        written = _STORED.fullmatch(raw) if isinstance(raw, str) else None
        if written is None:
            raise ValueError("not a time written HH:MM")
        return time(int(written[1]), int(written[2]))

"""Lengths of time as packs write them: `30 days`, `2 working days`, `1 year after close`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Unit = Literal["days", "working days", "clear days", "months", "years"]

UNLIMITED: Final = "unlimited"
SPAN: Final = re.compile(
    r"(?P<count>[1-9]\d{0,2}) (?P<unit>(?:working |clear )?day|month|year)s?"
    r"(?: after (?P<after>close))?"
)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; `after` is "open", or "close" when it runs from the end of the case.

    Working days are Monday to Friday but for holidays. Clear days (*jours francs*) count neither
    the first day nor the last.
    """

    count: int
    unit: Unit
    after: Literal["open", "close"] = "open"

    def end(self, start: date, holidays: Collection[date] = ()) -> date:
        """The last day of the span that begins on `start`, which is not itself counted."""
        match self.unit:
            case "days":
                return start + timedelta(days=self.count)
            case "clear days":
                return start + timedelta(days=self.count + 1)
            case "working days":
                return _working(start, self.count, holidays)
            case "months":
                return _months(start, self.count)
            case "years":
                return _months(start, 12 * self.count)

    def __str__(self) -> str:
        unit = self.unit if self.count != 1 else self.unit[:-1]
        return f"{self.count} {unit}" + (" after close" if self.after == "close" else "")


def parse_span(text: str) -> Span | None:
    """The span that a pack wrote, or None when it is not one."""
    written = SPAN.fullmatch(" ".join(text.split()))
    if not written:
        return None
    units: dict[str, Unit] = {
        "day": "days",
        "working day": "working days",
        "clear day": "clear days",
        "month": "months",
        "year": "years",
    }
    after: Literal["open", "close"] = "close" if written["after"] else "open"
    return Span(int(written["count"]), units[written["unit"]], after)


def _working(start: date, count: int, holidays: Collection[date]) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY and day not in holidays
    return day


def _months(start: date, count: int) -> date:
    """The same day of the month, or the last one of a shorter month."""
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day)

"""The proleptic Gregorian calendar for any year, and dates that `datetime.date` cannot hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

LAST_YEAR: Final = 999_999_999
"""DMN 1.5, 10.3.2.3.4: years have up to nine digits."""


@dataclass(frozen=True, slots=True, eq=False)
class FarDate:
    """A date before year 1 or after year 9999; made by `make_date` only."""

    year: int
    month: int
    day: int

    @property
    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month, self.day

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FarDate) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __lt__(self, other: AnyDate) -> bool:
        return self._key < (other.year, other.month, other.day)

    def __le__(self, other: AnyDate) -> bool:
        return self._key <= (other.year, other.month, other.day)

    def __gt__(self, other: AnyDate) -> bool:
        return self._key > (other.year, other.month, other.day)

    def __ge__(self, other: AnyDate) -> bool:
        return self._key >= (other.year, other.month, other.day)


AnyDate = date | FarDate


def make_date(year: int, month: int, day: int) -> AnyDate | None:
    """The date, or None when there is no such day."""
    if 0 < year < 10_000:
        try:
            return date(year, month, day)
        except ValueError:
            return None
    if abs(year) > LAST_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return FarDate(year, month, day)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The number of days of a month from 1 to 12."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(day: AnyDate) -> int:
    """Days since 31 December of year 0, as `date.toordinal` counts them, for any year."""
    if isinstance(day, date):
        return day.toordinal()
    before = day.year - 1
    months = sum(month_length(day.year, month) for month in range(1, day.month))
    return before * 365 + before // 4 - before // 100 + before // 400 + months + day.day


def date_numbered(number: int) -> AnyDate | None:
    """The date of a day number, or None beyond the calendar."""
    if 1 <= number <= 3_652_059:
        return date.fromordinal(number)
    # 400 years always have 146,097 days: look the day up in a cycle that `date` holds.
    cycles, rest = divmod(number - 1, 146_097)
    near = date.fromordinal(rest + 1)
    return make_date(near.year + 400 * cycles, near.month, near.day)


def plus_months(day: AnyDate, months: int) -> AnyDate | None:
    """The same day some months later, or the last of the month when it has no such day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if abs(year) > LAST_YEAR:
        return None
    return make_date(year, month, min(day.day, month_length(year, month)))


def months_between(start: AnyDate, end: AnyDate) -> int:
    """Whole months from `start` to `end`, negative when `end` comes first.

    A month is complete when the day of the month is reached; it never is early at a month's end:
    from 31 January to 28 February no month has passed. DMN 1.5, table 74 counts so.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        return months - 1
    if months < 0 and end.day > start.day:
        return months + 1
    return months


def weekday(day: AnyDate) -> int:
    """1 for Monday to 7 for Sunday."""
    return (day_number(day) + 6) % 7 + 1

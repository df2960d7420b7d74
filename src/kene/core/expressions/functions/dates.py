"""Functions on dates: FEEL's (DMN 1.5, 10.3.4.7), and Kene's three, defined here once.

`years between(a, b)` is the number of birthdays of somebody born on `a` up to and on `b`: one born
on 29 February has it on 1 March in common years, since the day must be reached.
`months between(a, b)` counts months in the same way. Before `a`, both are the opposite of what they
are from `b` to `a`.
"""

from __future__ import annotations

from datetime import date

from kene.core.expressions.functions.declare import feel
from kene.core.expressions.values import DateTime
from kene.core.expressions.values.calendar import AnyDate, day_number, months_between, weekday

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@feel("day of year(date: date) -> number")
def _day_of_year(day: AnyDate) -> int:
    return day_number(day) - _first_of_year(day.year) + 1


def _first_of_year(year: int) -> int:
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + 1


@feel("day of week(date: date) -> string")
def _day_of_week(day: AnyDate) -> str:
    return _DAYS[weekday(day) - 1]


@feel("month of year(date: date) -> string")
def _month_of_year(day: AnyDate) -> str:
    return _MONTHS[day.month - 1]


@feel("week of year(date: date) -> number")
def _week_of_year(day: AnyDate) -> int:
    """The week as ISO 8601 numbers it: the one of its Thursday."""
    thursday = day_number(day) + 4 - weekday(day)
    year = day.year
    if thursday < _first_of_year(year):
        year -= 1
    elif thursday >= _first_of_year(year + 1):
        year += 1
    return (thursday - _first_of_year(year)) // 7 + 1


@feel("day of year(date: date and time) -> number")
def _day_of_year_of_moment(moment: DateTime) -> int:
    return _day_of_year(moment.date)


@feel("day of week(date: date and time) -> string")
def _day_of_week_of_moment(moment: DateTime) -> str:
    return _day_of_week(moment.date)


@feel("month of year(date: date and time) -> string")
def _month_of_year_of_moment(moment: DateTime) -> str:
    return _month_of_year(moment.date)


@feel("week of year(date: date and time) -> number")
def _week_of_year_of_moment(moment: DateTime) -> int:
    return _week_of_year(moment.date)


@feel("days between(from: date, to: date) -> number")
def days_between(start: AnyDate, end: AnyDate) -> int:
    """Days from one date to another, negative when the second comes first."""
    if isinstance(start, date) and isinstance(end, date):
        return end.toordinal() - start.toordinal()
    return day_number(end) - day_number(start)


@feel("months between(from: date, to: date) -> number")
def whole_months_between(start: AnyDate, end: AnyDate) -> int:
    """Whole months from one date to another, negative when the second comes first."""
    return months_between(start, end) if start <= end else -months_between(end, start)


@feel("years between(from: date, to: date) -> number")
def years_between(start: AnyDate, end: AnyDate) -> int:
    """Whole years from one date to another, negative when the second comes first."""
    months = whole_months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)

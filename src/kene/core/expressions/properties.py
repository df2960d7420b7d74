"""The properties of dates, times, durations and ranges (DMN 1.5, table 65)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from kene.core.expressions import types as feel
from kene.core.expressions.numbers import Numeric, plus, quotient
from kene.core.expressions.types import FeelType
from kene.core.expressions.values import DateTime, DaysDuration, FarDate, Range, Time, YearsDuration
from kene.core.expressions.values.calendar import weekday
from kene.core.expressions.values.durations import SECOND

_DATE: Final = dict.fromkeys(("year", "month", "day", "weekday"), feel.NUMBER)
_TIME: Final = {
    **dict.fromkeys(("hour", "minute", "second"), feel.NUMBER),
    "time offset": feel.DAYS_DURATION,
    "timezone": feel.STRING,
}
_PROPERTIES: Final[Mapping[FeelType, Mapping[str, FeelType]]] = {
    feel.DATE: _DATE,
    feel.TIME: _TIME,
    feel.DATE_TIME: {**_DATE, **_TIME},
    feel.DAYS_DURATION: dict.fromkeys(("days", "hours", "minutes", "seconds"), feel.NUMBER),
    feel.YEARS_DURATION: dict.fromkeys(("years", "months"), feel.NUMBER),
}
PROPERTY_NAMES: Final = frozenset(("time offset", "start included", "end included"))
"""The names of properties that have a space."""


def properties_of(of: FeelType) -> Mapping[str, FeelType]:
    """The properties that values of a type have, by name."""
    if isinstance(of, feel.Range):
        ends = {"start": of.of, "end": of.of}
        return {**ends, "start included": feel.BOOLEAN, "end included": feel.BOOLEAN}
    if isinstance(of, feel.Context):
        return dict(of.entries)
    return _PROPERTIES.get(of, {})


def property_of(value: object, name: str) -> object:
    """The property of a value, or None when it has none of that name."""
    match value:
        case date() | FarDate():
            return _of_date(value, name)
        case Time():
            return _of_time(value, name, value.offset)
        case DateTime() if name in _DATE:
            return _of_date(value.date, name)
        case DateTime():
            return _of_time(value.time, name, value.offset)
        case DaysDuration():
            return _of_duration(value, name)
        case YearsDuration():
            return {"years": value.years, "months": value.months}.get(name)
        case Range():
            return _of_range(value, name)
    return None


def _of_date(day: date | FarDate, name: str) -> int | None:
    match name:
        case "year":
            return day.year
        case "month":
            return day.month
        case "day":
            return day.day
        case "weekday":
            return weekday(day)
    return None


def _of_time(time: Time, name: str, offset: int | None) -> object:
    match name:
        case "hour":
            return time.hour
        case "minute":
            return time.minute
        case "second":
            return _seconds(time.second * SECOND + time.nanosecond)
        case "time offset":
            return None if offset is None else DaysDuration(offset * SECOND)
        case "timezone":
            return time.zone if isinstance(time.zone, str) else None
    return None


def _seconds(nanoseconds: int) -> Numeric:
    return plus(quotient(nanoseconds, SECOND) or 0, 0)


def _of_duration(duration: DaysDuration, name: str) -> object:
    match name:
        case "days":
            return duration.days
        case "hours":
            return duration.hours
        case "minutes":
            return duration.minutes
        case "seconds":
            return _seconds(duration.rest)
    return None


def _of_range(within: Range, name: str) -> object:
    match name:
        case "start":
            return within.low
        case "end":
            return within.high
        case "start included":
            return within.low_included
        case "end included":
            return within.high_included
    return None

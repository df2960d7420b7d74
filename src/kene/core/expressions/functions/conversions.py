"""FEEL's functions that convert (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kene.core.expressions.callables import FunctionValue
from kene.core.expressions.functions.declare import feel
from kene.core.expressions.numbers import DECIMAL128, Numeric, tidy, write_number
from kene.core.expressions.values import DateTime, DaysDuration, Range, Time, YearsDuration
from kene.core.expressions.values.calendar import AnyDate, make_date, months_between
from kene.core.expressions.values.clock import time_at, zone_named
from kene.core.expressions.values.durations import SECOND
from kene.core.expressions.values.text import (
    read_date,
    read_date_time,
    read_duration,
    read_time,
    write_temporal,
)

_MIDNIGHT_UTC: Final = Time(0, 0, 0, 0, 0)
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@feel("date(from: string) -> date")
def _date_from_string(text: str) -> AnyDate | None:
    return read_date(text)


@feel("date(from: date) -> date")
def _date_from_date(day: AnyDate) -> AnyDate:
    return day


@feel("date(from: date and time) -> date")
def _date_from_moment(moment: DateTime) -> AnyDate:
    return moment.date


@feel("date(year: number, month: number, day: number) -> date")
def _date_from_parts(year: Numeric, month: Numeric, day: Numeric) -> AnyDate | None:
    parts = (year, month, day)
    if any(part != int(part) for part in parts):
        return None
    return make_date(int(year), int(month), int(day))


@feel("date and time(from: string) -> date and time")
def _moment_from_string(text: str) -> DateTime | None:
    moment = read_date_time(text)
    if moment is not None:
        return moment
    day = read_date(text)
    return None if day is None else DateTime(day, Time(0, 0, 0))


@feel("date and time(date: date and time, time: time) -> date and time")
def _moment_from_moment(day: DateTime, time: Time) -> DateTime:
    return DateTime(day.date, time)


@feel("date and time(date: date, time: time) -> date and time")
def _moment_from_date(day: AnyDate, time: Time) -> DateTime:
    return DateTime(day, time)


@feel(
    "date and time(year: number, month: number, day: number, hour: number, minute: number,"
    " second: number, offset?: days and time duration?) -> date and time"
)
def _moment_from_parts(*parts: Numeric | DaysDuration | None) -> DateTime | None:
    day, time = _date_from_parts(*parts[:3]), _time_from_parts(*parts[3:])  # type: ignore[arg-type]
    return None if day is None or time is None else DateTime(day, time)


@feel(
    "date and time(year: number, month: number, day: number, hour: number, minute: number,"
    " second: number, timezone: string) -> date and time"
)
def _moment_in_zone(*parts: Numeric | str) -> DateTime | None:
    moment = _moment_from_parts(*parts[:6])  # type: ignore[arg-type]
    zone = str(parts[6])
    if moment is None or zone_named(zone) is None:
        return None
    return DateTime(moment.date, replace(moment.time, zone=zone))


@feel("time(from: string) -> time")
def _time_from_string(text: str) -> Time | None:
    return read_time(text)


@feel("time(from: time) -> time")
def _time_from_time(time: Time) -> Time:
    return time


@feel("time(from: date and time) -> time")
def _time_from_moment(moment: DateTime) -> Time:
    return moment.time


@feel("time(from: date) -> time")
def _time_from_date(day: AnyDate) -> Time:
    return _MIDNIGHT_UTC


@feel(
    "time(hour: number, minute: number, second: number, offset?: days and time duration?) -> time"
)
def _time_from_parts(
    hour: Numeric, minute: Numeric, second: Numeric, offset: DaysDuration | None = None
) -> Time | None:
    if hour != int(hour) or minute != int(minute):
        return None
    nanoseconds = int(Decimal(second) * SECOND)
    zone = None if offset is None else offset.nanoseconds // SECOND
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= nanoseconds < 60 * SECOND):
        return None
    if zone is not None and abs(zone) > 18 * 3600:
        return None
    return time_at((int(hour) * 3600 + int(minute) * 60) * SECOND + nanoseconds, zone)


@feel("number(from: string, grouping separator?: string?, decimal separator?: string?) -> number")
def _number(text: str, grouping: str | None = None, decimal: str | None = None) -> object:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ".", ","):
        return None
    if grouping is not None and grouping == decimal:
        return None
    if grouping is not None:
        text = text.replace(grouping, "")
    if decimal is not None:
        text = text.replace(decimal, ".")
    return tidy(DECIMAL128.create_decimal(text)) if _NUMBER.fullmatch(text) else None


@feel("duration(from: string) -> any")
def _duration(text: str) -> DaysDuration | YearsDuration | None:
    return read_duration(text)


@feel("years and months duration(from: date, to: date) -> years and months duration")
def _months_of_dates(start: AnyDate, end: AnyDate) -> YearsDuration:
    return YearsDuration(months_between(start, end))


@feel(
    "years and months duration(from: date and time, to: date and time) -> years and months duration"
)
def _months_of_moments(start: DateTime, end: DateTime) -> YearsDuration:
    return YearsDuration(months_between(start.date, end.date))


@feel("string(from: any) -> string")
def _string(value: object) -> str | None:
    return None if value is None else write(value)


def write(value: object, *, inside: bool = False) -> str:
    """A value as FEEL's `string` writes it; texts inside of lists and contexts get quote marks."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value) if inside else value
        case int() | Decimal():
            return write_number(value)
        case list() | tuple():
            return "[" + ", ".join(write(item, inside=True) for item in value) + "]"
        case dict():
            entries = (f"{name}: {write(item, inside=True)}" for name, item in value.items())
            return "{" + ", ".join(entries) + "}"
        case Range():
            return _written_range(value)
        case FunctionValue():
            return f"function {value.name}".strip()
    text = write_temporal(value)
    if text is None:
        raise TypeError(type(value))
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _written_range(value: Range) -> str:
    if value.low is None:
        return f"({'<=' if value.high_included else '<'} {write(value.high, inside=True)})"
    if value.high is None:
        return f"({'>=' if value.low_included else '>'} {write(value.low, inside=True)})"
    opening = "[" if value.low_included else "("
    closing = "]" if value.high_included else ")"
    low, high = write(value.low, inside=True), write(value.high, inside=True)
    return f"{opening}{low}..{high}{closing}"

"""Dates in a query, by whole numbers alone, so that every engine counts alike.

Engines differ on the years between two dates, above all around 29 February. Here a day is a number
in which the day of the month has 5 bits and the month 4: that many whole months or years lie
between two dates is read in the higher bits of their difference, rounded towards zero.
"""

from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

from kene.batch.sql.shapes import Shape, Value

DAYS: Final = Shape(0, 10**8)
"""More days than between any two dates of the years 1 to 9999, or a little beyond."""
MONTHS: Final = Shape(0, 10**6)
YEARS: Final = Shape(0, 10**5)
PARTS: Final = {"year": Shape(0, 10**5), "month": Shape(0, 12), "day": Shape(0, 31)}


def part(day: Value, name: str) -> Value:
    """The year, the month or the day of a date."""
    if isinstance(day.op(), ops.Literal):
        return ibis.literal(getattr(day.op().value, name), type=dt.int64)
    extracted: Any = {"year": day.year, "month": day.month, "day": day.day}[name]()
    return extracted.cast(dt.int64)


def days_between(start: Value, end: Value) -> Value:
    """Days from one date to another."""
    return end.delta(start, unit="day")


def months_between(start: Value, end: Value) -> Value:
    """Whole months from one date to another: the day of the month must be reached."""
    return _between(start, end, by_year=12 * 32, bits=5)


def years_between(start: Value, end: Value) -> Value:
    """Whole years from one date to another: the birthday must be reached."""
    return _between(start, end, by_year=512, bits=9)


def _between(start: Value, end: Value, *, by_year: int, bits: int) -> Value:
    difference = _number(end, by_year) - _number(start, by_year)
    # A shift alone would round downwards.
    return (difference + (end < start).ifelse(2**bits - 1, 0)) >> bits


def _number(day: Value, by_year: int) -> Value:
    return part(day, "year") * by_year + part(day, "month") * 32 + part(day, "day")

"""Dates in a query, by whole numbers alone, so that every engine counts alike.

Engines differ on the years between two dates, above all around 29 February. Here a day is a number
in which the day of the month has 5 bits and the month 4: that many whole months or years lie
between two dates is read in the higher bits of their difference, rounded towards zero.
"""

from __future__ import annotations

from typing import Any, Final

import ibis.expr.datatypes as dt

from kene.batch.sql.shapes import Shape, Value

DAYS: Final = Shape(0, 3_652_058)
"""Days between two dates of the years 1 to 9999."""
MONTHS: Final = Shape(0, 119_987)
YEARS: Final = Shape(0, 9_998)
PARTS: Final = {"year": Shape(0, 9_999), "month": Shape(0, 12), "day": Shape(0, 31)}


def part(day: Value, name: str) -> Value:
    """The year, the month or the day of a date."""
    extracted: Any = {"year": day.year, "month": day.month, "day": day.day}[name]()
    return extracted.cast(dt.int64)


def days_between(start: Value, end: Value) -> Value:
    """Days from one date to another."""
    return end.delta(start, unit="day")


def months_between(start: Value, end: Value) -> Value:
    """Whole months from one date to another: the day of the month must be reached."""
    return _towards_zero(_by_months(end) - _by_months(start), 5)


def years_between(start: Value, end: Value) -> Value:
    """Whole years from one date to another: the birthday must be reached."""
    return _towards_zero(_by_years(end) - _by_years(start), 9)


def _by_months(day: Value) -> Value:
    return (part(day, "year") * 12 + part(day, "month")) * 32 + part(day, "day")


def _by_years(day: Value) -> Value:
    return part(day, "year") * 512 + part(day, "month") * 32 + part(day, "day")


def _towards_zero(difference: Value, bits: int) -> Value:
    """A difference without its last bits: a shift alone would round downwards."""
    return (difference + ((difference >> 63) & (2**bits - 1))) >> bits

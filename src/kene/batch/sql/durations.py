"""Durations in a query: whole months, or whole days, as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import ibis
import ibis.expr.datatypes as dt

from kene.batch.sql import calendar, numbers
from kene.batch.sql.numbers import Inexact
from kene.batch.sql.shapes import Value
from kene.batch.sql.terms import Term, needed
from kene.core.expressions.types import DATE, DAYS_DURATION, NUMBER, YEARS_DURATION, FeelType
from kene.core.expressions.values import DaysDuration, YearsDuration
from kene.core.expressions.values.durations import DAY

TYPES: Final = frozenset((YEARS_DURATION, DAYS_DURATION))
_LONGEST: Final = 100_000
"""How many months or days may be added: engines have no dates far from ours."""


def literal(value: object) -> Term | None:
    """A duration as a constant; None for one that is not of whole days, and for anything else."""
    match value:
        case YearsDuration(months):
            return replace(numbers.number(months), of=YEARS_DURATION)
        case DaysDuration(nanoseconds) if nanoseconds % DAY == 0:
            return replace(numbers.number(nanoseconds // DAY), of=DAYS_DURATION)
    return None


def between(start: Term, end: Term) -> Term:
    """`years and months duration(start, end)`."""
    value = calendar.months_between(start.value, end.value)
    return Term(value, YEARS_DURATION, calendar.MONTHS, needed((start, end)))


def calculated(op: str, left: Term, right: Term) -> Term | None:
    """`left op right` of dates and durations; None where a query cannot. Raises Inexact."""
    match op, left.of, right.of:
        case "-", of, other if of == other == DATE:
            value = calendar.days_between(right.value, left.value)
            return Term(value, DAYS_DURATION, calendar.DAYS, needed((left, right)))
        case (("+" | "-"), of, other) if of == other and of in TYPES:
            return replace(numbers.calculated(op, left, right), of=of)
        case (("+" | "-"), of, other) if of == DATE and other in TYPES:
            return _later(left, right, -1 if op == "-" else 1)
        case "+", of, other if of in TYPES and other == DATE:
            return _later(right, left, 1)
    return None


def _later(day: Term, duration: Term, sign: int) -> Term:
    """A day moved by a constant, to the last of its month where that has no such day."""
    count = duration.constant
    if not isinstance(count, int) or abs(count) > _LONGEST:
        raise Inexact
    moved = ibis.interval(**{_UNITS[duration.of]: sign * count})
    value = (day.value.cast("timestamp") + moved).cast("date")
    return Term(value, DATE, missing=day.missing)


_UNITS: Final[Mapping[FeelType, str]] = {YEARS_DURATION: "months", DAYS_DURATION: "days"}
_PARTS: Final[Mapping[tuple[FeelType, str], Callable[[Value], Value]]] = {
    (YEARS_DURATION, "years"): lambda months: ((months - months % 12) / 12).cast(dt.int64),
    (YEARS_DURATION, "months"): lambda months: months % 12,
    (DAYS_DURATION, "days"): lambda days: days,
}


def part(of: Term, name: str) -> Term | None:
    """The years, the months beyond them, or the days; None for another part."""
    found = _PARTS.get((of.of, name))
    return None if found is None else Term(found(of.value), NUMBER, of.shape, needed((of,)))

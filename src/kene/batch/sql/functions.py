"""FEEL's functions in a query, by the types of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import ibis

from kene.batch.sql import calendar, durations, numbers, rounding, several, strings
from kene.batch.sql.terms import Term, needed
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, FeelType

Run = Callable[..., Term]
_SPANS: Final = {
    "days between": (calendar.days_between, calendar.DAYS),
    "months between": (calendar.months_between, calendar.MONTHS),
    "years between": (calendar.years_between, calendar.YEARS),
}


def function(name: str, types: Sequence[FeelType]) -> Run | None:
    """What a function of such arguments does; None where a query cannot. It may raise Inexact."""
    if name in _OF_NUMBERS and set(types) == {NUMBER}:
        return _OF_NUMBERS[name]
    return _FUNCTIONS.get((name, tuple(types)))


def opposite(of: Term) -> Term:
    """`not(of)`."""
    # Ibis writes NOT without parentheses, and an engine reads NOT a IS NULL as NOT (a IS NULL).
    return Term(of.value == ibis.literal(False), BOOLEAN, missing=of.missing)


def _span(name: str) -> Run:
    between, of = _SPANS[name]

    def span(start: Term, end: Term) -> Term:
        return Term(between(start.value, end.value), NUMBER, of, needed((start, end)))

    return span


_OF_NUMBERS: Final[Mapping[str, Run]] = {
    "min": several.least,
    "max": several.greatest,
    "sum": several.total,
}
_FUNCTIONS: Final[Mapping[tuple[str, tuple[FeelType, ...]], Run]] = {
    **{(name, (DATE, DATE)): _span(name) for name in _SPANS},
    ("years and months duration", (DATE, DATE)): durations.between,
    ("not", (BOOLEAN,)): opposite,
    **{(name, (NUMBER, NUMBER)): rounding.rounding(name) for name in rounding.NAMES},
    ("floor", (NUMBER,)): rounding.floor,
    ("floor", (NUMBER, NUMBER)): rounding.floor,
    ("ceiling", (NUMBER,)): rounding.ceiling,
    ("ceiling", (NUMBER, NUMBER)): rounding.ceiling,
    ("modulo", (NUMBER, NUMBER)): several.modulo,
    ("abs", (NUMBER,)): numbers.absolute,
    ("string length", (STRING,)): strings.length,
    ("contains", (STRING, STRING)): strings.contains,
    ("starts with", (STRING, STRING)): strings.starts_with,
    ("ends with", (STRING, STRING)): strings.ends_with,
}

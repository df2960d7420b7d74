"""The smallest changes of one input that would change an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from kene.core.decisions.decide import Decided, decide
from kene.core.decisions.regions import regions_of
from kene.core.decisions.table import Decision, Input
from kene.core.expressions import syntax as tree
from kene.core.expressions.operations import same
from kene.core.expressions.types import BOOLEAN, Enumeration
from kene.core.expressions.undetermined import Undetermined

MOST_TRIED: Final = 200
"""How many values of one input are tried: this is only for where it is cheap to know."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of one input, and what the outcome and the rules would be."""

    input: str
    value: object
    outcome: object
    fired: tuple[str, ...]


def smallest_changes(decided: Decided) -> tuple[Change, ...]:
    """For each input that is known, the nearest value that would give another outcome.

    Inputs are those that a column tests by their name alone. For numbers and dates the values
    tried are the ends of the tests and one beyond each; for choices, all others, of which the
    first that makes a difference is taken.
    """
    found = (
        _change(decided, column)
        for column in decided.decision.columns
        if isinstance(column.expression, tree.Name)
    )
    return tuple(change for change in found if change is not None)


def _change(decided: Decided, column: Input) -> Change | None:
    name = column.text
    now = decided.values.get(name)
    if now is None or isinstance(now, Undetermined):
        return None
    for value in _candidates(decided.decision, column, now):
        other = decide(decided.decision, {**decided.values, name: value})
        if not isinstance(other.outcome, Undetermined) and not same(other.outcome, decided.outcome):
            return Change(name, value, other.outcome, other.fired)
    return None


def _candidates(decision: Decision, column: Input, now: object) -> list[object]:
    """Values to try instead, the nearest first."""
    match column.type, now:
        case Enumeration(options), _:
            return [option for option in options if option != now]
        case _, bool() if column.type == BOOLEAN:
            return [not now]
        case _, int() | Decimal() | date():
            index = decision.columns.index(column)
            return _around(decision, index, column, now)
    return []


def _around(
    decision: Decision, index: int, column: Input, now: int | Decimal | date
) -> list[object]:
    tests = [rule.tests[index] for rule in decision.rules]
    values = {
        value for region in regions_of(tests, column.type) or () for value in _beside(region.high)
    }
    nearest = sorted(values - {now}, key=lambda value: _distance(value, now))
    return list(nearest[:MOST_TRIED])


def _beside(end: int | Decimal | date | None) -> Iterator[int | Decimal | date]:
    """An end, and the whole number or the day on each side."""
    if isinstance(end, date):
        yield end
        if end > date.min:
            yield end - timedelta(days=1)
        if end < date.max:
            yield end + timedelta(days=1)
    elif end is not None:
        yield from (end, end - 1, end + 1)


def _distance(one: int | Decimal | date, other: int | Decimal | date) -> tuple[Decimal, bool]:
    """How far apart two values are; of two alike, the greater comes first."""
    if isinstance(one, date) and isinstance(other, date):
        return Decimal(abs((one - other).days)), one < other
    if isinstance(one, date) or isinstance(other, date):
        return Decimal("Infinity"), False
    return abs(Decimal(one) - Decimal(other)), one < other

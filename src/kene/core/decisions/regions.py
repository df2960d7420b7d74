"""Dividing the values of a column of numbers or dates into regions, to test few rules for each.

Where a column's tests are ranges and comparisons with literals, the same rules pass everywhere
between two of their ends. Code goes to the region by halving, then tests the other columns of the
rules that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kene.core.expressions import syntax as tree
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import DATE, NUMBER, FeelType
from kene.core.expressions.values.text import read_date

Point = int | Decimal | date
MOST_RULES: Final = 2000
"""How many rules all regions together may hold: the code must not grow beyond use."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from `low` to `high`; None is without limit."""

    low: Point | None
    high: Point | None
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Region:
    """The values after the region before, up to `high` (None: the rest), and the rules left."""

    high: Point | None
    included: bool
    rules: tuple[int, ...]


def regions_of(tests: Sequence[tree.Tests], of: FeelType) -> list[Region] | None:
    """The regions of a column in order; None when its tests are not all of literals."""
    if of not in (NUMBER, DATE):
        return None
    read = [_intervals(test) for test in tests]
    known = [intervals for intervals in read if intervals is not None]
    if len(known) < len(read):
        return None
    ends = sorted({end for one in known for i in one for end in (i.low, i.high) if end is not None})
    regions: list[Region] = []
    for place in range(2 * len(ends) + 1):
        rules = tuple(
            number
            for number, (test, intervals) in enumerate(zip(tests, known, strict=True))
            if any(_holds(one, place, ends) for one in intervals) != test.negated
        )
        if regions and regions[-1].rules == rules:
            regions.pop()
        last = place == 2 * len(ends)
        regions.append(Region(None if last else ends[place // 2], place % 2 == 1, rules))
    return regions if sum(len(region.rules) for region in regions) <= MOST_RULES else None


def _holds(interval: Interval, place: int, ends: Sequence[Point]) -> bool:
    """Whether an interval holds a place: 2 i is before the end numbered i, 2 i + 1 is on it."""
    if interval.low is not None:
        first = 2 * ends.index(interval.low) + (1 if interval.low_included else 2)
        if place < first:
            return False
    if interval.high is not None:
        return place <= 2 * ends.index(interval.high) + (1 if interval.high_included else 0)
    return True


def _intervals(tests: tree.Tests) -> list[Interval] | None:
    """What tests let pass, before negation; None when they are not of literals."""
    found = [_interval(test) for test in tests.tests]
    known = [interval for interval in found if interval is not None]
    return known if len(known) == len(found) else None


def _interval(test: Node) -> Interval | None:
    match test:
        case tree.Anything():
            return Interval(None, None)
        case tree.RangeLiteral(low, high, low_included, high_included):
            start, end = _point(low), _point(high)
            if start is not None and end is not None:
                return Interval(start, end, low_included, high_included)
        case tree.UnaryTest(op, operand):
            point = _point(operand)
            return None if point is None else _half(op, point)
        case _:
            point = _point(test)
            return None if point is None else Interval(point, point)
    return None


def _half(op: str, point: Point) -> Interval | None:
    match op:
        case "<" | "<=":
            return Interval(None, point, True, op == "<=")
        case ">" | ">=":
            return Interval(point, None, op == ">=", True)
        case "=":
            return Interval(point, point)
    return None


def _point(node: Node) -> Point | None:
    """The value of a literal number or date."""
    match node:
        case tree.Number(value):
            return value
        case tree.Negation(tree.Number(value)):
            return -value if isinstance(value, int) else value.copy_negate()
        case tree.Temporal(text) | tree.Call(tree.Name("date"), (tree.String(text),)):
            day = read_date(text)
            return day if isinstance(day, date) else None
    return None

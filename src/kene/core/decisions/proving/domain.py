"""What values a number, a day or a word may have, and what is known of an expression's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Final

from kene.core.decisions.proving.literals import constant
from kene.core.expressions import syntax as tree
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, Enumeration, FeelType

Numeric = int | Decimal


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that something may have.

    Numbers have at most `places` decimals (None: any) and lie from `low` to `high`, both included
    (None: no limit). A day is its number, as `date.toordinal` counts. `options` are all the values
    there are, where they are few.
    """

    of: FeelType
    places: int | None = None
    low: Numeric | None = None
    high: Numeric | None = None
    options: tuple[object, ...] | None = None

    def holds(self, value: object) -> bool:
        """Whether a value is one of them."""
        if self.options is not None:
            return value in self.options
        point = value.toordinal() if isinstance(value, date) else value
        if isinstance(point, bool) or not isinstance(point, int | Decimal):
            return True
        if (self.low is not None and point < self.low) or (
            self.high is not None and point > self.high
        ):
            return False
        return self.places is None or decimals(point) <= self.places


def domain_of(of: FeelType) -> Domain:
    """All values of a type."""
    if of == DATE:
        return Domain(of, 0, date.min.toordinal(), date.max.toordinal())
    if of == BOOLEAN:
        return Domain(of, options=(True, False))
    return Domain(of, options=of.values if isinstance(of, Enumeration) else None)


@dataclass(frozen=True, slots=True)
class Domains:
    """The domains of expressions. `named` is that of a name; `ordered` says whether one name's
    value is never after another's, because a constraint says so."""

    named: Callable[[str, FeelType], Domain]
    ordered: Callable[[str, str], bool]

    def of(self, node: Node) -> Domain:
        """What is known of the values of an expression: it has no others."""
        match node:
            case tree.Name(name):
                return self.named(name, node.type)
            case tree.Arithmetic(op, left, right) if node.type == NUMBER:
                return _arithmetic(op, self.of(left), self.of(right))
            case tree.Negation(of) if node.type == NUMBER:
                return _arithmetic("-", Domain(NUMBER, 0, 0, 0), self.of(of))
            case tree.If(_, then, otherwise) if node.type == NUMBER:
                return _hull(self.of(then), self.of(otherwise))
            case tree.Call(tree.Name(name), arguments, None):
                return self._call(name, arguments, node.type)
        value = constant(node)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Domain(NUMBER, decimals(value), value, value)
        return domain_of(node.type)

    def _call(self, name: str, arguments: tuple[Node, ...], of: FeelType) -> Domain:
        match name, arguments:
            case (("days between" | "months between" | "years between"), (start, end)):
                return self._between(name, start, end)
            case "abs", (one,):
                return _absolute(self.of(one))
            case (("floor" | "ceiling"), (_,)):
                return Domain(NUMBER, 0)
            case (("count" | "string length"), (_,)):
                return Domain(NUMBER, 0, 0)
            case (("min" | "max"), (_, _, *_)) if of == NUMBER:
                return reduce(_hull, map(self.of, arguments))
        return domain_of(of)

    def _between(self, name: str, start: Node, end: Node) -> Domain:
        found = _arithmetic("-", self.of(end), self.of(start))
        low, high = found.low, found.high
        match start, end:
            case tree.Name(one), tree.Name(other) if self.ordered(one, other):
                low = max(low, 0) if low is not None else 0
            case tree.Name(one), tree.Name(other) if self.ordered(other, one):
                high = min(high, 0) if high is not None else 0
        if name != "days between":
            # Of the same sign as the days, and never more.
            low, high = _towards_zero(low, min), _towards_zero(high, max)
        return Domain(NUMBER, 0, low, high)


def decimals(number: Numeric) -> int:
    """How many decimals a number is written with at least."""
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _towards_zero(limit: Numeric | None, nearest: Callable[[int, int], int]) -> Numeric | None:
    return None if limit is None else limit if nearest(int(limit), 0) != 0 else 0


_SUM: Final = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}


def _arithmetic(op: str, one: Domain, other: Domain) -> Domain:
    places = None
    match op, one.places, other.places:
        case (("+" | "-"), int(), int()):
            places = max(one.places or 0, other.places or 0)
        case "*", int(), int():
            places = (one.places or 0) + (other.places or 0)
    ends = one.low, one.high, other.low, other.high
    if op == "-":
        ends = one.low, one.high, other.high, other.low
    low = high = None
    if op in _SUM:
        low = None if ends[0] is None or ends[2] is None else _SUM[op](ends[0], ends[2])
        high = None if ends[1] is None or ends[3] is None else _SUM[op](ends[1], ends[3])
    elif op == "*" and None not in ends:
        found = [a * b for a in ends[:2] for b in ends[2:] if a is not None and b is not None]
        low, high = min(found), max(found)
    return Domain(NUMBER, places, low, high)


def _hull(one: Domain, other: Domain) -> Domain:
    known = one.places is not None and other.places is not None
    return Domain(
        NUMBER,
        max(one.places or 0, other.places or 0) if known else None,
        None if one.low is None or other.low is None else min(one.low, other.low),
        None if one.high is None or other.high is None else max(one.high, other.high),
    )


def _absolute(of: Domain) -> Domain:
    if of.low is not None and of.low >= 0:
        return of
    return replace(of, low=0, high=None)

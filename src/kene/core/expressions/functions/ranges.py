"""FEEL's functions on ranges and points (DMN 1.5, table 78), after Allen's interval algebra.

An end that is None is without limit.
"""

from __future__ import annotations

from kene.core.expressions.functions.declare import feel
from kene.core.expressions.operations import both, either, equal, in_range, less, opposite
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.structures import made_range
from kene.core.expressions.syntax import (
    Call,
    Name,
    Negation,
    Node,
    Number,
    RangeLiteral,
    String,
    Temporal,
)
from kene.core.expressions.values import Range
from kene.core.expressions.values.text import (
    read_date,
    read_date_time,
    read_duration,
    read_temporal,
    read_time,
)

_Answer = bool | None


def _before(a: Range, b: Range) -> _Answer:
    """Whether all of `a` lies before all of `b`."""
    if a.high is None or b.low is None:
        return False
    touch = not (a.high_included and b.low_included) and equal(a.high, b.low)
    return either(less(a.high, b.low), touch)


def _point(value: object) -> Range | None:
    """A point as the range that holds it alone; None for what has no order."""
    if value is None or isinstance(value, Range | list | dict) or less(value, value) is None:
        return None
    return Range(value, value)


def _as_range(value: object) -> Range | None:
    return value if isinstance(value, Range) else _point(value)


@feel(
    "before(point1: any, point2: any) -> boolean",
    "before(point: any, range: range) -> boolean",
    "before(range: range, point: any) -> boolean",
    "before(range1: range, range2: range) -> boolean",
)
def before(one: object, other: object) -> _Answer:
    """Whether a point or range lies before another."""
    a, b = _as_range(one), _as_range(other)
    return None if a is None or b is None else _before(a, b)


@feel(
    "after(point1: any, point2: any) -> boolean",
    "after(point: any, range: range) -> boolean",
    "after(range: range, point: any) -> boolean",
    "after(range1: range, range2: range) -> boolean",
)
def _after(one: object, other: object) -> _Answer:
    return before(other, one)


@feel("meets(range1: range, range2: range) -> boolean")
def _meets(a: Range, b: Range) -> _Answer:
    return both(a.high_included, b.low_included, _ends_equal(a.high, b.low))


@feel("met by(range1: range, range2: range) -> boolean")
def _met_by(a: Range, b: Range) -> _Answer:
    return _meets(b, a)


def _ends_equal(one: object, other: object) -> _Answer:
    return False if one is None or other is None else equal(one, other)


@feel("overlaps(range1: range, range2: range) -> boolean")
def _overlaps(a: Range, b: Range) -> _Answer:
    apart = either(_before(a, b), _before(b, a))
    return None if apart is None else not apart


def _starts_earlier(a: Range, b: Range) -> _Answer:
    """Whether some of `a` lies before all of `b`."""
    if b.low is None:
        return False
    if a.low is None:
        return True
    at_same = both(equal(a.low, b.low), a.low_included and not b.low_included)
    return either(less(a.low, b.low), at_same)


def _ends_earlier(a: Range, b: Range) -> _Answer:
    """Whether some of `b` lies after all of `a`."""
    if a.high is None:
        return False
    if b.high is None:
        return True
    at_same = both(equal(a.high, b.high), b.high_included and not a.high_included)
    return either(less(a.high, b.high), at_same)


@feel("overlaps before(range1: range, range2: range) -> boolean")
def _overlaps_before(a: Range, b: Range) -> _Answer:
    return both(_starts_earlier(a, b), _not(_ends_earlier(b, a)), _overlaps(a, b))


@feel("overlaps after(range1: range, range2: range) -> boolean")
def _overlaps_after(a: Range, b: Range) -> _Answer:
    return _overlaps_before(b, a)


@feel(
    "finishes(point: any, range: range) -> boolean",
    "finishes(range1: range, range2: range) -> boolean",
)
def _finishes(one: object, other: Range) -> _Answer:
    if not isinstance(one, Range):
        return both(other.high_included, _ends_equal(one, other.high))
    same_end = both(one.high_included == other.high_included, _same_end(one.high, other.high))
    return both(same_end, _not(_starts_earlier(one, other)))


def _same_end(one: object, other: object) -> _Answer:
    return equal(one, other) if (one is None) == (other is None) else False


def _not(answer: _Answer) -> _Answer:
    return None if answer is None else not answer


@feel(
    "finished by(range: range, point: any) -> boolean",
    "finished by(range1: range, range2: range) -> boolean",
)
def _finished_by(one: Range, other: object) -> _Answer:
    return _finishes(other, one)


@feel(
    "includes(range: range, point: any) -> boolean",
    "includes(range1: range, range2: range) -> boolean",
)
def _includes(one: Range, other: object) -> _Answer:
    if not isinstance(other, Range):
        return None if other is None else in_range(other, one)
    return both(_not(_starts_earlier(other, one)), _not(_ends_earlier(one, other)))


@feel(
    "during(point: any, range: range) -> boolean",
    "during(range1: range, range2: range) -> boolean",
)
def _during(one: object, other: Range) -> _Answer:
    return _includes(other, one)


@feel(
    "starts(point: any, range: range) -> boolean",
    "starts(range1: range, range2: range) -> boolean",
)
def _starts(one: object, other: Range) -> _Answer:
    if not isinstance(one, Range):
        return both(other.low_included, _ends_equal(one, other.low))
    same_start = both(one.low_included == other.low_included, _same_end(one.low, other.low))
    return both(same_start, _not(_ends_earlier(other, one)))


@feel(
    "started by(range: range, point: any) -> boolean",
    "started by(range1: range, range2: range) -> boolean",
)
def _started_by(one: Range, other: object) -> _Answer:
    return _starts(other, one)


@feel(
    "coincides(point1: any, point2: any) -> boolean",
    "coincides(range1: range, range2: range) -> boolean",
)
def _coincides(one: object, other: object) -> _Answer:
    if one is None or other is None:
        return None
    return equal(one, other)


@feel("range(from: string) -> range")
def _range(text: str) -> Range | None:
    """The range that a text writes with ends that are literals (10.3.4.1)."""
    try:
        node = Parser(text, {"date and time"}).whole_expression()
    except Malformed:
        return None
    if not isinstance(node, RangeLiteral):
        return None
    low, high = _literal(node.low), _literal(node.high)
    if low is None or high is None:
        return None
    return made_range(low, high, node.low_included, node.high_included)


_TEMPORAL = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


def _literal(node: Node) -> object:
    """The value of a literal, or None for anything else."""
    match node:
        case Number(value) | String(value):
            return value
        case Negation(Number(value)):
            return opposite(value)
        case Temporal(text):
            return read_temporal(text)
        case Call(Name(name), (String(text),)) if name in _TEMPORAL:
            return _TEMPORAL[name](text)
    return None

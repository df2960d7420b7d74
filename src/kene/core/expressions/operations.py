"""What FEEL's operators do on values whose types are only known when they run.

None is FEEL's null: what has no result gives it (DMN 1.5, tables 42, 45 and 50 to 56).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from kene.core.expressions.numbers import (
    DECIMAL128,
    Numeric,
    is_number,
    minus,
    plus,
    power,
    quotient,
    times,
)
from kene.core.expressions.values import (
    DateTime,
    DaysDuration,
    FarDate,
    Range,
    Time,
    YearsDuration,
    clock,
)
from kene.core.expressions.values.calendar import (
    AnyDate,
    date_numbered,
    day_number,
    plus_months,
)
from kene.core.expressions.values.durations import DAY

Kind = Literal[
    "null", "number", "string", "boolean", "date", "time", "date and time",
    "days", "years", "list", "context", "range", "function",
]  # fmt: skip

_KINDS: Final[dict[type, Kind]] = {
    type(None): "null",
    int: "number",
    Decimal: "number",
    str: "string",
    bool: "boolean",
    date: "date",
    FarDate: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days",
    YearsDuration: "years",
    list: "list",
    tuple: "list",
    dict: "context",
    Range: "range",
}
MIDNIGHT_UTC: Final = Time(0, 0, 0, 0, 0)
LONGEST_DURATION: Final = 10**40


def kind_of(value: object) -> Kind:
    """The kind of a value."""
    kind = _KINDS.get(type(value))
    return _kind_of_subclass(value) if kind is None else kind


def _kind_of_subclass(value: object) -> Kind:
    """The kind of a value of a type derived from one that FEEL knows, such as a `StrEnum`."""
    kinds = (_KINDS[parent] for parent in type(value).__mro__ if parent in _KINDS)
    return next(kinds, "function")


# -- equality and order ------------------------------------------------------------------------


def equal(a: object, b: object) -> bool | None:
    """`a = b`: null between values of different kinds, but false between null and another."""
    kind, other = kind_of(a), kind_of(b)
    if kind != other:
        return False if "null" in (kind, other) else None
    match kind:
        case "list":
            return _equal_lists(a, b)  # type: ignore[arg-type]
        case "context":
            return _equal_contexts(a, b)  # type: ignore[arg-type]
        case "range":
            return _equal_ranges(a, b)  # type: ignore[arg-type]
        case "function":
            return a is b
    return a == b


def not_equal(a: object, b: object) -> bool | None:
    """`a != b`."""
    same = equal(a, b)
    return None if same is None else not same


def same(a: object, b: object) -> bool:
    """Whether `a = b` is true; what list functions look at."""
    return equal(a, b) is True


def _equal_lists(a: list[object], b: list[object]) -> bool:
    return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))


def _equal_contexts(a: dict[str, object], b: dict[str, object]) -> bool:
    return a.keys() == b.keys() and all(same(value, b[name]) for name, value in a.items())


def _equal_ranges(a: Range, b: Range) -> bool:
    included = (a.low_included, a.high_included, a.point) == (
        b.low_included,
        b.high_included,
        b.point,
    )
    return included and same(a.low, b.low) and same(a.high, b.high)


def _order(a: object, b: object) -> tuple[object, object] | None:
    """What to compare of two values by their order, or None when they have none."""
    kind = kind_of(a)
    if kind != kind_of(b):
        return None
    match a, b:
        case (Time() | DateTime(), Time() | DateTime()):
            (zoned, one), (other_zoned, other) = a.key, b.key
            return (one, other) if zoned == other_zoned else None
    return (a, b) if kind in ("number", "string", "date", "days", "years") else None


def less(a: object, b: object) -> bool | None:
    """`a < b`."""
    pair = _order(a, b)
    return None if pair is None else pair[0] < pair[1]  # type: ignore[operator]


def at_most(a: object, b: object) -> bool | None:
    """`a <= b`."""
    pair = _order(a, b)
    return None if pair is None else pair[0] <= pair[1]  # type: ignore[operator]


def greater(a: object, b: object) -> bool | None:
    """`a > b`."""
    return less(b, a)


def at_least(a: object, b: object) -> bool | None:
    """`a >= b`."""
    return at_most(b, a)


# -- logic -------------------------------------------------------------------------------------


def negated(a: object) -> bool | None:
    """`not(a)`."""
    return not a if type(a) is bool else None


def both(*answers: object) -> bool | None:
    """`a and b and …`, all known already."""
    if any(answer is False for answer in answers):
        return False
    return True if all(answer is True for answer in answers) else None


def either(*answers: object) -> bool | None:
    """`a or b or …`, all known already."""
    if any(answer is True for answer in answers):
        return True
    return False if all(answer is False for answer in answers) else None


# -- arithmetic --------------------------------------------------------------------------------


def add(a: object, b: object) -> object:
    """`a + b`."""
    if is_number(a) and is_number(b):
        return _within(plus, a, b)  # type: ignore[arg-type]
    match a, b:
        case str(), str():
            return a + b
        case DaysDuration(), DaysDuration():
            return DaysDuration(a.nanoseconds + b.nanoseconds)
        case YearsDuration(), YearsDuration():
            return YearsDuration(a.total_months + b.total_months)
        case _, (DaysDuration() | YearsDuration()):
            return _later(a, b, 1)
        case ((DaysDuration() | YearsDuration()), _):
            return _later(b, a, 1)
    return None


def subtract(a: object, b: object) -> object:
    """`a - b`."""
    if is_number(a) and is_number(b):
        return _within(minus, a, b)  # type: ignore[arg-type]
    match a, b:
        case DaysDuration(), DaysDuration():
            return DaysDuration(a.nanoseconds - b.nanoseconds)
        case YearsDuration(), YearsDuration():
            return YearsDuration(a.total_months - b.total_months)
        case _, (DaysDuration() | YearsDuration()):
            return _later(a, b, -1)
        case Time(), Time():
            return _elapsed(a, b)
        case ((date() | FarDate() | DateTime()), (date() | FarDate() | DateTime())):
            return _elapsed(_moment(a), _moment(b))
    return None


def _moment(value: AnyDate | DateTime) -> DateTime:
    """A date as its midnight at Greenwich (10.3.2.3.5)."""
    return value if isinstance(value, DateTime) else DateTime(value, MIDNIGHT_UTC)


def _elapsed(end: Time | DateTime, start: Time | DateTime) -> DaysDuration | None:
    alike = end.key[0] == start.key[0]
    return DaysDuration(end.instant - start.instant) if alike else None


def _later(moment: object, duration: DaysDuration | YearsDuration, sign: int) -> object:
    """A moment moved by a duration, forwards or backwards."""
    if isinstance(duration, YearsDuration):
        return _months_later(moment, sign * duration.total_months)
    nanoseconds = sign * duration.nanoseconds
    match moment:
        case DateTime():
            return clock.plus(moment, nanoseconds)
        case Time():
            return clock.time_at(moment.since_midnight + nanoseconds, moment.zone)
        case date() | FarDate():
            return date_numbered(day_number(moment) + nanoseconds // DAY)
    return None


def _months_later(moment: object, months: int) -> object:
    match moment:
        case DateTime():
            day = plus_months(moment.date, months)
            return None if day is None else DateTime(day, moment.time)
        case date() | FarDate():
            return plus_months(moment, months)
    return None


def multiply(a: object, b: object) -> object:
    """`a * b`."""
    if is_number(a):
        if is_number(b):
            return _within(times, a, b)  # type: ignore[arg-type]
        a, b = b, a
    return _scaled(a, b, times) if is_number(b) else None  # type: ignore[arg-type]


def divide(a: object, b: object) -> object:
    """`a / b`."""
    if is_number(a) and is_number(b):
        return _within(quotient, a, b)  # type: ignore[arg-type]
    match a, b:
        case DaysDuration(), DaysDuration():
            return quotient(a.nanoseconds, b.nanoseconds)
        case YearsDuration(), YearsDuration():
            return quotient(a.total_months, b.total_months)
    return _scaled(a, b, quotient) if is_number(b) else None  # type: ignore[arg-type]


_Operation = Callable[[Numeric, Numeric], "Numeric | None"]


def _within(operation: _Operation, a: Numeric, b: Numeric) -> Numeric | None:
    try:
        return operation(a, b)
    except ArithmeticError:
        return None


def _scaled(duration: object, number: Numeric, operation: _Operation) -> object:
    match duration:
        case DaysDuration():
            size = _size(_within(operation, duration.nanoseconds, number))
            return None if size is None else DaysDuration(size)
        case YearsDuration():
            size = _size(_within(operation, duration.total_months, number))
            return None if size is None else YearsDuration(size)
    return None


def _size(number: Numeric | None) -> int | None:
    """A duration's size, towards zero; None beyond any calendar."""
    if number is None or not -LONGEST_DURATION < number < LONGEST_DURATION:
        return None
    return int(number)


def raised(a: object, b: object) -> object:
    """`a ** b`."""
    return power(a, b) if is_number(a) and is_number(b) else None  # type: ignore[arg-type]


def opposite(a: object) -> object:
    """`-a`."""
    match a:
        case bool():
            return None
        case int():
            return -a
        case Decimal():
            return DECIMAL128.minus(a)
        case DaysDuration():
            return DaysDuration(-a.nanoseconds)
        case YearsDuration():
            return YearsDuration(-a.total_months)
    return None


# -- membership --------------------------------------------------------------------------------


def between(value: object, low: object, high: object) -> bool | None:
    """`value between low and high`."""
    return both(at_least(value, low), at_most(value, high))


def in_range(value: object, within: Range) -> bool | None:
    """Whether a value is in a range."""
    if within.point:
        return equal(value, within.low) if within.point == "=" else not_equal(value, within.low)
    above: bool | None = True
    below: bool | None = True
    if within.low is not None:
        above = at_least(value, within.low) if within.low_included else greater(value, within.low)
    if within.high is not None:
        below = at_most(value, within.high) if within.high_included else less(value, within.high)
    return both(above, below)


def meets_test(value: object, test: object) -> bool | None:
    """Whether a value is equal to `test`, in it when it is a range, or one of it when it is a list.

    A list may hold ranges, and a value is in it when it is in one of them.
    """
    match test:
        case Range():
            return in_range(value, test) if type(value) is not Range else equal(value, test)
        case list() | tuple():
            if isinstance(value, list | tuple) and same(value, test):
                return True
            return any(_is_one(value, item) for item in test)
    return equal(value, test)


def _is_one(value: object, item: object) -> bool:
    if isinstance(item, list | tuple):
        return same(value, item)
    return meets_test(value, item) is True


def answers(value: object, answer: object) -> bool | None:
    """Whether a value passes a test that names it and gave `answer`."""
    if type(answer) is bool or answer is None:
        return answer
    return meets_test(value, answer)


def passes(value: object, test: object) -> bool | None:
    """Whether a value passes a cell of a table: a condition on something else may be one too."""
    if type(test) is bool and type(value) is not bool:
        return test
    return meets_test(value, test)

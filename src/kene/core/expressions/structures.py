"""What FEEL's lists, contexts, paths, filters and iterators do on values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from kene.core.expressions.numbers import Numeric, is_number, position
from kene.core.expressions.operations import at_most
from kene.core.expressions.properties import property_of
from kene.core.expressions.values import FarDate, Range
from kene.core.expressions.values.calendar import date_numbered, day_number

LONGEST_SPAN: Final = 10_000_000
"""How many steps `for i in a..b` may have: a bound against texts that would never end."""


def path(of: object, name: str) -> object:
    """`of.name`: an entry, a property, or those of each item of a list."""
    if isinstance(of, dict):
        return of.get(name)
    if isinstance(of, list | tuple):
        return [path(item, name) for item in of]
    return property_of(of, name)


def element(items: object, number: Numeric) -> object:
    """`items[number]`: an item by its position, or None; a value counts as a list of itself."""
    values = items if isinstance(items, list | tuple) else [] if items is None else [items]
    index = position(number, len(values)) if number == int(number) else None
    return None if index is None else values[index]


def span(low: object, high: object) -> Sequence[object] | None:
    """The steps of `low..high`, whole numbers or days, upwards or downwards; or None."""
    if is_number(low) and is_number(high):
        numbers = _steps(int(low), int(high))  # type: ignore[call-overload]
        whole = low == int(low) and high == int(high)  # type: ignore[call-overload]
        return numbers if whole else None
    if isinstance(low, date | FarDate) and isinstance(high, date | FarDate):
        days = _steps(day_number(low), day_number(high))
        return None if days is None else [date_numbered(day) for day in days]
    return None


def _steps(low: int, high: int) -> range | None:
    steps = range(low, high + 1) if low <= high else range(low, high - 1, -1)
    return steps if abs(high - low) < LONGEST_SPAN else None


def iterable(domain: object) -> Sequence[object] | None:
    """What an iterator runs through: a list, the steps of a closed range, or a value alone."""
    if isinstance(domain, list | tuple | range):
        return domain
    if isinstance(domain, Range):
        return _range_steps(domain)
    return None if domain is None else [domain]


def _range_steps(domain: Range) -> Sequence[object] | None:
    steps = span(domain.low, domain.high)
    if steps is None:
        return None
    start = 0 if domain.low_included else 1
    end = len(steps) if domain.high_included else len(steps) - 1
    return steps[start:end]


def context(entries: Iterable[tuple[str, Callable[[dict[str, object]], object]]]) -> object:
    """A context from its entries in order; each sees those before it."""
    built: dict[str, object] = {}
    for name, value in entries:
        built[name] = value(built)
    return built


def half_range(op: str, end: object) -> Range | None:
    """The range of the values `op` an end, such as `(< 5)`."""
    match op:
        case "<" | "<=":
            return Range(None, end, False, op == "<=")
        case ">" | ">=":
            return Range(end, None, op == ">=", False)
        case "=" | "!=":
            return Range(end, end, point=op)
    return None


def pick(item: object, name: str, outside: object) -> object:
    """A name inside a filter: the item's entry or property, or what the name means outside."""
    return item.get(name, outside) if isinstance(item, dict) else outside


def made_range(low: object, high: object, low_included: bool, high_included: bool) -> Range | None:
    """The range between two ends; None when they have no order, or the wrong one."""
    return Range(low, high, low_included, high_included) if at_most(low, high) else None

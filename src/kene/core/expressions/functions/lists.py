"""FEEL's functions on lists (DMN 1.5, 10.3.4.4). Positions count from 1, from the end below 0."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from itertools import chain

from kene.core.expressions.callables import FunctionValue
from kene.core.expressions.calls import invoke
from kene.core.expressions.functions.declare import feel
from kene.core.expressions.functions.numeric import total
from kene.core.expressions.numbers import (
    DECIMAL128,
    Numeric,
    is_number,
    minus,
    position,
    quotient,
    tidy,
    times,
)
from kene.core.expressions.operations import less, same

_List = list[object]


@feel("list contains(list: list, element: any) -> boolean")
def _list_contains(items: _List, element: object) -> bool:
    return any(same(item, element) for item in items)


@feel("count(list: list) -> number")
def _count(items: _List) -> int:
    return len(items)


def _least(items: _List, before: Callable[[object, object], bool | None]) -> object:
    """The item before all others; None when some cannot be compared."""
    if not items or items[0] is None:
        return None
    best = items[0]
    for item in items[1:]:
        earlier = before(item, best)
        if earlier is None:
            return None
        best = item if earlier else best
    return best if less(best, best) is not None else None


@feel("min(list: list<T>) -> T", "min(c...: T) -> T")
def _min(*values: object) -> object:
    return _least(_listed(values), less)


@feel("max(list: list<T>) -> T", "max(c...: T) -> T")
def _max(*values: object) -> object:
    return _least(_listed(values), lambda one, other: less(other, one))


def _listed(values: tuple[object, ...]) -> _List:
    """The values of a call with a list, or with values."""
    if len(values) == 1 and isinstance(values[0], list | tuple):
        return list(values[0])
    return list(values)


def _numbers(values: tuple[object, ...]) -> list[Numeric] | None:
    """The numbers of a call with a list or with values; None when one is something else."""
    items = _listed(values)
    return items if all(is_number(item) for item in items) else None  # type: ignore[return-value]


@feel("sum(list: list<number>) -> number", "sum(n...: number) -> number")
def _sum(*values: object) -> object:
    numbers = _numbers(values)
    return total(numbers) if numbers else None


@feel("product(list: list<number>) -> number", "product(n...: number) -> number")
def _product(*values: object) -> object:
    numbers = _numbers(values)
    if not numbers:
        return None
    result = numbers[0]
    for number in numbers[1:]:
        result = times(result, number)
    return result


@feel("mean(list: list<number>) -> number", "mean(n...: number) -> number")
def _mean(*values: object) -> object:
    numbers = _numbers(values)
    return quotient(total(numbers), len(numbers)) if numbers else None


@feel("median(list: list<number>) -> number", "median(n...: number) -> number")
def _median(*values: object) -> object:
    numbers = _numbers(values)
    if not numbers:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return quotient(total(ordered[middle - 1 : middle + 1]), 2)


@feel("stddev(list: list<number>) -> number", "stddev(n...: number) -> number")
def _stddev(*values: object) -> object:
    numbers = _numbers(values)
    if not numbers or len(numbers) < 2:
        return None
    mean = quotient(total(numbers), len(numbers)) or 0
    squares = [times(minus(number, mean), minus(number, mean)) for number in numbers]
    variance = quotient(total(squares), len(numbers) - 1) or 0
    return tidy(DECIMAL128.sqrt(variance))


@feel("mode(list: list<number>) -> list<number>", "mode(n...: number) -> list<number>")
def _mode(*values: object) -> object:
    numbers = _numbers(values)
    if numbers is None:
        return None
    counts: dict[Numeric, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


@feel("all(list: list<boolean>) -> boolean", "all(b...: boolean?) -> boolean")
def _all(*values: object) -> object:
    items = _listed(values)
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@feel("any(list: list<boolean>) -> boolean", "any(b...: boolean?) -> boolean")
def _any(*values: object) -> object:
    items = _listed(values)
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@feel("sublist(list: list<T>, start position: number, length?: number) -> list<T>")
def _sublist(items: _List, start: Numeric, length: Numeric | None = None) -> _List | None:
    index = position(start, len(items))
    if index is None:
        return None
    if length is None:
        return items[index:]
    end = index + int(length)
    return items[index:end] if length >= 1 and end <= len(items) else None


@feel("append(list: list<T>, item...: T) -> list<T>")
def _append(items: _List, *added: object) -> _List:
    return [*items, *added]


@feel("concatenate(list...: list<T>) -> list<T>")
def _concatenate(*lists: _List) -> _List:
    return list(chain.from_iterable(lists))


@feel("insert before(list: list<T>, position: number, newItem: T) -> list<T>")
def _insert_before(items: _List, at: Numeric, item: object) -> _List | None:
    index = position(at, len(items))
    return None if index is None else [*items[:index], item, *items[index:]]


@feel("remove(list: list<T>, position: number) -> list<T>")
def _remove(items: _List, at: Numeric) -> _List | None:
    index = position(at, len(items))
    return None if index is None else items[:index] + items[index + 1 :]


@feel("list replace(list: list<T>, position: number, newItem: T) -> list<T>")
def _list_replace_at(items: _List, at: Numeric, item: object) -> _List | None:
    index = position(at, len(items))
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


@feel("list replace(list: list<T>, match: function, newItem: T) -> list<T>")
def _list_replace_matching(items: _List, match: FunctionValue, new: object) -> _List | None:
    if not match.signatures[0].takes(2):
        return None
    result: _List = []
    for item in items:
        chosen = invoke(match, item, new)
        if type(chosen) is not bool:
            return None
        result.append(new if chosen else item)
    return result


@feel("reverse(list: list<T>) -> list<T>")
def _reverse(items: _List) -> _List:
    return items[::-1]


@feel("index of(list: list, match: any) -> list<number>")
def _index_of(items: _List, match: object) -> list[int]:
    return [number for number, item in enumerate(items, 1) if same(item, match)]


def _distinct(items: _List) -> _List:
    kept: _List = []
    for item in items:
        if not any(same(item, other) for other in kept):
            kept.append(item)
    return kept


@feel("union(list...: list<T>) -> list<T>")
def _union(*lists: _List) -> _List:
    return _distinct(_concatenate(*lists))


@feel("distinct values(list: list<T>) -> list<T>")
def _distinct_values(items: _List) -> _List:
    return _distinct(items)


@feel("flatten(list: list) -> list")
def _flatten(items: _List) -> _List:
    # Without recursion: lists may be nested deeper than Python's stack.
    flat: _List = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, list | tuple):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


@feel("sort(list: list<T>, precedes?: function) -> list<T>")
def _sort(items: _List, precedes: FunctionValue | None = None) -> _List | None:
    def before(one: object, other: object) -> bool:
        answer = less(one, other) if precedes is None else invoke(precedes, one, other)
        if type(answer) is not bool:
            raise _NoOrderError
        return answer

    def order(one: object, other: object) -> int:
        return -1 if before(one, other) else int(before(other, one))

    try:
        return sorted(items, key=cmp_to_key(order))
    except _NoOrderError:
        return None


class _NoOrderError(Exception):
    """Two items cannot be put in order."""

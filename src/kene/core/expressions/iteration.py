"""Filters, `for`, `some` and `every` on values whose types are only known when they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kene.core.expressions.numbers import is_number
from kene.core.expressions.operations import both, either
from kene.core.expressions.structures import element, iterable

Domains = tuple[Callable[..., object], ...]
"""The domain of each iterator, a function of the variables before it."""


class _NoDomain(Exception):
    """A domain is null or nothing to run through."""


def _rounds(domains: Domains, before: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    first, *rest = domains
    steps = iterable(first(*before))
    if steps is None:
        raise _NoDomain
    for step in steps:
        if rest:
            yield from _rounds(tuple(rest), (*before, step))
        else:
            yield (*before, step)


def collected(domains: Domains, body: Callable[..., object]) -> list[object] | None:
    """`for`: what the body gives at each round; it sees the results so far."""
    results: list[object] = []
    try:
        for values in _rounds(domains):
            results.append(body(*values, list(results)))
    except _NoDomain:
        return None
    return results


def some(domains: Domains, condition: Callable[..., object]) -> bool | None:
    """`some`: whether the condition is true in a round."""
    answer: bool | None = False
    try:
        for values in _rounds(domains):
            answer = either(answer, condition(*values))
            if answer is True:
                break
    except _NoDomain:
        return None
    return answer


def every(domains: Domains, condition: Callable[..., object]) -> bool | None:
    """`every`: whether the condition is true in all rounds."""
    answer: bool | None = True
    try:
        for values in _rounds(domains):
            answer = both(answer, condition(*values))
            if answer is False:
                break
    except _NoDomain:
        return None
    return answer


def filtered(of: object, by: Callable[[object], object]) -> object:
    """`of[by]`: the item of that number, or those for which `by` is true."""
    items = list(of) if isinstance(of, list | tuple) else [] if of is None else [of]
    kept: list[object] = []
    for item in items or [None]:
        answer = by(item)
        if is_number(answer):
            return element(items, answer)  # type: ignore[arg-type]
        if answer is True and items:
            kept.append(item)
    return kept

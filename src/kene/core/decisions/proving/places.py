"""Dividing the values of a domain at some of them: each of these, and what lies between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from kene.core.decisions.proving.domain import Domain, Numeric, decimals
from kene.core.expressions.numbers import DECIMAL128


@dataclass(frozen=True, slots=True)
class Place:
    """Some values of a domain in a row: one alone, or all between two ends that are not in it.

    `values` are samples, never none: the first and the last where a domain has such. An end that is
    None is without limit.
    """

    low: Numeric | None
    high: Numeric | None
    values: tuple[Numeric, ...]


def divided(domain: Domain, at: Iterable[Numeric]) -> Iterator[Place]:
    """The places of a domain of numbers or days, in order."""
    limits = (end for end in (domain.low, domain.high) if end is not None)
    ends = sorted({*at, *limits})
    before: Numeric | None = None
    for end in ends:
        yield from _open(domain, before, end)
        if domain.holds(end) and _numeric(domain, end):
            yield Place(end, end, (end,))
        before = end
    yield from _open(domain, before, None)


def _numeric(domain: Domain, end: Numeric) -> bool:
    return domain.places is None or decimals(end) <= domain.places


def _open(domain: Domain, low: Numeric | None, high: Numeric | None) -> Iterator[Place]:
    if low is None and domain.low is not None or high is None and domain.high is not None:
        return
    if (
        low is not None
        and high is not None
        and (
            (domain.low is not None and low < domain.low)
            or (domain.high is not None and high > domain.high)
        )
    ):
        return
    samples = _samples(low, high, domain.places)
    if samples:
        yield Place(low, high, samples)


def _samples(low: Numeric | None, high: Numeric | None, places: int | None) -> tuple[Numeric, ...]:
    """Values strictly between two ends, whole ones where there are."""
    found: list[Numeric] = []
    for digits in (0,) if places is None else (0, places):
        first = None if low is None else _after(low, digits)
        last = None if high is None else _before(high, digits)
        if first is None or last is None:
            found += [end for end in (first, last) if end is not None] or [0]
        elif first <= last:
            found += [first, last]
    if not found and places is None and low is not None and high is not None:
        middle = DECIMAL128.divide(DECIMAL128.add(Decimal(low), Decimal(high)), Decimal(2))
        found = [middle] if low < middle < high else []
    return tuple(dict.fromkeys(found))


def _after(end: Numeric, places: int) -> Numeric:
    """The first number above, with that many decimals."""
    return _scaled(floor(_scaled(end, places)) + 1, -places)


def _before(end: Numeric, places: int) -> Numeric:
    return _scaled(ceil(_scaled(end, places)) - 1, -places)


def _scaled(number: Numeric, places: int) -> Numeric:
    return number if not places else Decimal(number).scaleb(places, DECIMAL128)

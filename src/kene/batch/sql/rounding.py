"""Rounding of exact numbers in a query, of which `floor` is all that an engine does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

import ibis
import ibis.expr.datatypes as dt

from kene.batch.sql.numbers import Inexact, calculated, number, shape
from kene.batch.sql.shapes import Shape, Value, cast
from kene.batch.sql.terms import Term, needed
from kene.core.expressions.types import NUMBER

_PLACES: Final = 20
"""The most decimals that are kept."""
_Upwards = Callable[[Value, Value, Value], Value]
"""Whether to round up, of the value, the whole number below, and what is above that."""


def floor(of: Term, places: Term | None = None) -> Term:
    """`floor(of, places)`. Raises Inexact."""
    return _rounded(of, places, lambda value, below, above: ibis.literal(False))


def ceiling(of: Term, places: Term | None = None) -> Term:
    """`ceiling(of, places)`. Raises Inexact."""
    return _rounded(of, places, lambda value, below, above: above > 0)


def _down(value: Value, below: Value, above: Value) -> Value:
    return (value < 0) & (above > 0)


def _up(value: Value, below: Value, above: Value) -> Value:
    return (value >= 0) & (above > 0)


def _half_up(value: Value, below: Value, above: Value) -> Value:
    return (value >= 0).ifelse(above >= _HALF, above > _HALF)


def _half_down(value: Value, below: Value, above: Value) -> Value:
    return (value >= 0).ifelse(above > _HALF, above >= _HALF)


def _half_even(value: Value, below: Value, above: Value) -> Value:
    return (above > _HALF) | ((above == _HALF) & ((below & 1) == 1))


_HALF: Final = ibis.literal(Decimal("0.5"), type=dt.Decimal(2, 1))
_WAYS: Final[Mapping[str, _Upwards]] = {
    "decimal": _half_even,
    "round up": _up,
    "round down": _down,
    "round half up": _half_up,
    "round half down": _half_down,
}


def rounding(name: str) -> Callable[[Term, Term], Term]:
    """The function that rounds in that way. It raises Inexact."""
    return lambda of, places: _rounded(of, places, _WAYS[name])


NAMES: Final = tuple(_WAYS)


def _rounded(of: Term, places: Term | None, upwards: _Upwards) -> Term:
    """A number to so many decimals, a constant."""
    kept = 0 if places is None else places.constant
    if not isinstance(kept, int) or not 0 <= kept <= _PLACES:
        raise Inexact
    if shape(of).scale <= kept:
        return of if places is None else Term(of.value, NUMBER, of.shape, needed((of, places)))
    whole = Shape(0, shape(of).most // 10 ** (shape(of).scale - kept) + 1)
    if not whole.whole:
        raise Inexact
    value = calculated("*", of, number(10**kept)).value
    below = cast(value.floor(), dt.int64)
    above = value - below
    rounded = below + upwards(value, below, above).ifelse(1, 0)
    missing = needed((of,) if places is None else (of, places))
    found = Term(rounded, NUMBER, whole, missing)
    return calculated("*", found, number(Decimal(f"1E-{kept}"))) if kept else found

"""How large and how fine numbers can be, so that an engine's own arithmetic is exact.

FEEL's numbers have 34 digits, half to even. Where a result can't have more, nothing is rounded, and
an engine's whole numbers and decimals give the same. A value beyond what a shape says is an error
of the engine (a cast or an overflow that fails), never another result.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

from kene.core.expressions.numbers import LIMIT, Numeric

Value = Any
"""A value of Ibis, whose library has no types."""

_LARGEST: Final = 2**63 - 1
DIGITS: Final = 38
"""The most digits of a decimal of any engine."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers that are multiples of 10^-`scale`, at most `most` times it away from zero."""

    scale: int
    most: int

    @property
    def whole(self) -> bool:
        """Whether 64 bits hold them."""
        return self.scale == 0 and self.most <= _LARGEST

    @property
    def digits(self) -> int:
        """How many digits they have."""
        return max(len(str(self.most)), self.scale, 1)

    @property
    def exact(self) -> bool:
        """Whether FEEL rounds none of them."""
        return self.most < LIMIT and self.digits <= DIGITS

    @property
    def decimal(self) -> Any:
        """The narrowest type of decimals that holds them."""
        return dt.Decimal(self.digits, self.scale)

    @property
    def type(self) -> Any:
        """The type of columns that hold them."""
        return dt.int64 if self.whole else self.decimal

    def finer(self, scale: int) -> Shape:
        """The same numbers by a smaller or equal step."""
        return Shape(scale, self.most * 10 ** (scale - self.scale))

    def __or__(self, other: Shape) -> Shape:
        """The numbers of both."""
        scale = max(self.scale, other.scale)
        return Shape(scale, max(self.finer(scale).most, other.finer(scale).most))

    def __add__(self, other: Shape) -> Shape:
        scale = max(self.scale, other.scale)
        return Shape(scale, self.finer(scale).most + other.finer(scale).most)

    def __mul__(self, other: Shape) -> Shape:
        return Shape(self.scale + other.scale, self.most * other.most)


def shape_of(number: Numeric) -> Shape:
    """The shape of one number."""
    scale, coefficient = scaled(number)
    return Shape(scale, abs(coefficient))


def scaled(number: Numeric) -> tuple[int, int]:
    """The number of decimals of a number, and the whole number that it is without the point."""
    if isinstance(number, int):
        return 0, number
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(number)
    coefficient = int("".join(map(str, digits)) or "0") * (-1 if sign else 1)
    if exponent >= 0:
        return 0, coefficient * 10**exponent
    while exponent < 0 and coefficient % 10 == 0:
        coefficient, exponent = coefficient // 10, exponent + 1
    return -exponent, coefficient


def literal(scale: int, coefficient: int, shape: Shape) -> Value:
    """A number as a constant of a shape's type."""
    if shape.whole:
        return ibis.literal(coefficient, type=dt.int64)
    return ibis.literal(Decimal(f"{coefficient}E-{scale}"), type=shape.decimal)


def cast(value: Value, to: Any) -> Value:
    """A value as a type, itself when it is of it."""
    return value if value.type().copy(nullable=True) == to else value.cast(to)

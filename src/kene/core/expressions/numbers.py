"""Arithmetic of FEEL numbers: 34 significant digits, half to even (IEEE 754-2008 decimal128).

A number is an `int` or a `Decimal`; an `int` where the result is the same, because it is faster.
"""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Final

Numeric = int | Decimal

# Exponents of decimal128; subnormal numbers exist.
DECIMAL128: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
LIMIT: Final = 10**34
"""Integers below are exact in 34 digits."""

add_decimals = DECIMAL128.add
subtract_decimals = DECIMAL128.subtract
multiply_decimals = DECIMAL128.multiply
divide_decimals = DECIMAL128.divide


def is_number(value: object) -> bool:
    """Whether a value is a FEEL number; a boolean is not."""
    return type(value) is int or type(value) is Decimal


def bounded(number: int) -> Numeric:
    """An integer of any size as a FEEL number."""
    return number if -LIMIT < number < LIMIT else DECIMAL128.plus(Decimal(number))


def plus(a: Numeric, b: Numeric) -> Numeric:
    """`a + b`."""
    if type(a) is int and type(b) is int:
        return bounded(a + b)
    return DECIMAL128.add(Decimal(a), Decimal(b))


def minus(a: Numeric, b: Numeric) -> Numeric:
    """`a - b`."""
    if type(a) is int and type(b) is int:
        return bounded(a - b)
    return DECIMAL128.subtract(Decimal(a), Decimal(b))


def times(a: Numeric, b: Numeric) -> Numeric:
    """`a * b`."""
    if type(a) is int and type(b) is int:
        return bounded(a * b)
    return DECIMAL128.multiply(Decimal(a), Decimal(b))


def quotient(a: Numeric, b: Numeric) -> Numeric | None:
    """`a / b`, or None when `b` is zero."""
    if not b:
        return None
    if type(a) is int and type(b) is int:
        whole, rest = divmod(a, b)
        return whole if not rest else DECIMAL128.divide(a, b)
    return DECIMAL128.divide(Decimal(a), Decimal(b))


def power(a: Numeric, b: Numeric) -> Numeric | None:
    """`a ** b`, or None where there is no such real number."""
    try:
        return tidy(DECIMAL128.power(Decimal(a), Decimal(b)))
    except ArithmeticError:
        return None


def tidy(number: Decimal) -> Numeric:
    """A result that is whole as an `int`, when it has no more than 34 digits."""
    if number.is_finite() and number == number.to_integral_value() and abs(number) < LIMIT:
        return int(number)
    return number


def write_number(number: Numeric) -> str:
    """The digits of a number, without exponent and without useless zeros."""
    if type(number) is int:
        return str(number)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def position(number: Numeric, size: int) -> int | None:
    """The index, from 0, of a position in a list of that size; None when it has none."""
    whole = int(number)  # towards zero, as the kit's authors read 10.3.4.4
    index = whole - 1 if whole > 0 else size + whole
    return index if whole and 0 <= index < size else None

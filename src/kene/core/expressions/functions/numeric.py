"""FEEL's functions on numbers (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import Final

from kene.core.expressions.functions.declare import feel
from kene.core.expressions.numbers import DECIMAL128, Numeric, bounded, minus, quotient, tidy, times
from kene.core.expressions.values import DaysDuration, YearsDuration

SCALES: Final = (-6111, 6176)
"""The scales that decimal128 has (DMN 1.5, table 76)."""
# Scaling must never round before it is asked to: more digits than any number times any scale.
_WIDE: Final = Context(prec=13_000, Emin=-99_999, Emax=99_999)


def _round(number: Numeric, scale: Numeric, mode: str) -> Numeric | None:
    places = int(scale)
    if not SCALES[0] <= places <= SCALES[1]:
        return None
    if type(number) is int and places >= 0:
        return number
    step = Decimal((0, (1,), -places))
    return tidy(DECIMAL128.plus(Decimal(number).quantize(step, mode, _WIDE)))


@feel("decimal(n: number, scale: number) -> number")
def _decimal(n: Numeric, scale: Numeric) -> Numeric | None:
    return _round(n, scale, ROUND_HALF_EVEN)


@feel("floor(n: number, scale?: number) -> number")
def _floor(n: Numeric, scale: Numeric = 0) -> Numeric | None:
    return _round(n, scale, ROUND_FLOOR)


@feel("ceiling(n: number, scale?: number) -> number")
def _ceiling(n: Numeric, scale: Numeric = 0) -> Numeric | None:
    return _round(n, scale, ROUND_CEILING)


@feel("round up(n: number, scale: number) -> number")
def _round_up(n: Numeric, scale: Numeric) -> Numeric | None:
    return _round(n, scale, ROUND_UP)


@feel("round down(n: number, scale: number) -> number")
def _round_down(n: Numeric, scale: Numeric) -> Numeric | None:
    return _round(n, scale, ROUND_DOWN)


@feel("round half up(n: number, scale: number) -> number")
def _round_half_up(n: Numeric, scale: Numeric) -> Numeric | None:
    return _round(n, scale, ROUND_HALF_UP)


@feel("round half down(n: number, scale: number) -> number")
def _round_half_down(n: Numeric, scale: Numeric) -> Numeric | None:
    return _round(n, scale, ROUND_HALF_DOWN)


@feel("abs(n: number) -> number")
def _abs(n: Numeric) -> Numeric:
    return abs(n) if type(n) is int else DECIMAL128.abs(n)


@feel("abs(n: days and time duration) -> days and time duration")
def _abs_of_days(n: DaysDuration) -> DaysDuration:
    return DaysDuration(abs(n.nanoseconds))


@feel("abs(n: years and months duration) -> years and months duration")
def _abs_of_years(n: YearsDuration) -> YearsDuration:
    return YearsDuration(abs(n.total_months))


@feel("modulo(dividend: number, divisor: number) -> number")
def _modulo(dividend: Numeric, divisor: Numeric) -> Numeric | None:
    if not divisor:
        return None
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    whole = _floor(quotient(dividend, divisor) or 0)
    return None if whole is None else minus(dividend, times(divisor, whole))


@feel("sqrt(number: number) -> number")
def _sqrt(number: Numeric) -> Numeric | None:
    return None if number < 0 else tidy(DECIMAL128.sqrt(Decimal(number)))


@feel("log(number: number) -> number")
def _log(number: Numeric) -> Numeric | None:
    return None if number <= 0 else tidy(DECIMAL128.ln(Decimal(number)))


@feel("exp(number: number) -> number")
def _exp(number: Numeric) -> Numeric | None:
    try:
        return tidy(DECIMAL128.exp(Decimal(number)))
    except ArithmeticError:
        return None


@feel("odd(number: number) -> boolean")
def _odd(number: Numeric) -> bool | None:
    return abs(int(number)) % 2 == 1 if number == int(number) else None


@feel("even(number: number) -> boolean")
def _even(number: Numeric) -> bool | None:
    return int(number) % 2 == 0 if number == int(number) else None


def total(numbers: list[Numeric]) -> Numeric:
    """The sum of numbers, exact as long as they are integers."""
    result: Numeric = 0
    for number in numbers:
        result = (
            result + number
            if type(result) is int and type(number) is int
            else DECIMAL128.add(Decimal(result), Decimal(number))
        )
    return bounded(result) if type(result) is int else result

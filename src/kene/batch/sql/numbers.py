"""Arithmetic and comparisons of numbers in a query, exact or refused."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

from kene.batch.sql.shapes import DIGITS, Shape, Value, cast, literal, scaled, shape_of
from kene.batch.sql.terms import Term, needed
from kene.core.expressions.numbers import LIMIT, Numeric
from kene.core.expressions.types import BOOLEAN, NUMBER

COMPARED: Final[Mapping[str, Callable[[Value, Value], Value]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_BELOW: Final = {"<": "<=", "<=": "<=", ">": ">", ">=": ">"}
"""The comparison with the step below a number that lies between two steps."""
_NARROW: Final = 18
"""The most digits of a decimal of 64 bits."""
_OPERATIONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


class Inexact(Exception):
    """A result may have more digits than an engine keeps."""


def number(value: Numeric) -> Term:
    """A constant."""
    shape = _exact(shape_of(value))
    return Term(literal(*scaled(value), shape), NUMBER, shape, constant=value)


def shape(term: Term) -> Shape:
    """The shape of a term that is a number. Raises Inexact for a quotient."""
    if term.shape is None or term.divisor is not None:
        raise Inexact
    return term.shape


def calculated(op: str, left: Term, right: Term) -> Term:
    """`left op right`. Raises Inexact."""
    if op == "/":
        inverse = _reciprocal(right)
        if inverse is None:
            missing = needed((left, right), partial=True)
            return Term(left.value, NUMBER, shape(left), missing, divisor=right)
        return calculated("*", left, inverse)
    one, other = shape(left), shape(right)
    result = _exact(one * other if op == "*" else one + other)
    operands = (_multiplied if op == "*" else _added)(left, right, result)
    value = _OPERATIONS[op](*operands)
    return Term(cast(value, result.type), NUMBER, result, needed((left, right)))


def _added(left: Term, right: Term, result: Shape) -> list[Value]:
    """Two numbers in the type of their sum."""
    return [cast(left.value, result.type), cast(right.value, result.type)]


def _multiplied(left: Term, right: Term, result: Shape) -> list[Value]:
    """Two numbers in types of as many decimals, whose product has room. Raises Inexact."""
    one, other = shape(left), shape(right)
    if result.whole:
        return [cast(left.value, one.type), cast(right.value, other.type)]
    scale = max(one.scale, other.scale)
    digits, more = one.finer(scale).digits, other.finer(scale).digits
    if digits + more > _NARROW:
        # DuckDB keeps to 64 bits where both operands have no more, whatever the result.
        digits = max(digits, _NARROW + 1)
    if digits + more >= DIGITS:
        raise Inexact
    return [
        cast(left.value, dt.Decimal(digits, scale)),
        cast(right.value, dt.Decimal(more, scale)),
    ]


def _reciprocal(divisor: Term) -> Term | None:
    """The number by which to multiply instead; None unless it ends after some digits."""
    if not divisor.constant:
        return None
    scale, coefficient = scaled(divisor.constant)
    for places in range(35):
        inverse, rest = divmod(10 ** (scale + places), coefficient)
        if not rest:
            return number(Decimal(f"{inverse}E-{places}"))
    return None


def compared(op: str, left: Term, right: Term) -> Term:
    """`left op right` of numbers. Raises Inexact."""
    if right.divisor is not None or (left.constant is not None and right.constant is None):
        left, right, op = right, left, _TURNED[op]
    if left.divisor is not None:
        value = _by_product(op, left, left.divisor, right)
        return Term(value, BOOLEAN, missing=needed((left, right)))
    if right.constant is not None:
        value = _with_constant(op, left, right.constant)
    else:
        common = _exact(shape(left) | shape(right)).type
        value = COMPARED[op](cast(left.value, common), cast(right.value, common))
    return Term(value, BOOLEAN, missing=needed((left, right)))


def _by_product(op: str, quotient: Term, divisor: Term, right: Term) -> Value:
    """A comparison of a quotient by that of its dividend with the product.

    FEEL rounds the quotient to 34 digits; that never reaches a number of which it differs by more,
    and it does by one step of the product at least.
    """
    dividend = replace(quotient, divisor=None)
    product = calculated("*", right, divisor)
    if (shape(dividend) | shape(product)).most >= LIMIT // 10:
        raise Inexact
    zero = number(0)
    return ibis.cases(
        (compared(">", divisor, zero).value, compared(op, dividend, product).value),
        (compared("<", divisor, zero).value, compared(_TURNED[op], dividend, product).value),
    )


def _with_constant(op: str, left: Term, constant: Numeric) -> Value:
    """A comparison with a constant, or with the step below one that lies between two steps."""
    scale = shape(left).scale
    places, coefficient = scaled(constant)
    below, rest = divmod(coefficient * 10 ** max(scale - places, 0), 10 ** max(places - scale, 0))
    if rest and op in ("=", "!="):
        return left.value.notnull().ifelse(op == "!=", ibis.null("boolean"))
    of = _exact(shape(left) | Shape(scale, abs(below)))
    return COMPARED[_BELOW[op] if rest else op](
        cast(left.value, of.type), literal(scale, below, of)
    )


def _exact(shape: Shape) -> Shape:
    """The shape. Raises Inexact."""
    if not shape.exact:
        raise Inexact
    return shape


def negated(of: Term) -> Term:
    """`-of`."""
    return Term(-of.value, NUMBER, shape(of), needed((of,)))


def absolute(of: Term) -> Term:
    """`abs(of)`."""
    return Term(of.value.abs(), NUMBER, shape(of), needed((of,)))

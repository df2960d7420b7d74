"""Functions of several numbers in a query."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_

import ibis

from kene.batch.sql.numbers import Inexact, calculated, shape
from kene.batch.sql.shapes import Shape, Value, cast
from kene.batch.sql.terms import Term, both, needed
from kene.core.expressions.types import NUMBER


def least(*terms: Term) -> Term:
    """`min` of numbers. Raises Inexact."""
    return _extreme(terms, ibis.least)


def greatest(*terms: Term) -> Term:
    """`max` of numbers. Raises Inexact."""
    return _extreme(terms, ibis.greatest)


def _extreme(terms: tuple[Term, ...], extreme: Callable[..., Value]) -> Term:
    """One of numbers, which engines give though another has no value."""
    of = reduce(or_, map(shape, terms))
    if not of.exact:
        raise Inexact
    values = [cast(term.value, of.type) for term in terms]
    known = both([value.notnull() for value in values])
    return Term(known.ifelse(extreme(*values), None), NUMBER, of, needed(terms))


def total(*terms: Term) -> Term:
    """`sum` of numbers. Raises Inexact."""
    return reduce(lambda one, other: calculated("+", one, other), terms)


def modulo(dividend: Term, divisor: Term) -> Term:
    """`modulo` of whole numbers, of the divisor's sign. Raises Inexact."""
    if not shape(dividend).whole or not shape(divisor).whole:
        raise Inexact
    one, by = dividend.value, divisor.value.nullif(0)
    rest = one % by
    value = ((rest != 0) & ((rest < 0) != (by < 0))).ifelse(rest + by, rest)
    missing = needed((dividend, divisor), partial=True)
    return Term(value, NUMBER, Shape(0, shape(divisor).most), missing)

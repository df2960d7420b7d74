"""Texts in a query, by code point as everywhere in Kene."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.datatypes as dt

from kene.batch.sql.shapes import Shape, Value
from kene.batch.sql.terms import Term, needed
from kene.core.expressions.types import BOOLEAN, NUMBER

_LENGTHS: Final = Shape(0, 10**9)


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def convert_to(text: str, encoding: str) -> dt.binary:
    """The octets of a text, a function of PostgreSQL's."""


def sortable(text: Value, engine: str) -> Value:
    """What to compare of two texts by their order.

    PostgreSQL follows a language's; octets in UTF-8 have the order of code points.
    """
    return convert_to(text, "UTF8") if engine == "postgres" else text


def length(of: Term) -> Term:
    """How many code points."""
    return Term(of.value.length().cast(dt.int64), NUMBER, _LENGTHS, needed((of,)))


def contains(text: Term, part: Term) -> Term:
    """`contains(text, part)`."""
    return Term(text.value.contains(part.value), BOOLEAN, missing=needed((text, part)))


def starts_with(text: Term, part: Term) -> Term:
    """`starts with(text, part)`."""
    return Term(text.value.startswith(part.value), BOOLEAN, missing=needed((text, part)))


def ends_with(text: Term, part: Term) -> Term:
    """`ends with(text, part)`."""
    return Term(text.value.endswith(part.value), BOOLEAN, missing=needed((text, part)))

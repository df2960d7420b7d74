"""What expressions are in a query: a value that is NULL while undetermined, and what it lacks.

What is missing is a set of inputs, one bit each in a whole number; it is worked out only where a
value is NULL, by `missing`. No bit is what no input would settle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

import ibis

from kene.batch.sql.shapes import Shape, Value
from kene.core.expressions.numbers import Numeric
from kene.core.expressions.types import FeelType


@dataclass(frozen=True, slots=True)
class Missing:
    """What a value lacks: zero where it has one. `bits` is None when it always has.

    `hopeless` says whether it may be NULL though no input would settle it.
    """

    bits: Value | None = None
    hopeless: bool = False


NOTHING: Final = Missing()


def nothing() -> Missing:
    """What a value lacks that there always is."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Term:
    """A value in a query. `shape` is a number's, `constant` a number that is known already."""

    value: Value
    of: FeelType
    shape: Shape | None = None
    missing: Callable[[], Missing] = nothing
    constant: Numeric | None = None


def any_of(parts: Sequence[Missing]) -> Missing:
    """What is needed when one part may settle it all."""
    bits = _different([part.bits for part in parts if part.bits is not None])
    hopeless = any(part.hopeless for part in parts)
    return Missing(reduce(or_, bits) if bits else None, hopeless)


def _different(values: Sequence[Value]) -> list[Value]:
    """Values, each once."""
    kept: list[Value] = []
    for value in values:
        if not any(value.equals(known) for known in kept):
            kept.append(value)
    return kept


def needed(operands: Sequence[Term], *, partial: bool = False) -> Callable[[], Missing]:
    """What an operation lacks that needs all its operands: nothing helps where one has no value.

    `partial` says that it has no result for some of their values.
    """

    def missing() -> Missing:
        parts = [operand.missing() for operand in operands]
        union = any_of(parts)
        hopeless = [
            operand.value.isnull() & (ibis.literal(True) if part.bits is None else part.bits == 0)
            for operand, part in zip(operands, parts, strict=True)
            if part.hopeless
        ]
        bits = union.bits
        if hopeless and bits is not None:
            bits = either(hopeless).ifelse(0, bits)
        return Missing(bits, partial or union.hopeless)

    return missing


def settled(value: Value, parts: Sequence[Term]) -> Callable[[], Missing]:
    """What `and` and `or` lack, whose value is known where one part settles it."""

    def missing() -> Missing:
        lacks = [part.missing() for part in parts]
        union = any_of(lacks)
        alike = len(_different([each.bits for each in lacks if each.bits is not None])) == 1
        if union.bits is None or (
            alike and not union.hopeless and all(each.bits is not None for each in lacks)
        ):
            return union  # they all lack it or none does
        return Missing(value.isnull().ifelse(union.bits, 0), union.hopeless)

    return missing


def either(conditions: Sequence[Value]) -> Value:
    """`or` of one condition or more."""
    return reduce(or_, conditions)


def both(conditions: Sequence[Value]) -> Value:
    """`and` of one condition or more."""
    return reduce(and_, conditions)

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
    lacks: tuple[Value, Value] | None = None
    """Where `bits` are the same in some rows and zero in others: those rows, and the bits there."""


NOTHING: Final = Missing()


def nothing() -> Missing:
    """What a value lacks that there always is."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Term:
    """A value in a query. `shape` is a number's, `constant` a number that is known already.

    Where there is a `divisor`, the number is `value` by it: no engine divides exactly, but what it
    is compared with can be multiplied.
    """

    value: Value
    of: FeelType
    shape: Shape | None = None
    missing: Callable[[], Missing] = nothing
    constant: Numeric | None = None
    divisor: Term | None = None

    @property
    def absent(self) -> Value:
        """Whether it has no value."""
        if self.divisor is None:
            return self.value.isnull()
        by = self.divisor.value
        return self.value.isnull() | by.isnull() | (by == 0)


def any_of(parts: Sequence[Missing]) -> Missing:
    """What is needed when one part may settle it all."""
    bits = _different([part.bits for part in parts if part.bits is not None and not part.lacks])
    bits += _together([part.lacks for part in parts if part.lacks is not None])
    hopeless = any(part.hopeless for part in parts)
    return Missing(reduce(or_, bits) if bits else None, hopeless)


def _together(lacks: Sequence[tuple[Value, Value]]) -> list[Value]:
    """What is missing in some rows, rows that lack the same taken together."""
    return [
        either([where for where, bits in lacks if bits.equals(same)]).ifelse(same, 0)
        for same in _different([bits for _, bits in lacks])
    ]


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
            operand.absent & (ibis.literal(True) if part.bits is None else part.bits == 0)
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
        lacks_all = value.isnull(), union.bits
        return Missing(lacks_all[0].ifelse(union.bits, 0), union.hopeless, lacks_all)

    return missing


def either(conditions: Sequence[Value]) -> Value:
    """`or` of one condition or more."""
    return reduce(or_, conditions)


def both(conditions: Sequence[Value]) -> Value:
    """`and` of one condition or more."""
    return reduce(and_, conditions)

"""FEEL's functions on any value: `not` and `is`."""

from __future__ import annotations

from kene.core.expressions.functions.declare import feel
from kene.core.expressions.operations import kind_of
from kene.core.expressions.operations import same as equal_values
from kene.core.expressions.values import DateTime, Time


@feel("not(negand: boolean) -> boolean")
def _not(negand: bool) -> bool:
    return not negand


@feel("is(value1?: any, value2?: any) -> boolean")
def _is(one: object = None, other: object = None) -> bool:
    """Whether both are the same element of the domain: a zone makes a difference (10.3.4.6)."""
    match one, other:
        case (Time(), Time()):
            return (one.since_midnight, one.zone) == (other.since_midnight, other.zone)
        case (DateTime(), DateTime()):
            return one.date == other.date and _is(one.time, other.time)
    if kind_of(one) != kind_of(other):
        return False
    return one is other or equal_values(one, other)

"""Whether a value is of a type, and the implicit conversions (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from datetime import date
from typing import Final

from kene.core.expressions import types as feel
from kene.core.expressions.callables import FunctionValue
from kene.core.expressions.operations import MIDNIGHT_UTC, kind_of
from kene.core.expressions.types import FeelType
from kene.core.expressions.values import DateTime, FarDate, Range

_KIND_OF_TYPE: Final[dict[FeelType, str]] = {
    feel.STRING: "string",
    feel.NUMBER: "number",
    feel.BOOLEAN: "boolean",
    feel.DATE: "date",
    feel.TIME: "time",
    feel.DATE_TIME: "date and time",
    feel.DAYS_DURATION: "days",
    feel.YEARS_DURATION: "years",
    feel.NULL: "null",
}


def is_instance(value: object, of: FeelType) -> bool:
    """Whether a value other than null is of a type."""
    if of in (feel.ANY, feel.VARIABLE):
        return value is not None
    kind = _KIND_OF_TYPE.get(of)
    if kind is not None:
        return kind_of(value) == kind
    match of:
        case feel.Enumeration(values):
            return isinstance(value, str) and value in values
        case feel.List(of=item):
            return isinstance(value, list | tuple) and all(
                part is None or is_instance(part, item) for part in value
            )
        case feel.Range(of=end):
            return isinstance(value, Range) and all(
                part is None or is_instance(part, end) for part in (value.low, value.high)
            )
        case feel.Context(entries):
            return isinstance(value, dict) and all(
                name in value and (value[name] is None or is_instance(value[name], entry))
                for name, entry in entries
            )
        case feel.Simple("context"):
            return isinstance(value, dict)
        case feel.Simple("function"):
            return isinstance(value, FunctionValue)
        case feel.Function():
            return isinstance(value, FunctionValue) and feel.conforms(value.type, of)
    return False


class Mismatch:
    """The sign that a value cannot become of a type."""


MISMATCH: Final = Mismatch()


def converted(value: object, to: FeelType) -> object:
    """The value as one of type `to`, or MISMATCH: null stays null (10.3.2.9.4)."""
    if value is None or is_instance(value, to):
        return value
    if isinstance(value, list) and len(value) == 1 and not isinstance(to, feel.List):
        return converted(value[0], to) if is_instance(value[0], to) else MISMATCH
    match to:
        case feel.List(of=item) if not isinstance(value, list) and is_instance(value, item):
            return [value]
    if to == feel.DATE_TIME and isinstance(value, date | FarDate):
        return DateTime(value, MIDNIGHT_UTC)
    return MISMATCH

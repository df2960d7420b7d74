"""Whether a value is of a type, and the implicit conversions (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Iterable
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
    return _is_structure(value, of)


def _is_structure(value: object, of: FeelType) -> bool:
    """Whether a value is of a type that has parts."""
    match of:
        case feel.Restricted(inner, allows):
            return is_instance(value, inner) and allows(value)
        case feel.Enumeration(values):
            return isinstance(value, str) and value in values
        case feel.List(of=item):
            return isinstance(value, list | tuple) and _all(value, item)
        case feel.Range(of=end):
            return isinstance(value, Range) and _all((value.low, value.high), end)
        case feel.Context(entries):
            return isinstance(value, dict) and all(
                name in value and _all((value[name],), entry) for name, entry in entries
            )
        case feel.Simple("context"):
            return isinstance(value, dict)
        case feel.Simple("function"):
            return isinstance(value, FunctionValue)
        case feel.Function():
            return isinstance(value, FunctionValue) and feel.conforms(value.type, of)
    return False


def _all(parts: Iterable[object], of: FeelType) -> bool:
    """Whether every part is of a type, or null."""
    return all(part is None or is_instance(part, of) for part in parts)


class Mismatch:
    """The sign that a value cannot become of a type."""


MISMATCH: Final = Mismatch()


def converted(value: object, to: FeelType) -> object:
    """The value as one of type `to`, or MISMATCH: null stays null (10.3.2.9.4)."""
    if value is None or is_instance(value, to):
        return value
    if isinstance(to, feel.Restricted):
        inner = converted(value, to.of)
        return inner if not isinstance(inner, Mismatch) and to.allows(inner) else MISMATCH
    if isinstance(to, feel.List):
        return [value] if not isinstance(value, list) and is_instance(value, to.of) else MISMATCH
    if isinstance(value, list) and len(value) == 1 and is_instance(value[0], to):
        return value[0]
    if to == feel.DATE_TIME and isinstance(value, date | FarDate):
        return DateTime(value, MIDNIGHT_UTC)
    return MISMATCH


def converted_or_null(value: object, to: FeelType) -> object:
    """The value as one of type `to`, or None."""
    result = converted(value, to)
    return None if isinstance(result, Mismatch) else result

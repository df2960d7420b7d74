"""The type that an arithmetic operation gives, by the types of what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kene.core.expressions.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    FeelType,
)

DURATIONS: Final[tuple[FeelType, ...]] = (DAYS_DURATION, YEARS_DURATION)
_SUMS: Final[dict[tuple[FeelType, FeelType], FeelType]] = {
    (NUMBER, NUMBER): NUMBER,
    (STRING, STRING): STRING,
    (TIME, DAYS_DURATION): TIME,
    **{(one, one): one for one in DURATIONS},
    **{(moment, by): moment for moment in (DATE, DATE_TIME) for by in DURATIONS},
}
_OPERATIONS: Final[Mapping[str, Mapping[tuple[FeelType, FeelType], FeelType]]] = {
    "+": {**_SUMS, **{(b, a): result for (a, b), result in _SUMS.items()}},
    "-": {
        **{pair: result for pair, result in _SUMS.items() if pair != (STRING, STRING)},
        **{(a, b): DAYS_DURATION for a in (DATE, DATE_TIME) for b in (DATE, DATE_TIME)},
        (TIME, TIME): DAYS_DURATION,
    },
    "*": {
        (NUMBER, NUMBER): NUMBER,
        **{(of, NUMBER): of for of in DURATIONS},
        **{(NUMBER, of): of for of in DURATIONS},
    },
    "/": {
        (NUMBER, NUMBER): NUMBER,
        **{(of, NUMBER): of for of in DURATIONS},
        **{(of, of): NUMBER for of in DURATIONS},
    },
    "**": {(NUMBER, NUMBER): NUMBER},
}


def combined(op: str, one: FeelType, other: FeelType) -> FeelType | None:
    """The type of `one op other`, of plain types; None where there is no such operation."""
    return ANY if ANY in (one, other) else _OPERATIONS[op].get((one, other))

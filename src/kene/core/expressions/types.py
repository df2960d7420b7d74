"""The types of FEEL (DMN 1.5, 10.3.1.2), as values, and when one conforms to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FeelType:
    """What a FEEL value is. Types are compared by structure."""


@dataclass(frozen=True, slots=True)
class Simple(FeelType):
    """A type without parts, by its FEEL name."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Enumeration(FeelType):
    """A string among `values`, in the order in which they were declared."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return " | ".join(f'"{value}"' for value in self.values)


@dataclass(frozen=True, slots=True)
class List(FeelType):
    """A list of values of one type."""

    of: FeelType

    def __str__(self) -> str:
        return f"list<{self.of}>"


@dataclass(frozen=True, slots=True)
class Range(FeelType):
    """A range of values of one ordered type."""

    of: FeelType

    def __str__(self) -> str:
        return f"range<{self.of}>"


@dataclass(frozen=True, slots=True)
class Context(FeelType):
    """A context with at least these entries, by name."""

    entries: tuple[tuple[str, FeelType], ...]

    @staticmethod
    def of(entries: Mapping[str, FeelType]) -> Context:
        """The type of a context with those entries."""
        return Context(tuple(entries.items()))

    def entry(self, name: str) -> FeelType | None:
        """The type of one entry, or None when there is none of that name."""
        return next((of for known, of in self.entries if known == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the entries."""
        return tuple(name for name, _ in self.entries)

    def __str__(self) -> str:
        return "context<" + ", ".join(f"{name}: {of}" for name, of in self.entries) + ">"


@dataclass(frozen=True, slots=True)
class Restricted(FeelType):
    """The values of a type that pass a test: an item definition with allowed values."""

    of: FeelType
    allows: Callable[[object], bool]

    def __str__(self) -> str:
        return str(self.of)


@dataclass(frozen=True, slots=True)
class Function(FeelType):
    """A function, by the types of its parameters and of its result."""

    parameters: tuple[FeelType, ...]
    result: FeelType

    def __str__(self) -> str:
        return "function<" + ", ".join(map(str, self.parameters)) + f"> -> {self.result}"


ANY: Final = Simple("Any")
NULL: Final = Simple("Null")
STRING: Final = Simple("string")
NUMBER: Final = Simple("number")
BOOLEAN: Final = Simple("boolean")
DATE: Final = Simple("date")
TIME: Final = Simple("time")
DATE_TIME: Final = Simple("date and time")
DAYS_DURATION: Final = Simple("days and time duration")
YEARS_DURATION: Final = Simple("years and months duration")
ANY_CONTEXT: Final = Simple("context")
"""A context, whatever its entries; only functions ask for it."""
ANY_FUNCTION: Final = Simple("function")
"""A function, whatever its type; only functions ask for it."""
VARIABLE: Final = Simple("T")
"""In a function's signature: any type, the same one throughout."""

_NAMED: Final[Mapping[str, FeelType]] = {
    **{
        type_.name: type_
        for type_ in (
            ANY,
            NULL,
            STRING,
            NUMBER,
            BOOLEAN,
            DATE,
            TIME,
            DATE_TIME,
            DAYS_DURATION,
            YEARS_DURATION,
        )
    },
    "dateTime": DATE_TIME,
    "date time": DATE_TIME,
    "dayTimeDuration": DAYS_DURATION,
    "yearMonthDuration": YEARS_DURATION,
    "days and time duration": DAYS_DURATION,
    "years and months duration": YEARS_DURATION,
}

ORDERED: Final = frozenset({NUMBER, STRING, DATE, TIME, DATE_TIME, DAYS_DURATION, YEARS_DURATION})


def named_type(name: str) -> FeelType | None:
    """The type of that FEEL name (`number`, `days and time duration`…), or None."""
    return _NAMED.get(name)


def type_names() -> tuple[str, ...]:
    """Every name that `named_type` knows."""
    return tuple(_NAMED)


def plain(of: FeelType) -> FeelType:
    """The type without its enumeration: what operators look at."""
    return STRING if isinstance(of, Enumeration) else of


def conforms(given: FeelType, wanted: FeelType) -> bool:
    """Whether every value of `given` is one of `wanted` (10.3.2.9.1); `Any` may turn out to be."""
    if given in (wanted, NULL) or ANY in (given, wanted):
        return True
    match given, wanted:
        case (Enumeration(), Simple("string")) | (_, Simple("T")):
            return True
        case (Context(), Simple("context")) | (Function(), Simple("function")):
            return True
        case Enumeration(few), Enumeration(many):
            return set(few) <= set(many)
        case List(a), List(b):
            return conforms(a, b)
        case Range(a), Range(b):
            return conforms(a, b)
        case Context(), Context(entries):
            return all(
                (have := given.entry(name)) is not None and conforms(have, of)
                for name, of in entries
            )
        case Function(few, a), Function(many, b):
            return (
                len(few) == len(many)
                and all(conforms(y, x) for x, y in zip(few, many, strict=True))
                and conforms(a, b)
            )
    return False


def joined(types: Iterable[FeelType]) -> FeelType:
    """The narrowest type that all of them conform to."""
    result: FeelType | None = None
    for of in types:
        result = of if result is None else _join(result, of)
    return ANY if result is None else result


def _join(one: FeelType, other: FeelType) -> FeelType:
    match one, other:
        case Enumeration(few), Enumeration(many):
            return Enumeration(tuple(dict.fromkeys((*few, *many))))
        case List(a), List(b):
            return List(_join(a, b))
    if conforms(one, other):
        return other
    if conforms(other, one):
        return one
    return STRING if plain(one) == plain(other) == STRING else ANY


def comparable(one: FeelType, other: FeelType) -> bool:
    """Whether `=` between them can ever be true."""
    one, other = plain(one), plain(other)
    match one, other:
        case List(a), List(b):
            return comparable(a, b)
        case Context(), Context():
            return True
        case Range(), Range():
            return True
    return conforms(one, other) or conforms(other, one)

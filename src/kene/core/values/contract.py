"""What every type of value offers: reading what people write, and showing it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

from kene.core.screens import Option


@dataclass(frozen=True, slots=True, order=True)
class ApproximateDate:
    """A date of which only the year, or the year and the month, is known, or that is "about".

    A `month` or a `day` of 0 is unknown; there is no day without its month.
    """

    year: int
    month: int = 0
    day: int = 0
    about: bool = False


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point of the Earth: degrees of WGS 84, north and east of zero being positive."""

    latitude: Decimal
    longitude: Decimal


Kind = TypeVar("Kind")

Value = str | int | Decimal | bool | date | time | ApproximateDate | Coordinates | tuple[str, ...]
"""A read answer. A choice is its option's key, several are a tuple of them, a place is its code, a
phone number its E.164 form."""

Json = str | int | bool | list["Json"] | dict[str, "Json"] | None

Entry = Literal[
    "choice", "choices", "items", "text", "long_text", "number", "date", "time", "phone", "position"
]


@dataclass(frozen=True, slots=True)
class Setting:
    """Who reads and writes: the language, the country, the day, and where it will be shown."""

    language: str
    country: str
    today: date
    manner: Literal["screen", "short", "speech"] = "screen"


class Misread(ValueError):
    """An answer that is not of its type: the key of the sentence for the person, and its details.

    `kene.core.values.sentence` says it in the person's language, with what was expected.
    """

    def __init__(self, key: str, **details: object) -> None:
        self.key = key
        self.details = details
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """An answer found step by step, such as a place: what is chosen so far, and what is offered.

    `path` holds the keys chosen so far; `options` are offered next; `prompt` is the sentence that
    goes with them, ready to be shown. A type that never narrows answers in one step.
    """

    path: tuple[str, ...]
    options: tuple[Option, ...]
    prompt: str = ""


class Type(Protocol):
    """A type of field. Types are frozen values; their parameters come from the pack."""

    @property
    def name(self) -> str:
        """Its name in a pack: `date`, `choice`…"""

    @property
    def feel(self) -> str:
        """Its FEEL type: `string`, `number`, `boolean`, `date`, `time`, `context` or `list`."""

    @property
    def entry(self) -> Entry:
        """How a channel lets a person enter it."""

    def parse(self, text: str, setting: Setting) -> Value:
        """The value that a person wrote. Raises Misread, which says what was expected."""

    def show(self, value: Value, setting: Setting) -> str:
        """The value for a person of that language; `parse` reads it back, but for speech."""

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """The answers to choose from, when they are few and known; else nothing."""

    def encode(self, value: Value) -> Json:
        """The value as JSON, one form only, so that equal values have equal bytes."""

    def decode(self, raw: Json) -> Value:
        """The value that `encode` wrote. Raises ValueError on anything else."""


def promised(kind: type[Kind], value: Value) -> Kind:
    """The value, as the kind that its type promises. Raises TypeError when it is of another."""
    if not isinstance(value, kind):
        raise TypeError(f"a value of {kind.__name__} was promised, not {type(value).__name__}")
    return value

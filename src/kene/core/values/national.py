"""Numbers that a state gives to each person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised
from kene.core.values.reading import folded

_SIGNS: Final = re.compile(r"[ ./-]+")


@dataclass(frozen=True, slots=True)
class _Number:
    """A country's number: its name, its shape, how it is cut to be read, and an example."""

    name: str
    shape: re.Pattern[str]
    parts: tuple[int, ...]
    example: str


NUMBERS: Final[Mapping[str, _Number]] = {
    # Mali's NINA (law 06-040 of 11 August 2006): nationality, sex, year of birth (2), place of
    # birth (7), rank (3), and a control letter. How the letter is computed is not published where
    # we looked: the shape is checked and the letter is not.
    "ml": _Number(
        "NINA", re.compile(r"\d{14}[A-Z]", re.ASCII), (1, 1, 2, 7, 3, 1), "1 2 90 1234567 001 A"
    ),
}
"""By ISO 3166-1 code: the countries whose number is known."""


@dataclass(frozen=True, slots=True)
class NationalNumber:
    """The number that the `country` gives to a person: its length and its characters are checked.

    Whether it was really given to somebody, only the state's register can tell.
    """

    country: str = "ml"
    name: ClassVar[str] = "national_number"
    feel: ClassVar[str] = "string"
    entry: ClassVar[Entry] = "text"

    def parse(self, text: str, setting: Setting) -> str:
        """The number without spaces, its letters as capitals. Raises Misread."""
        known = NUMBERS[self.country]
        number = _SIGNS.sub("", folded(text)).upper()
        if not known.shape.fullmatch(number):
            raise Misread("national_number", name=known.name, example=known.example)
        return number

    def show(self, value: Value, setting: Setting) -> str:
        """The number in its parts; without spaces on a phone."""
        number = promised(str, value)
        if setting.manner == "short":
            return number
        cut, parts = 0, []
        for length in NUMBERS[self.country].parts:
            parts.append(number[cut : cut + length])
            cut += length
        return " ".join(parts)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a number is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """The number without spaces."""
        return promised(str, value)

    def decode(self, raw: Json) -> str:
        """The number. Raises ValueError unless it has the country's shape."""
        if not isinstance(raw, str) or not NUMBERS[self.country].shape.fullmatch(raw):
            raise ValueError("not a national number")
        return raw

"""Positions on the Earth, as a telephone or a map gives them: degrees of WGS 84."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values.contract import Coordinates, Entry, Json, Misread, Setting, Value, promised
from kene.core.values.reading import typed

PLACES: Final = 5
"""Decimals of a degree: about a metre, finer than what a telephone measures."""
EXAMPLE: Final = "12.63920, -8.00290"
"""Bamako."""

# Both have decimals, or minutes: `12,8` is a number, and whole degrees are a slip of the finger.
_BETWEEN: Final = r" ?(?:[,;/*]|(?<= )|(?=[+-])) ?"
_DEGREES: Final = r"([+-]?\d{1,3}[.,]\d{1,15}) ?°? ?"
_DECIMAL: Final = re.compile(rf"{_DEGREES}([ns]?){_BETWEEN}{_DEGREES}([ewo]?)", re.ASCII)
_MINUTES: Final = r"(\d{1,3}) ?° ?(\d{1,2}(?:[.,]\d+)?) ?'(?: ?(\d{1,2}(?:[.,]\d+)?) ?(?:''|\"))? ?"
_SEXAGESIMAL: Final = re.compile(rf"{_MINUTES}([ns]){_BETWEEN}{_MINUTES}([ewo])", re.ASCII)
_STORED: Final = re.compile(
    rf"(-?\d{{1,3}}\.\d{{{PLACES}}}),(-?\d{{1,3}}\.\d{{{PLACES}}})", re.ASCII
)
_MARKS: Final = str.maketrans({"′": "'", "’": "'", "”": '"', "º": "°"})


@dataclass(frozen=True, slots=True)
class Position:
    """A point of the Earth, by its latitude and its longitude, to about a metre."""

    name: ClassVar[str] = "position"
    feel: ClassVar[str] = "context"
    entry: ClassVar[Entry] = "position"

    def parse(self, text: str, setting: Setting) -> Coordinates:
        """`12.6392, -8.0029`, `12,6392 N 8,0029 O`, `12°38'21"N 8°0'10"W`. Raises Misread."""
        said = typed(text.translate(_MARKS)).lower().translate(_MARKS)
        if written := _DECIMAL.fullmatch(said):
            north, south, east, west = written.groups()
            latitude, longitude = _decimal(north), _decimal(east)
        elif written := _SEXAGESIMAL.fullmatch(said):
            *north, south = written.groups()[:4]
            *east, west = written.groups()[4:]
            latitude, longitude = _degrees(*north), _degrees(*east)
        else:
            raise Misread("position.unread", example=EXAMPLE)
        read = _exact(_signed(latitude, south, "s"), _signed(longitude, west, "wo"))
        if not _exists(read):
            raise Misread("position.none", example=EXAMPLE)
        return read

    def show(self, value: Value, setting: Setting) -> str:
        """`12.63920, -8.00290`: the latitude, then the longitude, as every map takes them."""
        at = promised(Coordinates, value)
        return f"{at.latitude:f}, {at.longitude:f}"

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a position is typed, or a telephone tells it."""
        return ()

    def encode(self, value: Value) -> Json:
        """`"12.63920,-8.00290"`, as in a geo URI (RFC 5870)."""
        at = promised(Coordinates, value)
        return f"{at.latitude:f},{at.longitude:f}"

    def decode(self, raw: Json) -> Coordinates:
        """The position. Raises ValueError unless it is as `encode` writes it."""
        written = _STORED.fullmatch(raw) if isinstance(raw, str) else None
        if written is None:
            raise ValueError("not a latitude and a longitude of five decimals")
        read = _exact(Decimal(written[1]), Decimal(written[2]))
        if not _exists(read) or self.encode(read) != raw:
            raise ValueError("not a position on the Earth, in its one form")
        return read


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _degrees(whole: str, minutes: str, seconds: str | None) -> Decimal:
    return _decimal(whole) + _decimal(minutes) / 60 + _decimal(seconds or "0") / 3600


def _signed(degrees: Decimal, letter: str, below: str) -> Decimal:
    """With the letter of a side of the world, the sign is the letter's."""
    return degrees if not letter else -abs(degrees) if letter in below else abs(degrees)


def _exact(latitude: Decimal, longitude: Decimal) -> Coordinates:
    """With five decimals each, and no zero below zero: equal positions are then written alike."""
    least = Decimal(1).scaleb(-PLACES)
    return Coordinates(latitude.quantize(least) + 0, longitude.quantize(least) + 0)


def _exists(at: Coordinates) -> bool:
    return abs(at.latitude) <= 90 and abs(at.longitude) <= 180

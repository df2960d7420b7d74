"""Whole numbers, decimal numbers, and money in whole francs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values import spoken
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised
from kene.core.values.lexicon import lexicon
from kene.core.values.reading import folded, typed

HIGHEST: Final = 999_999_999_999
"""The default limit of numbers: exact in every language and database that may read them."""

NARROW_SPACE: Final = "\u202f"
NO_BREAK_SPACE: Final = "\u00a0"

# Zeros after a mark are accepted where francs or persons are counted: 1 500,00 is 1500.
_WHOLE: Final = re.compile(r"([+-]?) ?(\d{1,3}(?:([ .,])\d{3})(?:\3\d{3})*|\d+)(?:[.,]0{1,2})?")
_GROUPED: Final = re.compile(r"([+-]?) ?(\d{1,3}(?:([.,])\d{3})(?:\3\d{3})+)(?:[.,](\d+))?")
_MIXED: Final = re.compile(r"([+-]?) ?(\d{1,3}(?:([.,])\d{3}))(?!\3)[.,](\d+)")
_DECIMAL: Final = re.compile(r"([+-]?) ?(\d{1,3}(?: \d{3})+|\d+)(?:([.,])(\d+))?")
_AMOUNT: Final = re.compile(r"([^a-z]*?) ?([a-z][a-z ]*?)?\.?")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `min` to `max`."""

    min: int = 0
    max: int = HIGHEST
    name: ClassVar[str] = "whole"
    feel: ClassVar[str] = "number"
    entry: ClassVar[Entry] = "number"

    def parse(self, text: str, setting: Setting) -> int:
        """The number, thousands grouped by spaces, points or commas, or not at all."""
        number = _whole(typed(text))
        if number is None:
            example = grouped(min(max(self.min, 12), self.max), setting)
            raise Misread("whole.unread", example=example)
        return _within(self, number, setting)

    def show(self, value: Value, setting: Setting) -> str:
        """`12 500`; in words when spoken in French or in Bambara."""
        value = promised(int, value)
        return _in_words(value, setting) or grouped(value, setting)

    def shown_limit(self, limit: int, setting: Setting) -> str:
        """A limit, as a refusal names it."""
        return grouped(limit, setting)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a number is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """A JSON number."""
        return promised(int, value)

    def decode(self, raw: Json) -> int:
        """The number. Raises ValueError unless it is whole and within the limits."""
        return _decoded(raw, self.min, self.max)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole CFA francs (XOF has no cents), from `min` to `max` francs."""

    min: int = 0
    max: int = HIGHEST
    name: ClassVar[str] = "money"
    feel: ClassVar[str] = "number"
    entry: ClassVar[Entry] = "number"

    def parse(self, text: str, setting: Setting) -> int:
        """The francs: `1500`, `1 500 F`, `1.500 FCFA`; `300 dɔrɔmɛ` are 1500."""
        amount = _AMOUNT.fullmatch(folded(text))
        factor = lexicon(setting.language).units.get(amount[2] or "f") if amount else None
        number = _whole(amount[1]) if amount and factor else None
        if number is None or factor is None:
            raise Misread("money.unread")
        return _within(self, number * factor, setting)

    def show(self, value: Value, setting: Setting) -> str:
        """`1 500 FCFA`, its spaces unbreakable on a large screen; in words when spoken."""
        value = promised(int, value)
        return _money_in_words(value, setting) or self.shown_limit(value, setting)

    def shown_limit(self, limit: int, setting: Setting) -> str:
        """An amount in digits."""
        space = NO_BREAK_SPACE if setting.manner == "screen" else " "
        currency = lexicon(setting.language).wording.say("currency")
        return f"{grouped(limit, setting)}{space}{currency}"

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: an amount is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """A JSON number of francs."""
        return promised(int, value)

    def decode(self, raw: Json) -> int:
        """The francs. Raises ValueError unless they are whole and within the limits."""
        return _decoded(raw, self.min, self.max)


@dataclass(frozen=True, slots=True)
class DecimalNumber:
    """A number with at most `places` decimals, from `min` to `max`."""

    places: int = 2
    min: Decimal = Decimal(0)
    max: Decimal = Decimal(HIGHEST)
    name: ClassVar[str] = "decimal"
    feel: ClassVar[str] = "number"
    entry: ClassVar[Entry] = "number"

    def parse(self, text: str, setting: Setting) -> Decimal:
        """The number, its decimals after a comma or a point.

        `13.505` is 13505 to some and 13 and a half to others: the reading that fits the decimals
        and the limits is taken; when both fit, Misread asks which.
        """
        readings = tuple(_readings(typed(text), setting.language))
        if not readings:
            raise Misread("decimal.unread", example=self._example(setting))
        fitting = [number for number in readings if self._fits(number)]
        match fitting:
            case [number]:
                return self._exact(number)
            case [one, other]:
                shown = {
                    "one": self.show(one, setting),
                    "other": self.show(other, setting),
                }
                raise Misread("decimal.ambiguous", **shown)
        raise self._refusal(readings[0], setting)

    def show(self, value: Value, setting: Setting) -> str:
        """`1 234,5`, without zeros at the end."""
        value = promised(Decimal, value)
        whole, _, decimals = f"{abs(value):f}".partition(".")
        sign = "-" if value < 0 else ""
        shown = sign + grouped(int(whole), setting)
        decimals = decimals.rstrip("0")
        return shown + lexicon(setting.language).decimal_mark + decimals if decimals else shown

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a number is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """A string with exactly `places` decimals and a point: `"12.50"`."""
        value = promised(Decimal, value)
        return f"{self._exact(value):f}"

    def decode(self, raw: Json) -> Decimal:
        """The number. Raises ValueError unless it is as `encode` writes it, within the limits."""
        shape = rf"-?\d{{1,20}}\.\d{{{self.places}}}" if self.places else r"-?\d{1,20}"
        if not isinstance(raw, str) or not re.fullmatch(shape, raw, re.ASCII):
            raise ValueError(f"not a number with {self.places} decimals")
        number = Decimal(raw)
        if not self._fits(number) or self.encode(number) != raw:
            raise ValueError("not a number within the limits, in its one form")
        return number

    def _exact(self, number: Decimal) -> Decimal:
        """The number with exactly `places` decimals: equal numbers are then written alike."""
        return number.quantize(Decimal(1).scaleb(-self.places)) + 0

    def _fits(self, number: Decimal) -> bool:
        """Whether it is within the limits, as written: zeros too many may be thousands."""
        exponent = number.as_tuple().exponent
        fine = isinstance(exponent, int) and -exponent <= self.places
        return fine and self.min <= number <= self.max

    def _refusal(self, number: Decimal, setting: Setting) -> Misread:
        if number < self.min:
            return Misread("decimal.low", min=self.show(self.min, setting))
        if number > self.max:
            return Misread("decimal.high", max=self.show(self.max, setting))
        return Misread("decimal.places", places=self.places, example=self._example(setting))

    def _example(self, setting: Setting) -> str:
        near = min(max(self.min, Decimal(12)), self.max)
        return self.show(near + Decimal(5).scaleb(-1), setting) if self.places else str(near)


def grouped(number: int, setting: Setting) -> str:
    """A whole number in digits, in groups of three; spaces that no line breaks on a screen."""
    space = NARROW_SPACE if setting.manner == "screen" else " "
    return f"{number:,}".replace(",", space)


def _whole(text: str) -> int | None:
    """The whole number that a `typed` text writes, or None."""
    written = _WHOLE.fullmatch(text)
    if not written:
        return None
    digits = written[2].replace(written[3], "") if written[3] else written[2]
    return -int(digits) if written[1] == "-" else int(digits)


def _within(type_: Whole | Money, number: int, setting: Setting) -> int:
    if number < type_.min:
        raise Misread(f"{type_.name}.low", min=type_.shown_limit(type_.min, setting))
    if number > type_.max:
        raise Misread(f"{type_.name}.high", max=type_.shown_limit(type_.max, setting))
    return number


def _decoded(raw: Json, low: int, high: int) -> int:
    if type(raw) is not int or not low <= raw <= high:
        raise ValueError(f"not a whole number from {low} to {high}")
    return raw


def _readings(text: str, language: str) -> Iterator[Decimal]:
    """Every number that the text may mean: none, one, or two when a point may group thousands."""
    written = _GROUPED.fullmatch(text) or _MIXED.fullmatch(text)
    if written:
        digits = written[2].replace(written[3], "")
        yield _number(written[1], digits, written[4])
        return
    written = _DECIMAL.fullmatch(text)
    if not written:
        return
    sign, whole, mark, decimals = written.groups()
    own = mark == lexicon(language).decimal_mark
    grouping = decimals and len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0" and not own
    if not (grouping and language == "en"):
        yield _number(sign, whole.replace(" ", ""), decimals)
    if grouping:
        yield _number(sign, whole + decimals, None)


def _number(sign: str, whole: str, decimals: str | None) -> Decimal:
    number = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return -number if sign == "-" and number else number


def _in_words(number: int, setting: Setting) -> str:
    """The number in words, or "" where it is not spoken or its words are not known."""
    if setting.manner != "speech":
        return ""
    if setting.language == "fr" and 0 <= number < spoken.FRENCH_END:
        return spoken.french(number)
    if setting.language == "bm" and 0 < number < spoken.BAMBARA_END:
        return spoken.bambara(number)
    return ""


def _money_in_words(francs: int, setting: Setting) -> str:
    """An amount in words; in Bambara money is counted in units of five francs."""
    if setting.language == "bm" and setting.manner == "speech":
        units, rest = divmod(francs, 5)
        known = not rest and 0 < units < spoken.BAMBARA_END
        return spoken.bambara(units, thousand="waa") if known else ""
    words = _in_words(francs, setting)
    if not words:
        return ""
    linked = "de " if francs and francs % 10**6 == 0 else ""
    return f"{words} {linked}francs CFA" if francs > 1 else f"{words} franc CFA"

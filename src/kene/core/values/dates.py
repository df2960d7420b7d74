"""Dates, and dates of which only a part is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values import spoken
from kene.core.values.contract import (
    ApproximateDate,
    Entry,
    Json,
    Misread,
    Setting,
    Value,
    promised,
)
from kene.core.values.lexicon import Lexicon, lexicon
from kene.core.values.reading import folded

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2199
"""The years that a person may mean; any other is a slip of the finger."""

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_EDTF: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(~?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the Gregorian calendar, from 1800 to 2199."""

    name: ClassVar[str] = "date"
    feel: ClassVar[str] = "date"
    entry: ClassVar[Entry] = "date"

    def parse(self, text: str, setting: Setting) -> date:
        """The day: `15/3/2026`, `150326`, `15 mars 2026`, `hier`, `2026-03-15`…

        A year of two digits is the last such year that has begun on `setting.today`. Raises Misread
        when it is no date, or one that no calendar has.
        """
        lexemes = lexicon(setting.language)
        tokens = _tokens(text)
        offset = lexemes.days.get(" ".join(tokens))
        if offset is not None:
            return setting.today + timedelta(days=offset)
        day = _day(
            [token for token in tokens if token not in lexemes.idle],
            lexemes,
            setting.today,
        )
        if day is None:
            raise Misread("date.unread")
        return day

    def show(self, value: Value, setting: Setting) -> str:
        """`15 mars 2026`, `15/3/2026` on a phone and where months have no name; words spoken."""
        value = promised(date, value)
        return _shown(value.year, value.month, value.day, setting)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a date is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """ISO 8601: `"2026-03-15"`."""
        value = promised(date, value)
        return value.isoformat()

    def decode(self, raw: Json) -> date:
        """The day. Raises ValueError unless it is written as `encode` does."""
        if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
            raise ValueError("not a date as YYYY-MM-DD")
        day = date.fromisoformat(raw)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError("a year out of range")
        return day


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What is known of a date: a day, a month, a year, each perhaps "about"."""

    name: ClassVar[str] = "approximate_date"
    feel: ClassVar[str] = "context"
    entry: ClassVar[Entry] = "date"

    def parse(self, text: str, setting: Setting) -> ApproximateDate:
        """What is known: `1990`, `3/1990`, `mars 1990`, `vers 1990`, or a date as `Date` reads it.

        Raises Misread when it is none of these.
        """
        lexemes = lexicon(setting.language)
        tokens = _tokens(text)
        known = [token for token in tokens if token not in lexemes.about]
        about = len(known) < len(tokens)
        match [token for token in known if token not in lexemes.idle]:
            case [year] if _is_digits(year, 4):
                return ApproximateDate(_year(year, setting.today), about=about)
            case [year, month] if _is_digits(year, 4) and _month(month, lexemes):
                part = _month(month, lexemes)
                return ApproximateDate(_year(year, setting.today), part, about=about)
            case [month, year] if _is_digits(year, 2, 4) and _month(month, lexemes):
                part = _month(month, lexemes)
                return ApproximateDate(_year(year, setting.today), part, about=about)
        return self._whole_date(known, setting, about=about)

    def show(self, value: Value, setting: Setting) -> str:
        """`mars 1990`, `3/1990` on a phone, `vers 1990`."""
        value = promised(ApproximateDate, value)
        shown = _shown(value.year, value.month, value.day, setting)
        if not value.about:
            return shown
        return lexicon(setting.language).wording.say("about", date=shown)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a date is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """EDTF (ISO 8601-2, level 1): `"1990"`, `"1990-03"`, `"1990-03-15~"` for "about"."""
        value = promised(ApproximateDate, value)
        month = f"-{value.month:02}" if value.month else ""
        day = f"-{value.day:02}" if value.day else ""
        return f"{value.year:04}{month}{day}{'~' if value.about else ''}"

    def decode(self, raw: Json) -> ApproximateDate:
        """The date. Raises ValueError unless it is written as `encode` does and exists."""
        written = _EDTF.fullmatch(raw) if isinstance(raw, str) else None
        if not written:
            raise ValueError("not a date in EDTF, level 1")
        year, month, day = int(written[1]), written[2], written[3]
        date(year, int(month or 1), int(day or 1))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError("a year out of range")
        return ApproximateDate(year, int(month or 0), int(day or 0), bool(written[4]))

    def _whole_date(self, tokens: list[str], setting: Setting, *, about: bool) -> ApproximateDate:
        try:
            day = Date().parse(" ".join(tokens), setting)
        except Misread as misread:
            if misread.key == "date.unread":
                raise Misread("approximate_date.unread") from None
            raise
        return ApproximateDate(day.year, day.month, day.day, about)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(folded(text))


def _is_digits(token: str, *lengths: int) -> bool:
    return token.isdecimal() and len(token) in lengths


def _day(tokens: list[str], lexemes: Lexicon, today: date) -> date | None:
    """The day that tokens write, or None. Raises Misread for a day that no calendar has."""
    match tokens:
        case [digits] if _is_digits(digits, 6, 8):
            return _day([digits[:2], digits[2:4], digits[4:]], lexemes, today)
        case [year, month, day] if _is_digits(year, 4) and _is_digits(month + day, 2, 3, 4):
            pass
        case [day, month, year] if _is_digits(day, 1, 2) and _is_digits(year, 2, 4):
            pass
        case _:
            return None
    if month.isdecimal() and len(month) > 2:
        return None
    number = int(month) if month.isdecimal() else lexemes.month_numbers.get(month)
    if number is None or not _is_digits(day, 1, 2):
        return None
    return _existing(_year(year, today), number, int(day))


def _month(token: str, lexemes: Lexicon) -> int:
    """The month that a token writes, or 0."""
    if _is_digits(token, 1, 2):
        return int(token) if 1 <= int(token) <= 12 else 0
    return lexemes.month_numbers.get(token, 0)


def _year(digits: str, today: date) -> int:
    """The year; of two digits, the last such year that has begun. Raises Misread."""
    year = int(digits)
    if len(digits) == 2:
        return today.year - (today.year - year) % 100
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Misread("date.year", first=FIRST_YEAR, last=LAST_YEAR)
    return year


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Misread("date.none") from None


def _shown(year: int, month: int, day: int, setting: Setting) -> str:
    """A date of which `month` and `day` may be 0, in the manner of the setting."""
    lexemes = lexicon(setting.language)
    if setting.manner == "short" or not lexemes.months:
        return "/".join(str(part) for part in (day, month, year) if part)
    in_words = setting.manner == "speech" and setting.language == "fr"
    parts = [spoken.french(year) if in_words else str(year)]
    if month:
        parts.insert(0, lexemes.months[month - 1])
    if day == 1:
        parts.insert(0, "premier" if in_words else lexemes.wording.say("first_of_month"))
    elif day:
        parts.insert(0, spoken.french(day) if in_words else str(day))
    return " ".join(parts)

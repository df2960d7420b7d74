"""Functions of dates: of XPath in ODK, in FEEL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Final

from kene.core.expressions.types import DATE, STRING
from kene.exchange.xlsform.feel import (
    ADDED,
    POWER,
    Feel,
    Untranslatable,
    as_day,
    as_number,
    called,
    joined,
    literal,
)
from kene.exchange.xlsform.scope import Arguments, Function, Translation

_PADDED: Final = {"m": "month", "d": "day", "H": "hour", "M": "minute", "S": "second"}
_PLAIN: Final = {"Y": "year", "n": "month", "e": "day", "h": "hour"}


def _today(translator: Translation, arguments: Arguments) -> Feel:
    return Feel("today", DATE)


def _now(translator: Translation, arguments: Arguments) -> Feel:
    return Feel("today", DATE, moment=True)


def _date(translator: Translation, arguments: Arguments) -> Feel:
    day = as_day(translator.feel(arguments[0]))
    return Feel(day.text, DATE, day.binds, source=day.source)


def _days(translator: Translation, arguments: Arguments) -> Feel:
    day = translator.feel(arguments[0])
    if day.moment:
        raise Untranslatable("l'heure n'est pas connue", "the time of the day is not known")
    return as_number(as_day(day))


def _format_date(translator: Translation, arguments: Arguments) -> Feel:
    day, form = as_day(translator.feel(arguments[0])), translator.feel(arguments[1]).literal
    if not isinstance(form, str):
        raise Untranslatable("la forme n'est pas un texte fixe", "the form is no fixed text")
    parts: list[Feel] = []
    for index, piece in enumerate(form.split("%")):
        if not index:
            parts += [literal(piece)] if piece else []
            continue
        parts.append(_part(day, piece[:1]))
        parts += [literal(piece[1:])] if piece[1:] else []
    if not parts:
        return literal("")
    first, *rest = parts
    first = first if rest or not first.options else literal(str(first.literal))
    return reduce(lambda a, b: joined("+", ADDED, STRING, a, b), rest, first)


def _part(day: Feel, letter: str) -> Feel:
    name = _PADDED.get(letter) or _PLAIN.get(letter)
    if name is None or name in ("hour", "minute", "second"):
        raise Untranslatable(
            f"« %{letter} » n'est pas une partie d'une date", f"'%{letter}' is no part of a date"
        )
    part = f"{day.within(POWER + 1)}.{name}"
    if letter in _PLAIN:
        return called("string", STRING, part)
    return called("substring", STRING, f"string(100 + {part})", "2")


DATING: Final[Mapping[str, Function]] = {
    "today": _today,
    "now": _now,
    "date": _date,
    "date-time": _date,
    "decimal-date-time": _days,
    "decimal-date": _days,
    "format-date": _format_date,
    "format-date-time": _format_date,
}
"""The functions of dates, by name."""

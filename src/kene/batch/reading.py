"""Columns as people keep them, read as the values that a decision wants.

A spreadsheet gives texts, and pandas gives whole numbers as floats and days as instants. They are
read here by the same operations for every engine; what cannot be read is counted, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

from kene.batch.engine import Rows
from kene.batch.mistakes import BEYOND, MISREAD, NOT_AN_OPTION
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, Enumeration, FeelType
from kene.core.problems import Kind
from kene.core.services import Service
from kene.core.values import DecimalNumber, Money, Whole

Value = Any
"""A column of Ibis, whose library has no types."""

YES: Final = ("oui", "vrai", "true", "yes", "1")
NO: Final = ("non", "faux", "false", "no", "0")
_SPACES: Final = (" ", "\u00a0", "\u202f")
_PLACES: Final = 6
"""Decimals of a number of which the service does not say how many it has."""
_DIGITS: Final = 15
"""Digits of a number before its decimals: a float holds every whole number of as many."""
_ISO: Final = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$"
_DAY_FIRST: Final = r"^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Values of a column that may be wrong: those for which `wrong` is true, a truth column."""

    name: str
    kind: Kind
    wrong: Value
    details: Mapping[str, str]


def read(
    people: Rows, wanted: Mapping[str, FeelType], service: Service
) -> tuple[dict[str, Value], list[Doubt]]:
    """The columns that have to be read otherwise than they are, and what may be wrong in any."""
    values: dict[str, Value] = {}
    doubts: list[Doubt] = []
    for name, of in wanted.items():
        column, places = people[name], places_of(service, name)
        value = _value(column, of, places)
        if value is not None:
            wrong = column.notnull() & value.isnull()
            if column.type().is_string():
                wrong = wrong & (_stripped(column) != "")
            doubts.append(Doubt(name, MISREAD, wrong, _words(of, places)))
            values[name] = value
        elif isinstance(of, Enumeration) and column.type().is_string():
            details = {"options": ", ".join(of.values)}
            doubts.append(Doubt(name, NOT_AN_OPTION, ~column.isin(of.values), details))
        limits = _limits(service, name)
        read_so = values.get(name, column)
        if limits is not None and read_so.type().is_numeric():
            fits = read_so.between(*limits)
            details = {"low": str(limits[0]), "high": str(limits[1])}
            doubts.append(Doubt(name, BEYOND, ~fits, details))
            # An engine would stop at such a number, before it could be told which one it is.
            values[name] = fits.ifelse(read_so, ibis.null(read_so.type()))
    return values, doubts


def places_of(service: Service, name: str) -> int:
    """How many decimals a number of that name may have."""
    field = service.fields.get(name)
    match field.type if field else None:
        case Whole() | Money():
            return 0
        case DecimalNumber(places=places):
            return places
    return _PLACES


def _limits(service: Service, name: str) -> tuple[int | Decimal, int | Decimal] | None:
    """The least and the most that a field may be; None where it has no limits."""
    field = service.fields.get(name)
    match field.type if field else None:
        case Whole(low, high) | Money(low, high) | DecimalNumber(min=low, max=high):
            return low, high
    return None


def _value(column: Value, of: FeelType, places: int) -> Value | None:
    """A column read as a type; None where it is to be taken as it is."""
    given = column.type()
    if given.is_string():
        text = _stripped(column)
        if of == NUMBER:
            return _number(text, places)
        if of == DATE:
            return _date(text)
        return _truth(text) if of == BOOLEAN else None
    if given.is_floating() and of == NUMBER:
        return _exact(column, places)
    if given.is_timestamp() and given.timezone is None and of == DATE:
        day = column.date()
        return (day.cast(given) == column).ifelse(day, ibis.null(dt.date))
    return None


def _stripped(column: Value) -> Value:
    for space in _SPACES[1:]:
        column = column.replace(space, " ")
    return column.strip()


def _number(text: Value, places: int) -> Value:
    """The number of a text: `12500`, `12 500`, `-3,5`; none with more decimals than `places`."""
    digits = text.replace(" ", "").replace(",", ".")
    decimals = f"([.][0-9]{{1,{places}}})?" if places else ""
    fits = digits.re_search(f"^-?[0-9]{{1,{_DIGITS}}}{decimals}$")
    return fits.ifelse(digits, ibis.null(dt.string)).cast(_numeric(places))


def _exact(column: Value, places: int) -> Value:
    """A float as the decimal number that it is written as; none when it has more decimals."""
    bound = column.abs() < 10**_DIGITS
    number = bound.ifelse(column, ibis.null(dt.float64)).cast(_numeric(places))
    return (number.cast(dt.float64) == column).ifelse(number, ibis.null(_numeric(places)))


def _numeric(places: int) -> Any:
    return dt.Decimal(_DIGITS + places, places) if places else dt.int64


def _date(text: Value) -> Value:
    """The day of a text: `2026-03-05` or `5/3/2026`; none when there is no such day."""
    iso, french = text.re_search(_ISO), text.re_search(_DAY_FIRST)
    year, month, day = (
        ibis.cases((iso, text.re_extract(_ISO, one)), (french, text.re_extract(_DAY_FIRST, other)))
        .nullif("")
        .cast(dt.int32)
        for one, other in ((1, 3), (2, 2), (3, 1))
    )
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = ibis.cases((month == 2, leap.ifelse(29, 28)), (month.isin((4, 6, 9, 11)), 30), else_=31)
    there = (year >= 1) & month.between(1, 12) & (day >= 1) & (day <= last)
    return there.ifelse(ibis.date(year, month, day), ibis.null(dt.date))


def _truth(text: Value) -> Value:
    lower = text.lower()
    return ibis.cases((lower.isin(YES), True), (lower.isin(NO), False))


def _words(of: FeelType, places: int) -> dict[str, str]:
    """What a column must hold, in words, and an example."""
    if of == DATE:
        return {"wanted": "une date", "wanted_en": "a date", "example": "2026-03-05"}
    if of == BOOLEAN:
        return {"wanted": "oui ou non", "wanted_en": "yes or no", "example": "oui"}
    if not places:
        return {"wanted": "un nombre entier", "wanted_en": "a whole number", "example": "12500"}
    some = f"un nombre d'au plus {places} décimales"
    return {"wanted": some, "wanted_en": f"a number of at most {places} decimals", "example": "3,5"}

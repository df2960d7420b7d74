"""Types of values: reading what people write, showing it back, and one JSON form of each."""

from kene.core.values.choices import Choice, Labels, YesNo
from kene.core.values.contract import (
    ApproximateDate,
    Coordinates,
    Entry,
    Json,
    Misread,
    Narrowing,
    Setting,
    Type,
    Value,
)
from kene.core.values.dates import Date, PartialDate
from kene.core.values.gazetteer import Division, Places
from kene.core.values.items import MOST_ITEMS, Items
from kene.core.values.lexicon import LANGUAGES, sentence
from kene.core.values.national import NationalNumber
from kene.core.values.numbers import DecimalNumber, Money, Whole
from kene.core.values.phones import Phone
from kene.core.values.places import Place
from kene.core.values.positions import Position
from kene.core.values.several import Choices
from kene.core.values.texts import Name, Text
from kene.core.values.times import TimeOfDay
from kene.core.values.types import TYPES, listing, type_named

__all__ = [
    "LANGUAGES",
    "MOST_ITEMS",
    "TYPES",
    "ApproximateDate",
    "Choice",
    "Choices",
    "Coordinates",
    "Date",
    "DecimalNumber",
    "Division",
    "Entry",
    "Items",
    "Json",
    "Labels",
    "Misread",
    "Money",
    "Name",
    "Narrowing",
    "NationalNumber",
    "PartialDate",
    "Phone",
    "Place",
    "Places",
    "Position",
    "Setting",
    "Text",
    "TimeOfDay",
    "Type",
    "Value",
    "Whole",
    "YesNo",
    "listing",
    "sentence",
    "type_named",
]

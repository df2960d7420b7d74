"""The types by the name that a pack gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, cast

from kene.core.problems import Mistakes, Where, declare
from kene.core.values.choices import Choice, YesNo
from kene.core.values.contract import Type
from kene.core.values.dates import Date, PartialDate
from kene.core.values.national import NationalNumber
from kene.core.values.numbers import DecimalNumber, Money, Whole
from kene.core.values.parameters import parameters_of, read_parameters, unknown
from kene.core.values.phones import Phone
from kene.core.values.places import Place
from kene.core.values.positions import Position
from kene.core.values.several import Choices
from kene.core.values.texts import Name, Text
from kene.core.values.times import TimeOfDay

UNKNOWN_TYPE = declare(
    "V401",
    fr=("Le type « {name} » n’existe pas.", "{hint}Types possibles : {known}."),
    en=("There is no type “{name}”.", "{hint}Possible types: {known}."),
)

_CLASSES: Final[tuple[type, ...]] = (
    *(
        Text,
        Name,
        Whole,
        DecimalNumber,
        Money,
        Date,
        PartialDate,
        TimeOfDay,
        YesNo,
        Choice,
        Choices,
        Place,
        Position,
        Phone,
        NationalNumber,
    ),
)

TYPES: Final[Mapping[str, type]] = {vars(each)["name"]: each for each in _CLASSES}
"""Every type by its name in a pack."""


def type_named(
    name: str,
    parameters: Mapping[str, object],
    where: Where,
    *,
    country: str = "ml",
    places: Mapping[str, tuple[Where, Where]] | None = None,
    also: Collection[str] = (),
) -> Type:
    """The type of that name with these parameters, as YAML gives them.

    `country` is the pack's, for a type that has one and is not told. `places` says where the key of
    each parameter is written, and its value; `where` stands for those that it does not tell. `also`
    are names that could have been meant. Raises Mistakes.
    """
    type_ = TYPES.get(name)
    if type_ is None:
        raise Mistakes([unknown(UNKNOWN_TYPE, name, {*TYPES, *also}, where)])
    if "country" in parameters_of(type_):
        parameters = {"country": country, **parameters}
    return cast(Type, type_(**read_parameters(type_, parameters, where, places or {})))


def listing() -> dict[str, dict[str, object]]:
    """Each type as JSON, for documentation: its class, what it is, and its parameters."""
    return {
        name: {
            "class": type_.__name__,
            "about": (type_.__doc__ or "").strip(),
            "feel": vars(type_)["feel"],
            "parameters": {
                each.name: {
                    "kind": each.kind,
                    "needed": each.needed,
                    "default": each.default if isinstance(each.default, bool | int) else None,
                    "known": list(each.known),
                }
                for each in parameters_of(type_).values()
            },
        }
        for name, type_ in TYPES.items()
    }

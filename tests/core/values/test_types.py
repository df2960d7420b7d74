"""A pack names a type and sets its parameters; each mistake is named with its way out."""

import json
from decimal import Decimal

import pytest

from kene.core.problems import Mistakes, Where
from kene.core.values import (
    TYPES,
    Choice,
    Choices,
    DecimalNumber,
    Money,
    Phone,
    Place,
    Text,
    Type,
    listing,
    type_named,
)

HERE = Where("service.yaml", 12, 5)


@pytest.mark.parametrize(
    ("name", "parameters", "type_"),
    [
        ("text", {"max": 40, "long": True}, Text(max=40, long=True)),
        ("decimal", {"places": 1, "max": 20.5}, DecimalNumber(1, max=Decimal("20.5"))),
        ("money", {"min": 100}, Money(100)),
        ("choice", {"options": ["fille", "garcon"]}, Choice(("fille", "garcon"))),
        ("place", {"level": "commune"}, Place("commune")),
        ("choices", {"options": ["eau", "soins"], "max": 1}, Choices(("eau", "soins"), max=1)),
        ("phone", {}, Phone("bf")),
        ("phone", {"country": "ne"}, Phone("ne")),
    ],
)
def test_a_type_takes_the_parameters_of_the_pack(
    name: str, parameters: dict[str, object], type_: Type
) -> None:
    country = "bf" if name == "phone" else "ml"
    assert type_named(name, parameters, HERE, country=country) == type_


@pytest.mark.parametrize(
    ("name", "parameters", "codes", "help_has"),
    [
        ("dat", {}, ["V401"], "date"),
        ("text", {"maxi": 4}, ["V402"], "max"),
        ("date", {"max": 4}, ["V402"], "-"),
        ("choice", {}, ["V403"], "options"),
        ("text", {"max": "quarante"}, ["V404"], "40"),
        ("text", {"max": True}, ["V404"], "40"),
        ("decimal", {"max": "beaucoup"}, ["V405"], "12.5"),
        ("decimal", {"max": float("nan")}, ["V405"], "12.5"),
        ("text", {"long": "oui"}, ["V406"], "true"),
        ("choice", {"options": ["fille"]}, ["V407"], "fille"),
        ("choice", {"options": ["a", "a"]}, ["V407"], "fille"),
        ("choice", {"options": ["a", {}]}, ["V407"], "fille"),
        ("choice", {"options": "fille"}, ["V407"], "fille"),
        ("place", {"level": "comune"}, ["V408"], "commune"),
        ("place", {"level": "commune", "country": "bf"}, ["V408"], "ml"),
        ("phone", {"country": "fr"}, ["V408"], "ml, bf, ne"),
        ("national_number", {"country": "ne"}, ["V408"], "ml"),
        ("choices", {"options": ["a", "b"], "min": 0}, ["V410"], ""),
        ("whole", {"min": 5, "max": 3}, ["V409"], ""),
        ("text", {"max": 0}, ["V410"], ""),
        ("decimal", {"places": 10}, ["V410"], ""),
        ("text", {"maxi": 4, "long": 1}, ["V402", "V406"], "max"),
    ],
)
def test_a_mistake_in_a_type_is_named_with_its_way_out(
    name: str, parameters: dict[str, object], codes: list[str], help_has: str
) -> None:
    with pytest.raises(Mistakes) as caught:
        type_named(name, parameters, HERE)
    problems = caught.value.problems
    assert [problem.code for problem in problems] == codes
    assert help_has in problems[0].help("fr")
    assert help_has in problems[0].help("en")
    assert all(problem.message("fr") != problem.message("en") for problem in problems)


def test_a_mistake_is_placed_where_its_parameter_is_written() -> None:
    there = Where("service.yaml", 14, 9)
    with pytest.raises(Mistakes) as caught:
        type_named("text", {"max": "x"}, HERE, places={"max": (HERE, there)})
    assert caught.value.problems[0].where == there


def test_every_type_is_listed_for_the_documentation() -> None:
    listed = json.loads(json.dumps(listing()))
    assert list(listed) == list(TYPES)
    assert listed["place"]["parameters"]["level"]["needed"]
    assert all(each["about"] and each["feel"] for each in listed.values())

"""What is asked: fields, the groups that hold them, and groups that repeat.

An answer inside the second item of a group has the address `prenoms.2`. The group's own field has
the group's name, the type `Items`, and counts the items once nobody is left to add: an item is
there from its first answer on. Expressions read such a group as a list of contexts. Why so:
`docs/decisions/0007-repeating-groups.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from typing import Final

from kene.core.expressions import Expression
from kene.core.expressions.values.clock import Time
from kene.core.values import Coordinates, Items, Type, Value

MAXIMUM_OCTETS: Final = 16_384
"""No conversation of a published pack is larger once encoded: it is written again at each step."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is asked, of a type, for a purpose; `when` and `valid` are conditions.

    `item` is the number, from 1, of the item that it belongs to; 0 outside groups that repeat.
    """

    name: str
    group: str
    type: Type
    purpose: str
    when: Expression | None = None
    valid: Expression | None = None
    optional: bool = False
    item: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that one page asks together, by name, in order; each item of one that `repeats`."""

    name: str
    fields: tuple[str, ...]
    repeats: bool = False


Answers = Mapping[str, Value]
Fields = Mapping[str, Field]


def address(name: str, number: int) -> str:
    """Where the answer to a field is, in that item."""
    return f"{name}.{number}"


def name_of(address: str) -> str:
    """The field, or the group, that an address is of: `prenoms` for `prenoms.2`."""
    return address.partition(".")[0]


def number_of(address: str) -> int:
    """The number of the item that an address is in; 0 when it is in none."""
    number = address.partition(".")[2]
    return int(number) if number.isascii() and number.isdecimal() else 0


def answerable(groups: tuple[Group, ...], fields: Fields) -> Fields:
    """Every field that may have an answer, by address, in the order in which they are asked."""
    found: dict[str, Field] = {}
    for group in groups:
        if not group.repeats:
            found |= {name: fields[name] for name in group.fields}
            continue
        own = fields[group.name]
        assert isinstance(own.type, Items)
        for number in range(1, own.type.max + 1):
            for name in group.fields:
                at = address(name, number)
                place = address(group.name, number)
                found[at] = replace(fields[name], name=at, group=place, item=number)
        found[group.name] = own
    return found


def count(group: Group, known: Mapping[str, object]) -> int:
    """How many items there are: those that were counted, else those that have an answer."""
    counted = known.get(group.name)
    if isinstance(counted, int):
        return counted
    if isinstance(counted, list):
        return len(counted)
    names = frozenset(group.fields)
    return max((number_of(each) for each in known if name_of(each) in names), default=0)


def read(group: Group, known: Mapping[str, object]) -> list[dict[str, object]]:
    """The items as expressions read them: a list of contexts, null where nothing was answered."""
    return [
        {name: feel(known.get(address(name, number))) for name in group.fields}
        for number in range(1, count(group, known) + 1)
    ]


def inside(group: Group, known: Mapping[str, object], number: int) -> dict[str, object]:
    """What expressions inside an item may read: its own answers, and all that is known outside."""
    own = {name: known.get(address(name, number)) for name in group.fields}
    return {**known, **{name: feel(value) for name, value in own.items() if value is not None}}


def feel(value: object) -> object:
    """An answer as expressions read it."""
    match value:
        case time():
            return Time(value.hour, value.minute, value.second)
        case tuple():
            return list(value)
        case Coordinates(latitude, longitude):
            return {"latitude": latitude, "longitude": longitude}
        case _:
            return value


def answer(value: object) -> object:
    """An answer as it was given, of what expressions read: the inverse of `feel`."""
    match value:
        case Time():
            return time(value.hour, value.minute, value.second)
        case list():
            return tuple(value)
        case {"latitude": Decimal() as latitude, "longitude": Decimal() as longitude}:
            return Coordinates(latitude, longitude)
        case _:
            return value


def holds(when: Expression | None, known: Mapping[str, object]) -> bool:
    """Whether a field is asked; a condition that is not settled, or that knows nothing, waits."""
    return when is None or (not when.inputs.isdisjoint(known) and when.evaluate(known) is True)


def present(
    groups: tuple[Group, ...], fields: Fields, known: Mapping[str, object], at: str = ""
) -> Iterator[Field]:
    """The fields that are asked, in order, those of each item too; `fields` are the answerable.

    `at` is the address where somebody is: an item that they begin is there too.
    """
    for group in groups:
        if not group.repeats:
            asked = (fields[name] for name in group.fields)
            yield from (field for field in asked if holds(field.when, known))
        elif holds(fields[group.name].when, known):
            yield from _items(group, fields, known, at)
            yield fields[group.name]


def _items(group: Group, fields: Fields, known: Mapping[str, object], at: str) -> Iterator[Field]:
    kind = fields[group.name].type
    assert isinstance(kind, Items)
    begun = number_of(at) if name_of(at) in group.fields else 0
    for number in range(1, min(kind.max, max(count(group, known), kind.min, begun)) + 1):
        scope = inside(group, known, number)
        for name in group.fields:
            field = fields[address(name, number)]
            if holds(field.when, scope):
                yield field


def without(group: Group, answers: Answers, number: int) -> dict[str, Value]:
    """The answers without that item: those after it move up, and the group is to be counted."""
    last = count(group, answers)
    kept = {
        at: value
        for at, value in answers.items()
        if name_of(at) not in group.fields and at != group.name
    }
    for old in range(1, last + 1):
        if old != number:
            new = old - (old > number)
            kept |= {
                address(name, new): answers[address(name, old)]
                for name in group.fields
                if address(name, old) in answers
            }
    return kept


def merged(groups: tuple[Group, ...], answers: Answers, changed: Answers) -> dict[str, Value]:
    """The answers once these are given again: a group that is counted again is given whole."""
    again = {group.name for group in groups if group.repeats and group.name in changed}
    gone = {name for group in groups if group.name in again for name in group.fields}
    return {at: v for at, v in answers.items() if name_of(at) not in gone} | dict(changed)


def difference(groups: tuple[Group, ...], before: Answers, after: Answers) -> dict[str, Value]:
    """What `merged` needs to make `after` of `before`."""
    names = {name: group.name for group in groups if group.repeats for name in group.fields}
    changed = {at for at, value in after.items() if before.get(at) != value}
    changed |= {at for at in before.keys() - after.keys() if name_of(at) in names}
    again = {names.get(name_of(at), at) for at in changed}
    return {
        at: value
        for at, value in after.items()
        if at in changed or at in again or names.get(name_of(at)) in again
    }

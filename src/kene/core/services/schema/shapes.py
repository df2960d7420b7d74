"""The definitions of a pack as shapes: their keys, from the types that load packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kene.core.services.definition import PackDefinition, SharedDefinition
from kene.core.services.reading import Located, key_of


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a definition: the type of its value, and whether it has to be there."""

    name: str
    type: Any
    needed: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A definition by its name in this package's wording; `open` takes a type's parameters too."""

    name: str
    keys: Mapping[str, Key]
    open: bool


@cache
def shape(definition: type) -> Shape:
    """The shape of a dataclass of `kene.core.services.definition`."""
    hints = get_type_hints(definition)
    keys = {
        key_of(each.name): Key(
            key_of(each.name),
            hints[each.name],
            each.default is MISSING and each.default_factory is MISSING,
        )
        for each in fields(definition)
        if each.name != "where" and not each.metadata.get("rest")
    }
    return Shape(name_of(definition), keys, any(f.metadata.get("rest") for f in fields(definition)))


@cache
def shapes() -> Mapping[str, Shape]:
    """Every shape that a pack or a shared part can hold, by name, the whole pack first."""
    found: dict[str, Shape] = {}
    waiting: list[type] = [PackDefinition, SharedDefinition]
    while waiting:
        here = waiting.pop(0)
        if name_of(here) not in found:
            found[name_of(here)] = shape(here)
            waiting += (each for key in shape(here).keys.values() for each in inside(key.type))
    return found


def name_of(definition: type) -> str:
    """`action` for `ActionDefinition`."""
    return definition.__name__.removesuffix("Definition").lower()


def inside(wanted: Any) -> Iterator[type]:
    """The definitions that a value of that type can hold directly."""
    if is_definition(wanted):
        yield wanted
    elif get_origin(wanted) is not Literal:
        for each in get_args(wanted):
            yield from inside(each)


def is_definition(wanted: Any) -> bool:
    """Whether the type is a mapping of keys that a dataclass describes."""
    return isinstance(wanted, type) and is_dataclass(wanted) and wanted is not Located


def choices(wanted: Any) -> tuple[Any, ...]:
    """The types of a union, without None; of any other type, itself."""
    if get_origin(wanted) in (Union, UnionType):
        return tuple(each for each in get_args(wanted) if each is not type(None))
    return (wanted,)

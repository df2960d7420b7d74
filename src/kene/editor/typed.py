"""What a path of keys of `service.yaml` is, from the shapes of its definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from kene.core.services.definition import PackDefinition
from kene.core.services.schema import Meaning, Shape, meaning, shape
from kene.core.services.schema.shapes import choices, is_definition
from kene.core.services.tree import Branch, Leaf, Listing, Node
from kene.editor.spot import ITEM


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands at a path: the definition and the key that it comes from, and its type.

    `named` says that the last step is a name that the author chose.
    """

    definition: str
    key: str
    type: Any
    named: bool = False

    @property
    def shape(self) -> Shape | None:
        """The keys that may be written here, where keys are given by the language."""
        found = (shape(each) for each in choices(self.type) if is_definition(each))
        return next(found, None)

    @property
    def literals(self) -> tuple[str, ...]:
        """The only values that may be written here, when there are any."""
        if bool in choices(self.type):
            return ("yes", "no")
        listed = (get_args(each) for each in choices(self.type) if get_origin(each) is Literal)
        return tuple(str(one) for each in listed for one in each)

    @property
    def meaning(self) -> Meaning | None:
        """What a text here stands for."""
        return meaning(self.definition, self.key)


def typed(path: tuple[str, ...]) -> Typed:
    """What stands at a path; a step that the language does not know leads to a type of None."""
    here = Typed("", "pack", PackDefinition)
    for step in path:
        here = _inside(here, step)
    return here


def walked(tree: Branch) -> Iterator[tuple[Typed, Leaf, bool]]:
    """Each key and each text of `service.yaml`, and whether it is a key."""
    yield from _walked(Typed("", "pack", PackDefinition), tree)


def _walked(here: Typed, node: Node) -> Iterator[tuple[Typed, Leaf, bool]]:
    match node:
        case Leaf():
            yield here, node, False
        case Listing(_, items):
            for item in items:
                yield from _walked(_inside(here, ITEM), item)
        case Branch(_, items):
            for key, (leaf, child) in items.items():
                inner = _inside(here, key)
                yield inner, leaf, True
                yield from _walked(inner, child)


def _inside(here: Typed, step: str) -> Typed:
    for each in choices(here.type):
        origin = get_origin(each)
        if step == ITEM and origin is tuple:
            return Typed(here.definition, here.key, get_args(each)[0])
        if origin is Mapping:
            return Typed(here.definition, here.key, get_args(each)[1], named=True)
        if is_definition(each):
            known = shape(each)
            key = known.keys.get(step)
            return Typed(known.name, step, key.type if key else None)
    return Typed(here.definition, step, None)

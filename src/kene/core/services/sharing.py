"""What the shared parts of a country, or of a house, give to a pack: what it names, and no more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kene.core.services.merging import Merge
from kene.core.services.tree import Branch, Leaf, Listing, Node, leaves, under, words
from kene.core.values.types import TYPES

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "purposes": ("for", "contact"),
    "authorities": ("authority",),
    "law": ("law", "because"),
}
"""What a part shares by name, and the keys whose text is such a name. Purposes cite laws."""
_WORD: Final = re.compile(r"[\w-]+")
_REVIEWED: Final = "reviewed"
_Items = Mapping[str, tuple[Leaf, Node]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A definition with what its parts give it. `typed` are the named types of its fields."""

    definition: Branch
    typed: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def texts(self, part: Branch) -> Branch:
        """What a part's texts of a language say of the names of the definition.

        Those of a named type are said of the fields that are of it; those of the authority, of the
        service.
        """
        kinds, called = (_section(part, section) for section in ("types", "authorities"))
        types = {name: kinds[kind] for name, kind in self.typed.items() if kind in kinds}
        below = _with(Branch(part.where), "fields", Branch(part.where, types))
        authority = self.definition.get("authority")
        if isinstance(authority, Leaf) and authority.text in called:
            below = _with(below, "authority", called[authority.text][1])
        own = {
            section: (leaf, Branch(node.where, said))
            for section, (leaf, node) in part.items.items()
            if isinstance(node, Branch)
            and (said := {key: each for key, each in node.items.items() if key in self.names})
            and section not in ("types", "authorities")
        }
        found = Merge("", wording=True).branches(below, Branch(part.where, own))
        if (reviewed := part.items.get(_REVIEWED)) and leaves(found):
            return replace(found, items={**found.items, _REVIEWED: reviewed})
        return found


def filled(definition: Branch, parts: Collection[Branch], tables: Iterable[str]) -> Filled:
    """Fill in what a definition names and does not define: its own first, then the parts in order.

    `tables` are the texts of its decisions, whose rules cite laws.
    """
    made, typed = _typed(definition, _offered((definition, *parts), "types", TYPES))
    cited_by_rules = {word for text in tables for word in _WORD.findall(text)}
    for section, keys in SECTIONS.items():
        cited = {leaf.text for leaf in under(made, keys)}
        if section == "law":
            cited |= cited_by_rules
        offered = _offered(parts, section)
        own = _section(made, section)
        taken = {key: offered[key] for key in offered if key in cited and key not in own}
        if taken:
            made = _with(made, section, Branch(made.where, {**own, **taken}))
    days = [day for part in parts for day in leaves(part.get("holidays"))]
    if days:
        days = [*leaves(made.get("holidays")), *days]
        made = _with(made, "holidays", Listing(made.where, tuple(days)))
    return Filled(made, typed, frozenset(words(made)))


def offered(parts: Collection[Branch]) -> dict[str, frozenset[str]]:
    """The names that parts share, by section."""
    return {section: frozenset(_offered(parts, section)) for section in (*SECTIONS, "types")}


def _typed(tree: Branch, types: _Items) -> tuple[Branch, dict[str, str]]:
    """The definition with each named type filled in, and the types of what is asked or entered
    that have one."""
    typed: dict[str, str] = {}

    def of_types(within: Branch, key: str) -> Branch:
        each = {}
        for name, (leaf, node) in _section(within, key).items():
            kind = node.get("type") if isinstance(node, Branch) else None
            if isinstance(kind, Leaf) and kind.text in types:
                typed[name] = kind.text
                node = _of_type(node, types[kind.text][1])
            each[name] = leaf, node
        return _with(within, key, Branch(within.where, each)) if each else within

    groups = tree.get("ask")
    if types and isinstance(groups, Listing):
        items = (of_types(g, "fields") if isinstance(g, Branch) else g for g in groups.items)
        tree = _with(tree, "ask", Listing(groups.where, tuple(items)))
    return (of_types(tree, "enter") if types else tree), typed


def _of_type(node: Node, kind: Node) -> Node:
    """A field that says nothing of a parameter has that of its type."""
    if not isinstance(node, Branch) or not isinstance(kind, Branch):
        return node
    own = {key: each for key, each in node.items.items() if key != "type"}
    return Branch(node.where, {**kind.items, **own})


def _offered(trees: Iterable[Branch], section: str, but: Collection[str] = ()) -> _Items:
    """What the trees have in a section, by name: the first tree that has it."""
    found: dict[str, tuple[Leaf, Node]] = {}
    for tree in trees:
        for name, each in _section(tree, section).items():
            if name not in but:
                found.setdefault(name, each)
    return found


def _section(tree: Branch, name: str) -> _Items:
    node = tree.get(name)
    return node.items if isinstance(node, Branch) else {}


def _with(tree: Branch, key: str, node: Node) -> Branch:
    leaf = tree.items[key][0] if key in tree.items else Leaf(key, node.where)
    return replace(tree, items={**tree.items, key: (leaf, node)})

"""One tree written over another: what an overlay says, over what it extends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from kene.core.problems import Problem
from kene.core.services.mistakes import NOT_INHERITED, unknown
from kene.core.services.reading import Located
from kene.core.services.tree import Branch, Leaf, Listing, Node, named
from kene.core.wording import FORMS

NOTHING: Final = frozenset({"null", "~"})
"""How YAML writes that there is nothing."""


@dataclass(slots=True)
class Merge:
    """Trees merged by one rule: keys merge, a text or a list replaces, `null` takes out.

    Keys over a list change its items of these names. In `wording`, a text replaces a text with all
    its forms. What is taken out or changed, and is not in `base`, goes to `problems`.
    """

    base: str
    wording: bool = False
    problems: list[Problem] = field(default_factory=list)

    def merged(self, under: Node, over: Node) -> Node:
        """The tree of both; every node keeps the place where it is written."""
        match under, over:
            case (Branch(), Branch()):
                return over if self._is_text(over) else self.branches(under, over)
            case (Listing(_, items), Branch()):
                return Listing(under.where, self._items(items, over))
            case _:
                return over

    def branches(self, under: Branch, over: Branch) -> Branch:
        """The same of two mappings."""
        items = dict(under.items)
        for key, (leaf, node) in over.items.items():
            if key in under.items:
                if removes(node):
                    del items[key]
                else:
                    items[key] = (leaf, self.merged(under.items[key][1], node))
            elif removes(node):
                self.absent(leaf, under.items)
            else:
                items[key] = (leaf, node)
        return replace(over, items=items)

    def _items(self, items: tuple[Node, ...], over: Branch) -> tuple[Node, ...]:
        names = [named(item) for item in items]
        for key, (leaf, _) in over.items.items():
            if key not in names:
                self.absent(leaf, filter(None, names))
        changed = (
            (item, over.get(name) if name else None)
            for item, name in zip(items, names, strict=True)
        )
        return tuple(
            item if change is None else self.merged(item, change)
            for item, change in changed
            if change is None or not removes(change)
        )

    def _is_text(self, over: Branch) -> bool:
        return self.wording and bool(over.items) and set(over.items) <= FORMS

    def absent(self, name: Leaf, known: Iterable[str]) -> None:
        """Tell that a name is not among those known of the base."""
        found = unknown(NOT_INHERITED, Located(name.text, name.where), known)
        details = {**found.details, "base": self.base}
        self.problems.append(Problem(NOT_INHERITED, name.where, details))


def removes(node: Node) -> bool:
    """Whether an overlay takes out what is written there."""
    return isinstance(node, Leaf) and node.plain and node.text in NOTHING

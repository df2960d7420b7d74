"""Where the keys of a pack are written, found again from its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kene.core.problems import Where
from kene.core.services.tree import Branch, Leaf, Listing, Node, read

SERVICE: Final = "service.yaml"


class Places:
    """The places of a pack's keys; its YAML files were read once already, so they can be again."""

    def __init__(self, files: Mapping[str, bytes], root: str) -> None:
        self._files = files
        self._root = root
        self._trees: dict[str, Branch] = {}

    def service(self, *path: str) -> Where:
        """Where `service.yaml` writes that path of keys, or the nearest thing around it.

        An item of a list is named by its own text, or by the value of its first key.
        """
        return _place(self._tree(SERVICE), path)

    def wording(self, language: str, key: str) -> Where:
        """Where the texts of a language have that dotted key, or the nearest one around it."""
        return _place(self.texts(language), key.split("."))

    def texts(self, language: str) -> Branch:
        """The tree of the texts of a language."""
        return self._tree(f"wording/{language}.yaml")

    def _tree(self, name: str) -> Branch:
        if name not in self._trees:
            path = f"{self._root}/{name}" if self._root else name
            self._trees[name] = read(self._files[name].decode("utf-8", errors="replace"), path)
        return self._trees[name]


def _place(node: Node, path: list[str] | tuple[str, ...]) -> Where:
    where = Where(node.where.file, 1, 1)
    for step in path:
        found = _inside(node, step)
        if found is None:
            break
        where, node = found
    return where


def _inside(node: Node, step: str) -> tuple[Where, Node] | None:
    match node:
        case Branch(_, items) if step in items:
            key, child = items[step]
            return key.where, child
        case Listing(_, items):
            for item in items:
                if _named(item, step):
                    return item.where, item
    return None


def _named(item: Node, name: str) -> bool:
    match item:
        case Leaf(text):
            return text == name
        case Branch(_, items):
            first = next(iter(items.values()), None)
            return first is not None and _named(first[1], name)
        case _:
            return False

"""Where the keys of a pack are written, found again from its files."""

from __future__ import annotations

from collections.abc import Mapping

from kene.core.problems import Where
from kene.core.services.composing import whole
from kene.core.services.tree import Branch, Listing, Node, named


class Places:
    """The places of a pack's keys; its YAML files were read once already, so they can be again.

    What it has from others is where they write it.
    """

    def __init__(self, files: Mapping[str, bytes], root: str) -> None:
        self._whole = whole(files, root)
        self._texts: dict[str, Branch] = {}
        self._shared: dict[str, Branch] = {}

    def service(self, *path: str) -> Where:
        """Where `service.yaml` writes that path of keys, or the nearest thing around it.

        An item of a list is named by its own text, or by the value of its first key.
        """
        return place(self._whole.definition, path)[0]

    def wording(self, language: str, key: str) -> Where:
        """Where the texts of a language have that dotted key, or the nearest one around it."""
        where, whole = place(self.texts(language), key.split("."))
        if whole or self._whole.alone:
            return where
        if language not in self._shared:
            self._shared[language] = self._whole.shared_texts(language)
        shared, found = place(self._shared[language], key.split("."))
        return shared if found else where

    def file(self, name: str) -> Where:
        """Where a file of the pack is, by its path inside it."""
        return Where(self._whole.path(name))

    def texts(self, language: str) -> Branch:
        """The tree of the texts of a language, but for those that it has from shared parts."""
        if language not in self._texts:
            self._texts[language] = self._whole.own_texts(language)
        return self._texts[language]


def place(node: Node, path: list[str] | tuple[str, ...]) -> tuple[Where, bool]:
    """The place of a path of keys in a tree, or of the nearest thing around; if it is all there."""
    where = Where(node.where.file, 1, 1)
    for step in path:
        found = _inside(node, step)
        if found is None:
            return where, False
        where, node = found
    return where, True


def _inside(node: Node, step: str) -> tuple[Where, Node] | None:
    match node:
        case Branch(_, items) if step in items:
            key, child = items[step]
            return key.where, child
        case Listing(_, items):
            for item in items:
                if named(item) == step:
                    return item.where, item
    return None

"""A pack that is being typed: its files as the editor has them, and what it last meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kene.catalogue.packing import own_files, part_of
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import Service
from kene.core.services.composing import SERVICE, SHARED, parts
from kene.core.services.tree import Branch, Leaf, Listing, Node, read
from kene.testing.pack import NotAPack, check_files


def folder_of(path: Path) -> Path | None:
    """The folder of the pack, or of the shared part, that a file belongs to, or None."""
    files = (SERVICE, SHARED)
    return next((f for f in path.parents if any((f / name).is_file() for name in files)), None)


@dataclass(slots=True)
class OpenPack:
    """A pack in a folder; `edited` are the texts that are not saved yet, by path inside it.

    What does not parse while it is typed keeps its last meaning: `service` and the trees are the
    last that could be read. `problems` are those of the last check.
    """

    folder: Path
    edited: dict[str, str] = field(default_factory=dict)
    service: Service | None = None
    problems: tuple[Problem, ...] = ()
    _read: dict[str, tuple[str, Branch]] = field(default_factory=dict)

    @property
    def definition(self) -> str:
        """The file that says what it is."""
        return SHARED if (self.folder / SHARED).is_file() else SERVICE

    def parts(self) -> Iterator[OpenPack]:
        """What it is made of, as it is saved."""
        own = self.text(SERVICE).encode()
        base = {SERVICE: own} if self.definition == SERVICE else {}
        for name in parts(base):
            folder = part_of(self.folder, name)
            if folder is not None:
                yield OpenPack(folder)

    def files(self) -> dict[str, bytes]:
        """Its own files as they are now."""
        try:
            saved = own_files(self.folder, self.definition)
        except NotAPack:
            saved = {}
        return {**saved, **{name: text.encode() for name, text in self.edited.items()}}

    def check(self) -> tuple[Problem, ...]:
        """Every problem of the pack as it is now."""
        checked = check_files(self.folder, self.files())
        self.service = checked.service or self.service
        self.problems = checked.problems
        return checked.problems

    def text(self, name: str) -> str:
        """A file as it is now; "" when there is none."""
        if name in self.edited:
            return self.edited[name]
        path = self.folder / name
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    def tree(self, name: str) -> Branch:
        """The last tree of a YAML file."""
        path, text = (self.folder / name).as_posix(), self.text(name)
        before, tree = self._read.get(name, ("", Branch(Where(path, 1, 1))))
        if text != before:
            with suppress(Mistakes):
                tree = read(text, path)
            self._read[name] = (text, tree)
        return tree

    def languages(self) -> tuple[str, ...]:
        """The languages of the pack's wordings, its first one first."""
        listed = self.tree(self.definition).get("languages")
        return tuple(texts(listed)) if listed else ()

    def section(self, *path: str) -> Mapping[str, Leaf]:
        """The keys that its definition has under a path, with their places."""
        return {key: leaf for node in self.at(*path) for key, leaf in _keys(node)}

    def worded(self, *path: str) -> Mapping[str, Leaf]:
        """The keys that the wordings have under a path, in the first language that has them."""
        found: dict[str, Leaf] = {}
        for language in self.languages():
            node = _down(self.tree(wording_file(language)), path)
            for key, leaf in _keys(node):
                found.setdefault(key, leaf)
        return found

    def wording_at(self, language: str, key: str) -> str | None:
        """The text that a language has under a dotted key, its long form; None without one."""
        node = _down(self.tree(wording_file(language)), tuple(key.split(".")))
        if isinstance(node, Branch):
            node = node.get("long") or node.get("other")
        return node.text if isinstance(node, Leaf) else None

    def at(self, *path: str) -> Iterator[Node]:
        """The nodes at a path; a list is looked into whole."""
        nodes: list[Node] = [self.tree(self.definition)]
        for step in path:
            inner = [item for node in nodes for item in _items(node)]
            found = (item.get(step) for item in inner if isinstance(item, Branch))
            nodes = [node for node in found if node is not None]
        return iter(nodes)


def wording_file(language: str) -> str:
    """The file of a language's texts."""
    return f"wording/{language}.yaml"


def texts(node: Node) -> Iterator[str]:
    """The texts of a list, or of one leaf."""
    match node:
        case Leaf(text):
            yield text
        case Listing(_, items):
            for item in items:
                yield from texts(item)
        case Branch():
            pass


def _down(node: Node | None, path: tuple[str, ...]) -> Node | None:
    for step in path:
        node = node.get(step) if isinstance(node, Branch) else None
    return node


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else (node,)


def _keys(node: Node | None) -> Iterator[tuple[str, Leaf]]:
    if isinstance(node, Branch):
        yield from ((key, leaf) for key, (leaf, _) in node.items.items())

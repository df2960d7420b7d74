"""YAML read as a tree in which every key and every leaf knows its place."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from kene.core.lines import place_of, starts_of
from kene.core.problems import Mistakes, Problem, Where, declare
from kene.core.services.unreadable import BRACES, UNREADABLE, unreadable

MAXIMUM_OCTETS = 512 * 1024
MAXIMUM_DEPTH = 24

TOO_LARGE = declare(
    "S102",
    fr=(
        "Ce fichier est trop grand ou trop imbriqué.",
        "Un fichier fait au plus 512 ko et 24 niveaux.",
    ),
    en=("This file is too large or too deeply nested.", "A file has at most 512 kB and 24 levels."),
)
TWICE = declare(
    "S103",
    fr=("« {name} » est écrit deux fois au même endroit.", "Gardez-en un seul."),
    en=("'{name}' is written twice in the same place.", "Keep only one."),
)


NOT_UTF_8 = declare(
    "S110",
    fr=(
        "Ce fichier est enregistré en {encoding}, et non en UTF-8 : ses accents seraient perdus.",
        "Enregistrez-le en UTF-8 : « CSV UTF-8 » dans Excel, « Encodage : UTF-8 » ailleurs.",
    ),
    en=(
        "This file is saved in {encoding}, and not in UTF-8: its accents would be lost.",
        "Save it in UTF-8: 'CSV UTF-8' in Excel, 'Encoding: UTF-8' elsewhere.",
    ),
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar as it was written; `plain` says that it had no quotes, and was no block of lines,
    `quoted` that it had."""

    text: str
    where: Where
    plain: bool = True
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping: for each key, the key itself as a leaf, and its node; `flow` says that it was
    written between braces."""

    where: Where
    items: Mapping[str, tuple[Leaf, Node]] = field(default_factory=dict)
    flow: bool = False

    def get(self, name: str) -> Node | None:
        """The node under that key, or None."""
        found = self.items.get(name)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence of nodes."""

    where: Where
    items: tuple[Node, ...] = ()


Node = Leaf | Branch | Listing
_Place = Callable[[yaml.Mark], Where]


def decoded(octets: bytes, file: str) -> str:
    """The text of a file. Raises Mistakes where it is not UTF-8."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        before = octets[: error.start].decode("utf-8")
        where = Where(file, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        wide = octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        details = {"encoding": "UTF-16" if wide else "Windows-1252"}
        raise Mistakes([Problem(NOT_UTF_8, where, details)]) from error


def read(text: str, file: str) -> Branch:
    """The tree of a YAML file whose root is a mapping. Raises Mistakes with every problem found."""
    if len(text.encode()) > MAXIMUM_OCTETS:
        raise Mistakes([Problem(TOO_LARGE, Where(file))])
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise Mistakes([unreadable(text, file, error)]) from error
    except RecursionError as error:
        raise Mistakes([Problem(TOO_LARGE, Where(file))]) from error
    problems: list[Problem] = []
    tree = _node(root, _places(text, file), problems, 0) if root else Branch(Where(file, 1, 1))
    if not isinstance(tree, Branch):
        problems.append(Problem(UNREADABLE, Where(file, 1, 1), {"reason": "key: value"}))
    if problems or not isinstance(tree, Branch):
        raise Mistakes(problems)
    return tree


def named(item: Node) -> str:
    """The name of an item of a list: its own text, or the value of its first key; "" without."""
    match item:
        case Leaf(text):
            return text
        case Branch(_, items):
            first = next(iter(items.values()), None)
            return named(first[1]) if first else ""
        case Listing():
            return ""


def _places(text: str, file: str) -> _Place:
    """Where each mark of a text is. The library leaves out the mark of its order of octets."""
    starts = starts_of(text.removeprefix("\ufeff"))

    def place(mark: yaml.Mark) -> Where:
        row, column = place_of(starts, mark.index)
        return Where(file, row + 1, column + 1)

    return place


def _node(node: yaml.Node, place: _Place, problems: list[Problem], depth: int) -> Node:
    where = place(node.start_mark)
    if depth > MAXIMUM_DEPTH:
        raise Mistakes([Problem(TOO_LARGE, where)])
    match node:
        case yaml.ScalarNode():
            quoted = node.style in ("'", '"')
            return Leaf(str(node.value), where, plain=not node.style, quoted=quoted)
        case yaml.SequenceNode():
            return Listing(where, tuple(_node(n, place, problems, depth + 1) for n in node.value))
        case yaml.MappingNode():
            return _branch(node, place, problems, depth)
        case _:
            raise TypeError(f"YAML has no node like {node!r}")


def _branch(node: yaml.MappingNode, place: _Place, problems: list[Problem], depth: int) -> Branch:
    items: dict[str, tuple[Leaf, Node]] = {}
    for key_node, value_node in node.value:
        key = _node(key_node, place, problems, depth + 1)
        if not isinstance(key, Leaf):
            problems.append(Problem(UNREADABLE, key.where, {"reason": "key: value"}))
            continue
        if node.flow_style and value_node.start_mark.index == key_node.end_mark.index:
            # No colon after it: a comma has cut a text in two.
            problems.append(Problem(BRACES, key.where))
        if key.text in items:
            problems.append(Problem(TWICE, key.where, {"name": key.text}))
        items[key.text] = (key, _node(value_node, place, problems, depth + 1))
    return Branch(place(node.start_mark), items, bool(node.flow_style))


def leaves(node: Node | None) -> tuple[Leaf, ...]:
    """The texts of a list, or the one text; of a mapping, those of its values."""
    match node:
        case Leaf():
            return (node,)
        case Listing(_, items):
            return tuple(leaf for item in items for leaf in leaves(item))
        case Branch(_, items):
            return tuple(leaf for _, child in items.values() for leaf in leaves(child))
        case None:
            return ()


def under(node: Node, keys: Collection[str]) -> Iterator[Leaf]:
    """The texts that stand under one of these keys, however deep."""
    match node:
        case Branch(_, items):
            for key, (_, child) in items.items():
                if key in keys and isinstance(child, Leaf):
                    yield child
                else:
                    yield from under(child, keys)
        case Listing(_, items):
            for item in items:
                yield from under(item, keys)
        case Leaf():
            return


def words(node: Node) -> Iterator[str]:
    """Every key and every text of a tree."""
    match node:
        case Leaf(text):
            yield text
        case Listing(_, items):
            for item in items:
                yield from words(item)
        case Branch(_, items):
            for key, (_, child) in items.items():
                yield key
                yield from words(child)


def octets(node: Node) -> Iterator[bytes]:
    """What a tree says, in octets that depend on nothing else."""
    match node:
        case Leaf(text, _, plain):
            yield f"{'p' if plain else 'q'}{len(text)}:{text}".encode()
        case Listing(_, items):
            yield b"["
            for item in items:
                yield from octets(item)
            yield b"]"
        case Branch(_, items):
            yield b"{"
            for key, (_, child) in items.items():
                yield f"{len(key)}:{key}".encode()
                yield from octets(child)
            yield b"}"

"""The texts of a language, from the tree of its file: keys and texts just as they are written."""

from __future__ import annotations

from typing import Final

from kene.core.problems import Problem
from kene.core.services.reading import WANT_TEXT, Reader
from kene.core.services.tree import Branch, Leaf, Listing, Node
from kene.core.wording import Wording, flatten

REVIEWED: Final = "reviewed"


def read_wording(tree: Branch, language: str, problems: list[Problem]) -> Wording:
    """The wording in a tree; `reviewed: no` says that no speaker read it."""
    reader = Reader()
    reviewed = tree.get(REVIEWED)
    read = True if reviewed is None else reader.yes_no(reviewed)
    problems += reader.problems
    texts = {
        name: _plain(child, problems) for name, (_, child) in tree.items.items() if name != REVIEWED
    }
    return Wording(language, flatten(texts), reviewed=read is not False)


def _plain(node: Node, problems: list[Problem]) -> object:
    match node:
        case Leaf(text):
            return text
        case Branch(_, items):
            return {name: _plain(child, problems) for name, (_, child) in items.items()}
        case Listing(where):
            problems.append(Problem(WANT_TEXT, where))
            return ""

"""The problems of a tree, noted while it is typed."""

from __future__ import annotations

from typing import Final

from kene.core.expressions import mistakes
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import Enumeration, FeelType, conforms, plain
from kene.core.problems import Kind, Problem, Where, nearest

_SAID: Final = frozenset(("oui", "non", "vrai", "faux", "yes", "no"))
"""What people write for `true` and `false`, or of an option without its quotes."""


class Report:
    """What is wrong with a tree that begins at a place; `problems` fills as it goes."""

    def __init__(self, where: Where) -> None:
        self.problems: list[Problem] = []
        self._where = where

    def report(self, kind: Kind, node: Node, **details: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(kind, self._where.moved(*node.at), details))

    def wrong_type(self, node: Node, wanted: FeelType) -> None:
        """Note that a node is not of the type that is wanted."""
        self.report(mistakes.WRONG_TYPE, node, given=shown(node.type), wanted=shown(wanted))

    def unknown(self, kind: Kind, node: Node, word: str, known: list[str]) -> None:
        """Note an unknown name or option, and the nearest known one."""
        near = nearest(word, known)
        hint = f"Vouliez-vous dire « {near} » ?" if near else _choices_fr(known)
        hint_en = f"Did you mean “{near}”?" if near else _choices_en(known)
        if kind is mistakes.UNKNOWN_NAME and word.lower() in _SAID:
            hint = f"Un oui, un non : true, false. Une option, entre apostrophes : '{word}'."
            hint_en = f"A yes, a no: true, false. An option, in quotes: '{word}'."
            near = ""
        said = {"near": near, "nearest": hint, "nearest_en": hint_en}
        self.report(kind, node, name=word, option=word, **said)

    def option(self, node: Node, given: Enumeration, wanted: Enumeration) -> None:
        """Note each option of `given` that `wanted` has not."""
        for value in given.values:
            if value not in wanted.values:
                self.unknown(mistakes.UNKNOWN_OPTION, node, value, list(wanted.values))

    def expect(self, node: Node, wanted: FeelType) -> None:
        """Note a problem unless the typed node conforms to a type."""
        if conforms(node.type, wanted):
            return
        if isinstance(node.type, Enumeration) and isinstance(wanted, Enumeration):
            self.option(node, node.type, wanted)
        else:
            self.wrong_type(node, wanted)


def shown(of: FeelType) -> str:
    """A type as an author reads it."""
    return str(plain(of))


def _choices_fr(known: list[str]) -> str:
    return "Connus : " + ", ".join(known[:12]) + "." if known else "Aucun nom n'est connu ici."


def _choices_en(known: list[str]) -> str:
    return "Known: " + ", ".join(known[:12]) + "." if known else "No name is known here."

"""The names of a DMN model as words of a pack, and its FEEL texts rewritten with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar, cast

from kene.core.expressions import syntax as tree
from kene.core.expressions.printing import printed
from kene.core.expressions.scanner import normal
from kene.core.expressions.standard import Vocabulary, read_expression, read_tests
from kene.core.problems import Mistakes, Where

_Part = TypeVar("_Part")


class Words:
    """A word for each name: `Applicant Age` is `Applicant_Age`, a second such `Applicant_Age_2`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._words: dict[str, str] = {}
        for name in names:
            word = plain = re.sub(r"\W+", "_", name).strip("_") or "_"
            number = 1
            while word in self._words.values():
                number += 1
                word = f"{plain}_{number}"
            self._words[name] = word
        self._vocabulary = Vocabulary(frozenset(self._words))

    def of(self, name: str) -> str:
        """The word for a name; the name itself when the model has no such element."""
        return self._words.get(normal(name), name)

    def expression(self, text: str, where: Where) -> str:
        """An expression with these words. Raises Mistakes."""
        return printed(self._renamed(read_expression(text, self._vocabulary, where=where)))

    def parsed(self, text: str, where: Where) -> tree.Node:
        """The tree of an expression with these words. Raises Mistakes."""
        return self._renamed(read_expression(text, self._vocabulary, where=where))

    def tested(self, text: str, where: Where) -> str:
        """Unary tests with these words; nothing and `-` are `-`. Raises Mistakes."""
        if text in ("", "-"):
            return "-"
        return printed(self._renamed(read_tests(text, self._vocabulary, where=where)))

    def tests(self, text: str, where: Where) -> tree.Tests | None:
        """The tree of unary tests, or None when they cannot be read."""
        try:
            return read_tests(text, self._vocabulary, where=where)
        except Mistakes:
            return None

    def _renamed(self, part: _Part) -> _Part:
        match part:
            case tree.Call(tree.Name("today"), ()):
                return cast(_Part, tree.Name("today"))
            case tree.Name(name):
                return cast(_Part, tree.Name(self.of(name)))
            case tree.Node():
                inner = {
                    one.name: self._renamed(getattr(part, one.name))
                    for one in fields(part)
                    if one.name not in ("at", "type")
                }
                return cast(_Part, replace(part, **inner))
            case tuple():
                return cast(_Part, tuple(map(self._renamed, part)))
        return part

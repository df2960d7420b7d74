"""FEEL as the DMN standard has it: null, names with spaces, types known only when it runs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from kene.core.expressions.backends.dynamic import DynamicSource, Variables
from kene.core.expressions.expression import malformed
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.properties import PROPERTY_NAMES
from kene.core.expressions.syntax import Node, Tests, TypeName
from kene.core.expressions.types import (
    Context,
    FeelType,
    Function,
    List,
    Range,
    named_type,
    type_names,
)
from kene.core.problems import Mistakes, Where

Run = Callable[[Mapping[str, object]], object]
_CLOCK: Final = frozenset(("now", "today"))
"""Functions that only the caller can offer, as variables."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a text may name: variables, entries of contexts, and types."""

    names: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    types: Mapping[str, FeelType] = field(default_factory=dict)

    def with_names(self, names: Collection[str]) -> Vocabulary:
        """This vocabulary, and more variables."""
        return Vocabulary(self.names | frozenset(names), self.members, self.types)

    def parser(self, text: str) -> Parser:
        """A parser of a text that names these. Raises Malformed."""
        return Parser(
            text,
            self.names | set(BUILTINS),
            self.members | PROPERTY_NAMES,
            {*self.types, *type_names()},
        )

    def type_named(self, written: TypeName) -> FeelType | None:
        """What a type's name means; None when it means nothing."""
        parts = [(name, self.type_named(part)) for name, part in written.parts]
        if any(of is None for _, of in parts):
            return None
        known = [(name, of) for name, of in parts if of is not None]
        match written.name, known:
            case "list", [(_, of)]:
                return List(of)
            case "range", [(_, of)]:
                return Range(of)
            case "context", [_, *_]:
                return Context(tuple(known))
            case "function", _ if written.result is not None:
                result = self.type_named(written.result)
                return None if result is None else Function(tuple(of for _, of in known), result)
        return self.types.get(written.name) or named_type(written.name)


def read_expression(text: str, vocabulary: Vocabulary, *, where: Where) -> Node:
    """The tree of an expression of the standard dialect. Raises Mistakes."""
    try:
        return vocabulary.parser(text).whole_expression()
    except Malformed as mistake:
        raise Mistakes([malformed(mistake, where)]) from None


def read_tests(text: str, vocabulary: Vocabulary, *, where: Where) -> Tests:
    """The tree of unary tests of the standard dialect. Raises Mistakes."""
    try:
        return vocabulary.parser(text).whole_tests()
    except Malformed as mistake:
        raise Mistakes([malformed(mistake, where)]) from None


def compile_tree(tree: Node, vocabulary: Vocabulary) -> Run:
    """The function that evaluates a tree, given its names' values; what has no result is None."""
    source = DynamicSource(vocabulary.type_named)
    codes = {name: f"values.get({name!r})" for name in (*vocabulary.names, *_CLOCK)}
    body = source.emit(tree, Variables(codes))
    made = dict(source.objects)
    exec(f"def run(values):\n    return {body}", made)  # noqa: S102 # names are numbered or repr'd
    return cast(Run, made["run"])


def compile_standard(text: str, vocabulary: Vocabulary, *, where: Where) -> Run:
    """The function that evaluates a text of the standard dialect. Raises Mistakes."""
    return compile_tree(read_expression(text, vocabulary, where=where), vocabulary)

"""Expressions of packs, compiled once: FEEL with typed inputs and without null."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from kene.core.expressions.backends.careful import evaluate as evaluate_carefully
from kene.core.expressions.backends.entry import ABSENT, OBJECTS, checking, loading, smallness
from kene.core.expressions.backends.typed import TypedSource
from kene.core.expressions.bounds import small_inputs
from kene.core.expressions.check import Checker
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.properties import PROPERTY_NAMES
from kene.core.expressions.syntax import (
    Between,
    Filter,
    For,
    FunctionLiteral,
    If,
    Logic,
    Node,
    Quantified,
    Tests,
    free_names,
    walk,
)
from kene.core.expressions.types import FeelType, type_names
from kene.core.expressions.undetermined import Undetermined
from kene.core.problems import Mistakes, Problem, Where

_BRANCHES: Final = (Logic, If, Tests, Between, For, Quantified, Filter, FunctionLiteral)
"""What may leave an input unread."""

Values = Mapping[str, object]


class Traced(NamedTuple):
    """A result, and the inputs that were read to get it, with their values."""

    value: object
    used: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    `evaluate(values)` gives its value, or Undetermined. `inputs` are the names that it may read;
    one that is absent from the values, None, or itself Undetermined, is missing.
    """

    text: str
    tree: Node
    inputs: frozenset[str]
    evaluate: Callable[[Values], object] = field(repr=False, compare=False)
    trace: Callable[[Values], Traced] = field(repr=False, compare=False)

    @property
    def type(self) -> FeelType:
        """The type of its values."""
        return self.tree.type


def compile_expression(
    text: str,
    names: Mapping[str, FeelType],
    *,
    where: Where,
    expected: FeelType | None = None,
) -> Expression:
    """The expression that `text` writes, which reads `names`. Raises Mistakes with every problem.

    `expected` is the type that its value must have. `where` is where the text begins.
    """
    parser_names = parser_vocabulary(names)
    try:
        written = Parser(text, *parser_names).whole_expression()
    except Malformed as mistake:
        raise Mistakes([malformed(mistake, where)]) from None
    checker = Checker(where)
    typed = checker.typed(written, names)
    if expected is not None and not checker.problems:
        checker.expect(typed, expected)
    if checker.problems:
        raise Mistakes(checker.problems)
    return _compiled(text, typed, {name: names[name] for name in free_names(typed) & set(names)})


def parser_vocabulary(
    names: Mapping[str, FeelType],
) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """What a parser of the pack dialect must know: names, entries and types."""
    return {*names, *BUILTINS}, PROPERTY_NAMES, type_names()


def malformed(mistake: Malformed, where: Where) -> Problem:
    """The problem of a text that is not FEEL."""
    return Problem(mistake.kind, where.moved(*mistake.at), mistake.details)


def _compiled(text: str, typed: Node, types: Mapping[str, FeelType]) -> Expression:
    inputs = frozenset(types)

    def carefully(values: Values) -> object:
        return evaluate_carefully(typed, scope_of(inputs, values))

    def traced_carefully(values: Values) -> Traced:
        used = {name: values[name] for name in inputs if type(values.get(name)) not in ABSENT}
        return Traced(carefully(values), used)

    source = _Source(typed, types)
    made: dict[str, object] = {
        **OBJECTS,
        "Traced": Traced,
        "carefully": carefully,
        "traced_carefully": traced_carefully,
    }
    code = source.function("evaluate", "carefully", source.plain)
    code += source.function("trace", "traced_carefully", source.traced)
    made.update(source.objects)
    exec(code, made)  # noqa: S102 # variables are numbered and literals are repr'd
    evaluate = cast("Callable[[Values], object]", made["evaluate"])
    trace = cast("Callable[[Values], Traced]", made["trace"])
    return Expression(text, typed, inputs, evaluate, trace)


class _Source:
    """The source of an expression's functions."""

    def __init__(self, typed: Node, types: Mapping[str, FeelType]) -> None:
        self.objects: dict[str, object] = {}
        self._typed = typed
        self._types = types
        self._variables = {name: f"v{index}" for index, name in enumerate(sorted(types))}
        self._small = small_inputs(typed, types)

    def function(self, name: str, otherwise: str, result: Callable[[TypedSource, int], str]) -> str:
        """A function of `values`, with a shorter way for whole and small numbers."""
        code = f"def {name}(values):\n    try:\n{loading(self._variables, indent=8)}"
        if self._small:
            code += f"        if {smallness(self._variables, self._small)}:\n"
            others = {n: code for n, code in self._variables.items() if n not in self._small}
            code += checking(others, self._types, indent=12)
            code += result(TypedSource(self._small, self.objects), 12)
        code += checking(self._variables, self._types, indent=8)
        code += result(TypedSource((), self.objects), 8)
        return code + f"    except GIVE_UP:\n        return {otherwise}(values)\n\n"

    def plain(self, source: TypedSource, indent: int) -> str:
        """The line that returns the result."""
        return f"{' ' * indent}return {source.emit(self._typed, self._variables)}\n"

    def traced(self, source: TypedSource, indent: int) -> str:
        """The lines that return the result and what was read."""
        space = " " * indent
        if not any(isinstance(part, _BRANCHES) for part in walk(self._typed)):
            used = ", ".join(f"{name!r}: {code}" for name, code in self._variables.items())
            body = source.emit(self._typed, self._variables)
            return f"{space}return Traced({body}, {{{used}}})\n"
        noted = {name: f"use({name!r}, {code})" for name, code in self._variables.items()}
        body = source.emit(self._typed, noted)
        lines = "used = {}", "use = used.setdefault", f"return Traced({body}, used)"
        return "".join(f"{space}{line}\n" for line in lines)


def scope_of(inputs: frozenset[str], values: Values) -> dict[str, object]:
    """The inputs with their values, those without as undetermined by themselves."""
    scope: dict[str, object] = {}
    for name in inputs:
        value = values.get(name)
        scope[name] = Undetermined(frozenset((name,))) if value is None else value
    return scope

"""Expressions of packs, compiled once: FEEL with typed inputs and without null."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from kene.core.expressions.backends.careful import evaluate as evaluate_carefully
from kene.core.expressions.backends.typed import NoResult, TypedSource
from kene.core.expressions.check import Checker
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.properties import PROPERTY_NAMES
from kene.core.expressions.syntax import Node, free_names
from kene.core.expressions.types import FeelType, type_names
from kene.core.expressions.undetermined import Undetermined
from kene.core.problems import Mistakes, Problem, Where

ABSENT: Final = frozenset((type(None), Undetermined))
"""The types of values that are no answer."""
GIVE_UP: Final = (
    NoResult, KeyError, TypeError, AttributeError, ArithmeticError, IndexError, ValueError,
)  # fmt: skip
"""What generated code raises where it cannot go on."""

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Traced:
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
    return _compiled(text, typed, free_names(typed) & set(names))


def parser_vocabulary(
    names: Mapping[str, FeelType],
) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """What a parser of the pack dialect must know: names, entries and types."""
    return {*names, *BUILTINS}, PROPERTY_NAMES, type_names()


def malformed(mistake: Malformed, where: Where) -> Problem:
    """The problem of a text that is not FEEL."""
    return Problem(mistake.kind, where.moved(*mistake.at), mistake.details)


def _compiled(text: str, typed: Node, inputs: frozenset[str]) -> Expression:
    def carefully(values: Values) -> object:
        return evaluate_carefully(typed, scope_of(inputs, values))

    def traced_carefully(values: Values) -> Traced:
        used = {name: values[name] for name in inputs if type(values.get(name)) not in ABSENT}
        return Traced(carefully(values), used)

    source = TypedSource()
    variables = {name: f"v{index}" for index, name in enumerate(sorted(inputs))}
    reads = reading(variables, indent=8)
    plain = source.emit(typed, variables)
    noted = source.emit(typed, {name: f"use({name!r}, {v})" for name, v in variables.items()})
    code = f"""
def evaluate(values):
    try:
{reads}        return {plain}
    except GIVE_UP:
        return carefully(values)

def trace(values):
    used = {{}}
    use = used.setdefault
    try:
{reads}        return Traced({noted}, used)
    except GIVE_UP:
        return traced_carefully(values)
"""
    made: dict[str, object] = {
        **source.objects,
        "ABSENT": ABSENT,
        "GIVE_UP": GIVE_UP,
        "NoResult": NoResult,
        "Traced": Traced,
        "carefully": carefully,
        "traced_carefully": traced_carefully,
    }
    exec(code, made)  # noqa: S102 # variables are numbered and literals are repr'd
    evaluate = cast("Callable[[Values], object]", made["evaluate"])
    trace = cast("Callable[[Values], Traced]", made["trace"])
    return Expression(text, typed, inputs, evaluate, trace)


def scope_of(inputs: frozenset[str], values: Values) -> dict[str, object]:
    """The inputs with their values, those without as undetermined by themselves."""
    scope: dict[str, object] = {}
    for name in inputs:
        value = values.get(name)
        scope[name] = Undetermined(frozenset((name,))) if value is None else value
    return scope


def reading(variables: Mapping[str, str], *, indent: int) -> str:
    """The lines that read inputs from `values` into variables, and raise when one is missing."""
    space = " " * indent
    return "".join(
        f"{space}{variable} = values[{name!r}]\n"
        f"{space}if type({variable}) in ABSENT: raise NoResult\n"
        for name, variable in variables.items()
    )

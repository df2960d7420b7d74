"""A table as boxes: what each column tests, and which rules each part of its values passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from kene.core.decisions.proving.domain import Domain
from kene.core.decisions.proving.literals import NotLiteral, constants
from kene.core.decisions.proving.places import divided
from kene.core.decisions.proving.world import World, allowed, ends_of, value_at
from kene.core.decisions.table import Decision, Input
from kene.core.expressions import syntax as tree
from kene.core.expressions.backends.entry import GIVE_UP, OBJECTS
from kene.core.expressions.backends.typed import TypedSource
from kene.core.expressions.syntax import INPUT, Node, Tests, free_names
from kene.core.expressions.types import DATE, NUMBER, plain

OTHER_TEXT = "…"
"""A text that is none of those that a table names."""


@dataclass(frozen=True, slots=True)
class Run:
    """Values that pass the same rules: `rules` has a bit for each; `values` are samples."""

    rules: int
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that a table tests, as it is written, and its values in runs, in order."""

    text: str
    expression: Node
    runs: tuple[Run, ...]

    def passing(self, rules: int) -> tuple[Run, ...]:
        """The runs that pass all of these rules at least."""
        return tuple(run for run in self.runs if run.rules & rules == rules)


class TooHard(Exception):
    """A column's tests cannot be divided: its text, and the test that is in the way."""

    def __init__(self, column: str, test: str) -> None:
        self.column = column
        self.test = test
        super().__init__(column, test)


def axes_of(decision: Decision, world: World) -> tuple[Axis, ...]:
    """What a table tests, columns of the same expression together. Raises TooHard."""
    together: dict[Node, list[int]] = {}
    for index, column in enumerate(decision.columns):
        together.setdefault(column.expression, []).append(index)
    axes = (_axis(decision, columns, world) for columns in together.values())
    return tuple(axis for axis in axes if axis is not None)


def _axis(decision: Decision, columns: Sequence[int], world: World) -> Axis | None:
    column = decision.columns[columns[0]]
    tests = [[rule.tests[index] for index in columns] for rule in decision.rules]
    if all(test.always for each in tests for test in each):
        return None
    domain = world.of(column.expression)
    for index in columns:
        _literal(decision, index, finite=domain.options is not None)
    try:
        passes = _passes(tests, column)
        runs = _runs(_samples(tests, column, domain, world), passes)
    except GIVE_UP:
        raise TooHard(column.text, decision.rules[0].test_texts[columns[0]]) from None
    return Axis(column.text, column.expression, runs)


def _literal(decision: Decision, index: int, *, finite: bool) -> None:
    """Raises TooHard when a test of a column reads another input, or is not of constants."""
    column = decision.columns[index]
    for rule in decision.rules:
        test = rule.tests[index]
        try:
            if free_names(test) & decision.inputs:
                raise NotLiteral
            if not finite:
                constants(test, tree.Name(INPUT))
        except NotLiteral:
            raise TooHard(column.text, rule.test_texts[index]) from None


def _samples(
    tests: Sequence[Sequence[Tests]], column: Input, domain: Domain, world: World
) -> Iterable[tuple[object, ...]]:
    """Samples of the values, in order: between one tuple and the next no test changes."""
    if domain.options is not None:
        return [(option,) for option in domain.options]
    written: list[Node] = [test for each in tests for test in each]
    if plain(column.type) not in (NUMBER, DATE):
        found = frozenset[object]().union(*(constants(t, tree.Name(INPUT)) for t in written))
        return [*((text,) for text in sorted(map(str, found))), (OTHER_TEXT,)]
    ends = ends_of(written, tree.Name(INPUT))
    name = column.expression.name if isinstance(column.expression, tree.Name) else ""
    limits = world.limits(name)
    places = divided(domain, ends | ends_of(limits, column.expression))
    samples = (tuple(value_at(v, column.type) for v in place.values) for place in places)
    return [values for values in samples if allowed(limits, name, values[0])]


def _runs(
    samples: Iterable[tuple[object, ...]], passes: Callable[[object], int]
) -> tuple[Run, ...]:
    runs: list[Run] = []
    for values in samples:
        rules = passes(values[0])
        if runs and runs[-1].rules == rules:
            values = (*runs.pop().values, *values)
        runs.append(Run(rules, values))
    return tuple(runs)


def _passes(tests: Sequence[Sequence[Tests]], column: Input) -> Callable[[object], int]:
    """The rules that a value passes: the code of the tests is that which decides."""
    source = TypedSource()
    names = {INPUT: "v"}
    parts = [
        " and ".join(source.tests(test, column.type, names) for test in each if not test.always)
        for each in tests
    ]
    always = sum(1 << number for number, part in enumerate(parts) if not part)
    lines = "".join(
        f"    if {part}: rules |= {1 << number}\n" for number, part in enumerate(parts) if part
    )
    made = {**OBJECTS, **source.objects}
    exec(f"def passes(v):\n    rules = {always}\n{lines}    return rules\n", made)  # noqa: S102
    return cast("Callable[[object], int]", made["passes"])

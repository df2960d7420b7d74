"""Generated code that finds the rules of a table that match, where every input is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from kene.core.decisions.regions import Region, regions_of
from kene.core.decisions.table import Fire, Input, Rule
from kene.core.expressions.backends.entry import OBJECTS, checking, loading
from kene.core.expressions.backends.typed import TypedSource
from kene.core.expressions.syntax import INPUT
from kene.core.expressions.types import FeelType


def compiled(
    columns: Sequence[Input], rules: Sequence[Rule], inputs: Mapping[str, FeelType]
) -> Fire:
    """The function that gives the numbers of the rules that match, in order.

    It raises one of `GIVE_UP` when an input is missing or an operation has no result.
    """
    return _Source(columns, rules, inputs).function()


class _Source:
    def __init__(
        self, columns: Sequence[Input], rules: Sequence[Rule], inputs: Mapping[str, FeelType]
    ) -> None:
        self._columns = columns
        self._rules = rules
        self._inputs = inputs
        self._source = TypedSource()
        self._names = {name: f"v{index}" for index, name in enumerate(sorted(inputs))}

    def function(self) -> Fire:
        """The function."""
        code = "def fire(values):\n" + loading(self._names, indent=4)
        code += checking(self._names, self._inputs, indent=4)
        for index, column in enumerate(self._columns):
            code += f"    c{index} = {self._source.emit(column.expression, self._names)}\n"
        divided = self._divided()
        if divided is None:
            code += self._leaf(range(len(self._rules)), None, 4)
        else:
            code += self._branches(divided[1], divided[0], 4)
        made = {**OBJECTS, **self._source.objects}
        exec(code, made)  # noqa: S102 # variables are numbered and literals are repr'd
        return cast(Fire, made["fire"])

    def _divided(self) -> tuple[int, list[Region]] | None:
        """The column that divides the rules best, and its regions."""
        found = [
            (len(regions), index, regions)
            for index, column in enumerate(self._columns)
            if (regions := regions_of([r.tests[index] for r in self._rules], column.type))
        ]
        best = max(found, key=lambda one: one[0], default=None)
        return None if best is None or best[0] < 2 else (best[1], best[2])

    def _branches(self, regions: Sequence[Region], column: int, indent: int) -> str:
        if len(regions) == 1:
            return self._leaf(regions[0].rules, column, indent)
        half = len(regions) // 2
        border = regions[half - 1]
        test = f"c{column} {'<=' if border.included else '<'} {self._source.bind(border.high)}"
        space = " " * indent
        return (
            f"{space}if {test}:\n{self._branches(regions[:half], column, indent + 1)}"
            f"{space}else:\n{self._branches(regions[half:], column, indent + 1)}"
        )

    def _leaf(self, numbers: Sequence[int], tested: int | None, indent: int) -> str:
        """The lines that return the rules that match among some, one column being tested."""
        space = " " * indent
        conditions = [(number, self._condition(number, tested)) for number in numbers]
        if all(not condition for _, condition in conditions):
            return f"{space}return {tuple(numbers)!r}\n"
        code = f"{space}hits = []\n"
        for number, condition in conditions:
            code += f"{space}if {condition or 'True'}: hits.append({number})\n"
        return f"{code}{space}return hits\n"

    def _condition(self, number: int, tested: int | None) -> str:
        """The code of a rule's tests but one; "" when they are always true."""
        rule = self._rules[number]
        return " and ".join(
            self._source.tests(test, column.type, {**self._names, INPUT: f"c{index}"})
            for index, (column, test) in enumerate(zip(self._columns, rule.tests, strict=True))
            if index != tested and not test.always
        )

"""Which rules of a table can never match together, as far as one column shows it."""

from __future__ import annotations

from kene.core.decisions import Decision
from kene.core.decisions.regions import regions_of
from kene.core.expressions import syntax as tree
from kene.core.expressions.syntax import Tests
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, FeelType, plain


def apart(decision: Decision, one: int, other: int) -> bool:
    """Whether one of two rules does not match, for certain, wherever the other does.

    It holds with inputs missing too: what tells them apart is a column that both test.
    """
    pairs = zip(decision.rules[one].tests, decision.rules[other].tests, strict=True)
    return any(
        _apart(first, second, plain(column.type))
        for (first, second), column in zip(pairs, decision.columns, strict=True)
    )


def _apart(one: Tests, other: Tests, of: FeelType) -> bool:
    if one.always or other.always:
        return False
    if of in (NUMBER, DATE):
        regions = regions_of((one, other), of)
        return regions is not None and all(len(region.rules) < 2 for region in regions)
    if of not in (STRING, BOOLEAN):
        return False
    first, second = _options(one), _options(other)
    if first is None or second is None or one.negated and other.negated:
        return False
    if one.negated or other.negated:
        return second <= first if one.negated else first <= second
    return first.isdisjoint(second)


def _options(tests: Tests) -> frozenset[str | bool] | None:
    """The words or answers that tests name; None when they are anything else."""
    literals = [test for test in tests.tests if isinstance(test, tree.String | tree.Boolean)]
    if len(literals) < len(tests.tests):
        return None
    return frozenset(literal.value for literal in literals)

"""Proving that an outcome only rises, or only falls, as one input rises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.decisions.proving.axes import Axis, Run
from kene.core.decisions.proving.findings import FindingKind
from kene.core.decisions.proving.search import MOST_STATES, TooLarge
from kene.core.decisions.table import Decision
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import DATE, NUMBER

Numeric = int | Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """An outcome never falls as a column's value rises; with `falls`, it never rises.

    Of an outcome in words that are put in order, the first is the highest.
    """

    column: str
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """Runs, one of each axis, and the rules that win there; then another run of the axis at
    `place`, further up, where the rule `later` wins that should not."""

    runs: tuple[Run, ...]
    rule: int
    place: int
    instead: Run
    later: int


class Unordered(Exception):
    """Nothing can be said of a promise: `UNRANKED` where its outcomes have no order, `UNDIRECTED`
    where its column has none, or no rule tests it."""

    def __init__(self, kind: FindingKind) -> None:
        self.kind = kind
        super().__init__(kind)


def broken(decision: Decision, axes: Sequence[Axis], promise: Promise) -> Iterator[Broken]:
    """Where a table breaks a promise. Raises Unordered, TooLarge."""
    ranked, expression = ranks(decision), promised(decision, promise.column)
    place = next(n for n, axis in enumerate(axes) if axis.expression == expression)
    others = [axis for number, axis in enumerate(axes) if number != place]
    for rules, runs in _combined(others, len(decision.rules)).items():
        best: tuple[Numeric, int, Run] | None = None
        for run in axes[place].runs:
            winner = _winner(decision, rules & run.rules)
            if winner is None:
                continue
            rank = -ranked[winner] if promise.falls else ranked[winner]
            if best is not None and rank < best[0]:
                where = (*runs[:place], best[2], *runs[place:])
                yield Broken(where, best[1], place, run, winner)
                break
            best = (rank, winner, run)


def promised(decision: Decision, column: str) -> Node:
    """What a promise is about. Raises Unordered unless it is a number or a day that rules test."""
    for index, one in enumerate(decision.columns):
        tested = any(not rule.tests[index].always for rule in decision.rules)
        if one.text == column and one.type in (NUMBER, DATE) and tested:
            return one.expression
    raise Unordered(FindingKind.UNDIRECTED)


def ranks(decision: Decision) -> list[Numeric]:
    """What orders the outcomes of the rules: the number, or the place of the word from the last.

    Raises Unordered.
    """
    if not decision.hit_policy.single or len(decision.outputs) != 1:
        raise Unordered(FindingKind.UNRANKED)
    order = decision.outputs[0].order
    found: list[Numeric] = []
    for outcome in decision.constants:
        match outcome:
            case int() | Decimal() if not isinstance(outcome, bool):
                found.append(outcome)
            case str() if outcome in order:
                found.append(-order.index(outcome))
            case _:
                raise Unordered(FindingKind.UNRANKED)
    return found


def _combined(axes: Sequence[Axis], rules: int) -> dict[int, tuple[Run, ...]]:
    """Each set of rules that some values of these axes pass, with such values."""
    found: dict[int, tuple[Run, ...]] = {(1 << rules) - 1: ()}
    for axis in axes:
        following: dict[int, tuple[Run, ...]] = {}
        for passed, runs in found.items():
            for run in axis.runs:
                following.setdefault(passed & run.rules, (*runs, run))
            if len(following) > MOST_STATES:
                raise TooLarge
        found = following
    return found


def _winner(decision: Decision, rules: int) -> int | None:
    """The rule that gives the outcome among those that match; None when none does."""
    matching = [number for number in range(len(decision.rules)) if rules >> number & 1]
    if not matching or (decision.hit_policy is HitPolicy.UNIQUE and len(matching) > 1):
        return None
    if decision.hit_policy is HitPolicy.ANY:
        given = {decision.rules[number].outputs for number in matching}
        return matching[0] if len(given) == 1 else None
    if decision.hit_policy is HitPolicy.PRIORITY:
        return min(matching, key=lambda number: (decision.priorities[number], number))
    return matching[0]

"""Proving a decision table: that it answers everybody, once, and that each rule is of use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import Final

from kene.core.decisions.decide import decide
from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.decisions.proving.axes import Run, TooHard, axes_of
from kene.core.decisions.proving.citizen import Citizen, Values
from kene.core.decisions.proving.findings import Finding, FindingKind
from kene.core.decisions.proving.monotone import Broken, Promise, Unordered, broken
from kene.core.decisions.proving.search import Search, TooLarge, samples
from kene.core.decisions.proving.world import World
from kene.core.decisions.table import Decision
from kene.core.expressions import Undetermined
from kene.core.expressions import syntax as tree
from kene.core.expressions.types import Enumeration
from kene.core.problems import Where

MOST_EXAMPLES: Final = 5
"""How many gaps of one table are told."""
MOST_TRIED: Final = 200
"""How many combinations of values are tried before believing that nobody has them."""
_COMPLETE: Final = frozenset((HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX))
NOWHERE: Final = World()


def prove(
    decision: Decision, world: World = NOWHERE, promises: Sequence[Promise] = ()
) -> tuple[Finding, ...]:
    """What is wrong with a table: gaps, overlaps under `unique` and `any`, rules that never fire,
    outcomes that nobody gets, promises that it breaks.

    Of the world, only answers that a person may give are looked at. One finding `UNPROVED` says
    that the table compares inputs with each other, is too large, or has examples that are nobody's.
    """
    try:
        proof = Proof(decision, world)
        return (*proof.findings(), *proof.broken(promises))
    except TooHard as hard:
        return (_unproved(decision, f"{hard.column} : {hard.test}"),)
    except TooLarge:
        return (_unproved(decision, ""),)


def _unproved(decision: Decision, word: str) -> Finding:
    return Finding(FindingKind.UNPROVED, _place(decision), word=word)


def _place(decision: Decision) -> Where:
    """The line of the last rule: where another one may have to follow."""
    return decision.rules[-1].where


class Proof:
    """One proof of one table. Raises TooHard at once, TooLarge when it looks for something."""

    def __init__(self, decision: Decision, world: World) -> None:
        self.decision = decision
        self.axes = axes_of(decision, world)
        self._all = (1 << len(decision.rules)) - 1
        names = decision.inputs | world.facts.keys() | world.conditions.keys()
        names |= {name for fact in world.facts.values() for name in fact.inputs}
        names |= {name for one in world.decisions.values() for name in one.inputs}
        self._citizen = Citizen(world, names)
        self._certain = self._answers_are_free(world)
        self._dropped = False

    def findings(self) -> Iterator[Finding]:
        """All that is wrong."""
        policy = self.decision.hit_policy
        if policy.single or policy in _COMPLETE:
            yield from self._gaps()
        if policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
            yield from self._overlaps()
        dead = [number for number in range(len(self.decision.rules)) if not self._alive(number)]
        for number in dead:
            rule = self.decision.rules[number]
            yield Finding(FindingKind.DEAD_RULE, rule.where, (rule.label,))
        yield from self._unheard(dead)
        if self._dropped:
            # Samples that nobody can have do not prove that nobody has any other value.
            yield _unproved(self.decision, ", ".join(axis.text for axis in self.axes))

    def example(self, runs: Sequence[Run]) -> tuple[Values, Values] | None:
        """Answers of a person that lie in these runs and what the columns make of them, or None."""
        for sample in islice(samples(runs), MOST_TRIED):
            tested = {axis.text: value for axis, value in zip(self.axes, sample, strict=True)}
            if self._certain:
                return tested, tested
            goals = [(axis.expression, v) for axis, v in zip(self.axes, sample, strict=True)]
            for answers in self._citizen.answers(tuple(goals)):
                return answers, tested
        self._dropped = True
        return None

    def _answers_are_free(self, world: World) -> bool:
        """Whether each axis is one name of its own, which no condition ties to another."""
        names = [a.expression.name for a in self.axes if isinstance(a.expression, tree.Name)]
        tied = world.facts.keys() | world.decisions.keys() | world.conditions.keys()
        return len(names) == len(self.axes) and not tied & set(names)

    # -- gaps and overlaps -------------------------------------------------------------------

    def _gaps(self) -> Iterator[Finding]:
        told: list[tuple[Run, ...]] = []
        for runs in islice(Search(self.axes, 0, self._all).found(), MOST_TRIED):
            if len(told) == MOST_EXAMPLES:
                return
            if any(_alike(runs, other) for other in told):
                continue
            found = self.example(runs)
            if found is not None:
                told.append(runs)
                example, tested = found
                yield Finding(
                    FindingKind.GAP, _place(self.decision), example=example, tested=tested
                )

    def _overlaps(self) -> Iterator[Finding]:
        for one, other in combinations(range(len(self.decision.rules)), 2):
            first, second = self.decision.rules[one], self.decision.rules[other]
            if self.decision.hit_policy is HitPolicy.ANY and first.outputs == second.outputs:
                continue
            both = 1 << one | 1 << other
            for runs in islice(Search(self.axes, both, 0).found(), MOST_TRIED):
                found = self.example(runs)
                if found is not None and self._disagree(found[0]):
                    labels = (first.label, second.label)
                    yield Finding(
                        FindingKind.OVERLAP, second.where, labels, example=found[0], tested=found[1]
                    )
                    break

    def _disagree(self, answers: Values) -> bool:
        """Whether rules that overlap give nothing: under `any` they may compute the same."""
        if self.decision.hit_policy is HitPolicy.UNIQUE or None not in self.decision.constants:
            return True
        outcome = decide(self.decision, self._citizen.known(answers)).outcome
        # What is computed alike for one person may differ for another.
        self._dropped = self._dropped or not isinstance(outcome, Undetermined)
        return isinstance(outcome, Undetermined)

    # -- what is of no use -------------------------------------------------------------------

    def _alive(self, number: int) -> bool:
        """Whether a rule gives the outcome for somebody."""
        found = Search(self.axes, 1 << number, self._before(number)).found()
        return next(found, None) is not None

    def _before(self, number: int) -> int:
        """The rules that win over one where both match."""
        policy, priorities = self.decision.hit_policy, self.decision.priorities
        if policy is HitPolicy.FIRST:
            return (1 << number) - 1
        if policy is HitPolicy.PRIORITY:
            mine = (priorities[number], number)
            return sum(1 << n for n, other in enumerate(priorities) if (other, n) < mine)
        return 0

    def _unheard(self, dead: Sequence[int]) -> Iterator[Finding]:
        """The words of an output that no rule gives, or only rules that never fire."""
        for column, output in enumerate(self.decision.outputs):
            rules = [r for n, r in enumerate(self.decision.rules) if n not in dead]
            cells = [rule.outputs[column] for rule in rules]
            if not isinstance(output.type, Enumeration) or not all(
                isinstance(cell, tree.String) for cell in cells
            ):
                continue
            given = {cell.value for cell in cells if isinstance(cell, tree.String)}
            for word in output.type.values:
                if word not in given:
                    yield Finding(FindingKind.DEAD_OUTCOME, _place(self.decision), word=word)

    # -- promises ----------------------------------------------------------------------------

    def broken(self, promises: Sequence[Promise]) -> Iterator[Finding]:
        """The promises that the table breaks, one example of each."""
        for promise in promises:
            try:
                found = (
                    self._shown(one, promise) for one in broken(self.decision, self.axes, promise)
                )
                told = next((one for one in islice(found, MOST_TRIED) if one is not None), None)
            except Unordered as why:
                told = Finding(why.kind, _place(self.decision), word=promise.column)
            if told is not None:
                yield told

    def _shown(self, one: Broken, promise: Promise) -> Finding | None:
        before = self.example(one.runs)
        after = self.example((*one.runs[: one.place], one.instead, *one.runs[one.place + 1 :]))
        if before is None or after is None:
            return None
        rules = [self.decision.rules[number] for number in (one.rule, one.later)]
        return Finding(
            FindingKind.NOT_MONOTONE,
            rules[1].where,
            (rules[0].label, rules[1].label),
            promise.column,
            before[0],
            before[1],
            after[0],
        )


def _alike(runs: Sequence[Run], others: Sequence[Run]) -> bool:
    """Whether two gaps are the same but for one axis: telling one of them is enough."""
    different = sum(a is not b for a, b in zip(runs, others, strict=True))
    return len(runs) > 1 and different <= 1

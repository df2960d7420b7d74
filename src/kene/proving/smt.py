"""Proving a decision table by Z3, where it compares inputs with each other or is too large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Final

import z3

from kene.core.decisions import Decision, HitPolicy, decide
from kene.core.decisions.proving import (
    OTHER_TEXT,
    Finding,
    FindingKind,
    Promise,
    Unordered,
    World,
    promised,
    ranks,
)
from kene.core.expressions import Undetermined
from kene.core.expressions.types import BOOLEAN, DATE, STRING, Enumeration, plain
from kene.proving.terms import Term, Terms, Untold

PATIENCE: Final = 5_000
"""How many milliseconds Z3 may think of one question."""
_COMPLETE: Final = frozenset((HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX))
_NOWHERE: Final = World()


class Unknown(Exception):
    """Z3 does not know, or its example is nobody's: what it was asked."""


def prove_by_z3(
    decision: Decision, world: World = _NOWHERE, promises: Sequence[Promise] = ()
) -> tuple[Finding, ...]:
    """What is wrong with a table, as `kene.core.decisions.proving.prove` tells it, by Z3 alone.

    At most one gap is told.
    """
    found: list[Finding] = []
    try:
        proof = Proof(decision, world)
        found.extend(proof.findings())
        found.extend(proof.broken(promises))
    except (Untold, Unknown, z3.Z3Exception) as why:
        found.append(Finding(FindingKind.UNPROVED, decision.rules[-1].where, word=str(why)))
    return tuple(found)


class Proof:
    """One proof of one table. Raises Untold at once, Unknown when it looks for something."""

    def __init__(self, decision: Decision, world: World) -> None:
        self.decision = decision
        self.world = world
        self._terms = Terms(world)
        self._matches = self._terms.matching(decision)
        self._wins = self._terms.winning(decision, self._matches)
        self._solver = z3.Solver()
        self._solver.set("timeout", PATIENCE)
        self._conditions = self._allowed()
        self._solver.add(*self._terms.facts, *self._conditions)

    def _allowed(self) -> list[Term]:
        """The conditions on the answers at hand that read nothing else."""
        terms: list[Term] = []
        answers = {*self._terms.variables, "today"} | self.world.facts.keys()
        for name in list(self._terms.variables):
            for condition in self.world.conditions.get(name, ()):
                if condition.inputs <= answers:
                    try:
                        terms.append(self._terms.of(condition.tree))
                    except Untold:
                        continue  # an example that it refuses is refused when it is tried
        return terms

    def findings(self) -> Iterator[Finding]:
        """All that is wrong but for promises."""
        policy, rules = self.decision.hit_policy, self.decision.rules
        if policy.single or policy in _COMPLETE:
            example = self._example(z3.Not(z3.Or(self._matches)))
            if example is not None:
                yield Finding(FindingKind.GAP, rules[-1].where, example=example)
        if policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
            yield from self._overlaps()
        dead = [number for number, wins in enumerate(self._wins) if not self._possible(wins)]
        for number in dead:
            rule = rules[number]
            yield Finding(FindingKind.DEAD_RULE, rule.where, (rule.label,))
        yield from self._unheard(dead)

    def _overlaps(self) -> Iterator[Finding]:
        for one, other in combinations(range(len(self.decision.rules)), 2):
            first, second = self.decision.rules[one], self.decision.rules[other]
            if self.decision.hit_policy is HitPolicy.ANY and first.outputs == second.outputs:
                continue
            example = self._example(z3.And(self._matches[one], self._matches[other]))
            if example is not None:
                labels = (first.label, second.label)
                yield Finding(FindingKind.OVERLAP, second.where, labels, example=example)

    def _unheard(self, dead: Sequence[int]) -> Iterator[Finding]:
        constants = self.decision.constants
        given = {c for number, c in enumerate(constants) if number not in dead and c != {}}
        of = self.decision.outputs[0].type
        if len(self.decision.outputs) == 1 and isinstance(of, Enumeration) and None not in given:
            for word in of.values:
                if word not in given:
                    where = self.decision.rules[-1].where
                    yield Finding(FindingKind.DEAD_OUTCOME, where, word=word)

    # -- promises ----------------------------------------------------------------------------

    def broken(self, promises: Sequence[Promise]) -> Iterator[Finding]:
        """The promises that the table breaks, one example of each. Raises Unknown."""
        for promise in promises:
            try:
                found = self._breaks(promise)
            except Unordered as why:
                where = self.decision.rules[-1].where
                found = Finding(why.kind, where, word=promise.column)
            if found is not None:
                yield found

    def _breaks(self, promise: Promise) -> Finding | None:
        """Two people alike but for one answer, whose outcomes are in the wrong order."""
        giving = self._giving()
        rank = self._rank(giving, falls=promise.falls)
        promised(self.decision, promise.column)
        if promise.column not in self._terms.variables or self._terms.loose:
            raise Unknown(promise.column)
        old = self._terms.variables[promise.column]
        bare = old.children()[0].children()[0] if z3.is_app_of(old, z3.Z3_OP_DIV) else old
        new = z3.Const(f"{bare} then", bare.sort())
        wins = z3.Or(giving)

        def then(term: Term) -> Term:
            return z3.substitute(term, (bare, new))

        still = map(then, [*self._terms.facts, *self._conditions, wins])
        asked = z3.And(old < then(old), rank > then(rank), *still, wins)
        model = self._model(asked)
        if model is None:
            return None
        before = self._answers(model, {})
        after = self._answers(model, {promise.column: then(old)})
        fired = tuple(
            label
            for answers in (before, after)
            for label in decide(self.decision, self._known(answers)).fired[:1]
        )
        if len(fired) < 2:
            raise Unknown(promise.column)
        return Finding(
            FindingKind.NOT_MONOTONE,
            self.decision.rules[-1].where,
            fired,
            promise.column,
            before,
            instead=after,
        )

    def _giving(self) -> list[Term]:
        """Whether each rule gives an outcome, and none that matches too denies it."""
        if self.decision.hit_policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return self._wins
        return [
            z3.And(one, *(z3.Not(self._matches[other]) for other in self._denying(number)))
            for number, one in enumerate(self._matches)
        ]

    def _denying(self, number: int) -> list[int]:
        """The other rules with which one gives nothing: under `any`, those that say otherwise."""
        rules, unique = self.decision.rules, self.decision.hit_policy is HitPolicy.UNIQUE
        return [
            other
            for other, rule in enumerate(rules)
            if other != number and (unique or rule.outputs != rules[number].outputs)
        ]

    def _rank(self, giving: Sequence[Term], *, falls: bool) -> Term:
        """What orders outcomes, or puts them in the other order. Raises Unordered."""
        term: Term = z3.RealVal(0)
        for wins, rank in zip(giving, ranks(self.decision), strict=True):
            term = z3.If(wins, z3.RealVal(str(-rank if falls else rank)), term)
        return term

    # -- examples ----------------------------------------------------------------------------

    def _model(self, asked: Term) -> z3.ModelRef | None:
        """What makes something true; None when nothing does. Raises Unknown."""
        self._solver.push()
        try:
            self._solver.add(asked)
            answer = self._solver.check()
            if answer == z3.unknown:
                raise Unknown(self._solver.reason_unknown())
            return self._solver.model() if answer == z3.sat else None
        finally:
            self._solver.pop()

    def _possible(self, asked: Term) -> bool:
        return self._model(asked) is not None

    def _example(self, asked: Term) -> Mapping[str, object] | None:
        """Answers of a person for whom it is true. Raises Unknown when they are nobody's."""
        model = self._model(asked)
        if model is None:
            return None
        answers = self._answers(model, {})
        known = self._known(answers)
        for name in answers:
            for condition in self.world.conditions.get(name, ()):
                if condition.evaluate(known) is False:
                    raise Unknown(name)
        outcome = decide(self.decision, known).outcome
        single = self.decision.hit_policy.single
        if single and outcome != Undetermined():
            raise Unknown(", ".join(answers))
        return answers

    def _answers(self, model: z3.ModelRef, other: Mapping[str, Term]) -> dict[str, object]:
        return {
            name: self._value(name, model.eval(other.get(name, term), model_completion=True))
            for name, term in self._terms.variables.items()
        }

    def _value(self, name: str, value: Term) -> object:
        of = plain(self._terms.types[name])
        if of == BOOLEAN:
            return z3.is_true(value)
        if of == STRING:
            words = {number: text for text, number in self._terms.words.items()}
            return words.get(value.as_long(), OTHER_TEXT)
        fraction = value.as_fraction()
        if of == DATE:
            return date.fromordinal(int(fraction))
        number = Decimal(fraction.numerator) / Decimal(fraction.denominator)
        if Decimal(fraction.denominator) * number != fraction.numerator:
            raise Unknown(name)
        return int(number) if number == int(number) else number

    def _known(self, answers: Mapping[str, object]) -> dict[str, object]:
        """The answers, and the facts and decisions that they settle."""
        known: dict[str, object] = {"today": self.world.day, **answers}
        for name, fact in self.world.facts.items():
            known[name] = fact.evaluate(known)
        for name, decision in self.world.decisions.items():
            known.setdefault(name, decide(decision, known).outcome)
        return known

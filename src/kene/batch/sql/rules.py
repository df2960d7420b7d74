"""The rules of a decision table as terms of a query, whatever the hit policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import ibis

from kene.batch.sql.apart import apart
from kene.batch.sql.expressions import Names, Query
from kene.batch.sql.layers import Layers
from kene.batch.sql.numbers import shape
from kene.batch.sql.refusals import NOT_IN_SQL, refusal
from kene.batch.sql.shapes import Shape, Value
from kene.batch.sql.terms import Term, either
from kene.core.decisions import Decision, HitPolicy
from kene.core.expressions import syntax as tree
from kene.core.expressions.types import BOOLEAN, NUMBER
from kene.core.problems import Mistakes, Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a table gives in a query: its outputs by name, and the labels of the rules that fired.

    An output is NULL while undetermined; they all are together.
    """

    outputs: Mapping[str, Term]
    rule: Value


class Rules:
    """The rules of a table as terms, in the order in which they win."""

    def __init__(self, decision: Decision, names: Names, layers: Layers, engine: str) -> None:
        self.decision = decision
        self.layers = layers
        self.names = names
        self.engine = engine
        self.order = self._ordered()
        self._tested = self._columns()
        self.matches = [self._match(number) for number in self.order]
        self.outputs = [self._outputs(number) for number in self.order]

    def _ordered(self) -> list[int]:
        numbers = range(len(self.decision.rules))
        if self.decision.hit_policy is not HitPolicy.PRIORITY:
            return list(numbers)
        return sorted(numbers, key=lambda number: self.decision.priorities[number])

    def _columns(self) -> list[Term | None]:
        """What each column tests; what is computed is kept."""
        query = Query(self.decision.rules[0].where, self.engine)
        tested: list[Term | None] = []
        for index, column in enumerate(self.decision.columns):
            if all(rule.tests[index].always for rule in self.decision.rules):
                tested.append(None)
                continue
            tested.append(self.layers.kept(query.term(column.expression, self.names)))
        return tested

    def _match(self, number: int) -> Term:
        rule = self.decision.rules[number]
        query = Query(rule.where, self.engine)
        parts = [
            query.tests(test, value, self.names)
            for test, value in zip(rule.tests, self._tested, strict=True)
            if value is not None and not test.always
        ]
        return query.all_of(parts) if parts else Term(ibis.literal(True), BOOLEAN)

    def _outputs(self, number: int) -> list[Term]:
        rule = self.decision.rules[number]
        query = Query(rule.where, self.engine)
        terms = [query.term(cell, self.names) for cell in rule.outputs]
        for cell, term in zip(rule.outputs, terms, strict=True):
            if term.divisor is not None:
                raise refusal(cell, rule.where, "/")
        return terms

    def label(self, place: int) -> str:
        """The label of the rule at a place of the order."""
        return self.decision.rules[self.order[place]].label

    def computed(self, place: int) -> bool:
        """Whether what a rule gives depends on inputs."""
        return self.decision.constants[self.order[place]] is None

    def apart(self, one: int, other: int) -> bool:
        """Whether the rules at two places never match together."""
        return apart(self.decision, self.order[one], self.order[other])

    @cached_property
    def incomplete(self) -> Value:
        """Whether something that tests read is missing."""
        read = [term for term in self._tested if term is not None]
        tests = [test for rule in self.decision.rules for test in rule.tests]
        free = frozenset[str]().union(*map(tree.free_names, tests)) & self.names.keys()
        read += [self.names[name] for name in sorted(free)]
        return either([term.absent for term in read]) if read else ibis.literal(False)

    def common(self, terms: Sequence[Term]) -> Shape | None:
        """The shape of numbers together; None for anything else. Raises Mistakes."""
        if terms[0].of != NUMBER:
            return None
        return self.exact(reduce(or_, map(shape, terms)))

    def exact(self, of: Shape) -> Shape:
        """The shape. Raises Mistakes when an engine has no room for it."""
        if not of.exact:
            where = self.decision.rules[0].where
            raise Mistakes([Problem(NOT_IN_SQL, where, {"what": self.decision.outputs[0].name})])
        return of

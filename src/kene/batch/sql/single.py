"""Tables of which at most one rule gives the outcome: `unique`, `any`, `first`, `priority`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Final

import ibis
import ibis.expr.operations as ops

from kene.batch.sql.numbers import compared
from kene.batch.sql.rules import Outcome, Rules
from kene.batch.sql.shapes import Value, cast
from kene.batch.sql.terms import Missing, Term, any_of, both, either, needed
from kene.core.decisions import HitPolicy
from kene.core.expressions.operations import same
from kene.core.expressions.types import NUMBER

_ORDERED: Final = (HitPolicy.FIRST, HitPolicy.PRIORITY)


class Single(Rules):
    """A table of which at most one rule gives the outcome.

    What wins is a number: the place of a rule, or -1 less the place of one that matches where that
    is not enough, or NULL where none matches for certain.
    """

    def outcome(self) -> Outcome:
        """The outcome."""
        won = [self._won(place) for place in range(len(self.matches))]
        matches = [match.value for match in self.matches]
        hit = self.layers.column(ibis.cases(*zip(matches, won, strict=True)))
        missing = cache(lambda: self._missing(hit))
        names = [output.name for output in self.decision.outputs]
        outputs = {n: self._output(hit, index, missing) for index, n in enumerate(names)}
        return Outcome(outputs, self._rule(hit, next(iter(outputs.values()))))

    def _output(self, hit: Value, index: int, missing: Callable[[], Missing]) -> Term:
        terms = [outputs[index] for outputs in self.outputs]
        of = self.common(terms)
        values = [term.value if of is None else cast(term.value, of.type) for term in terms]
        if len(self.decision.outputs) > 1:
            values = [self._together(place, value) for place, value in enumerate(values)]
        kept = self.layers.column(self._of_winner(hit, values))
        return Term(kept, terms[0].of, of, missing)

    def _of_winner(self, hit: Value, values: Sequence[Value]) -> Value:
        """The value, of one for each rule, that is the winner's."""
        if self.engine == "duckdb" and all(isinstance(each.op(), ops.Literal) for each in values):
            # A list of constants is twice as fast there as a choice.
            return ibis.array(values)[(hit >= 0).ifelse(hit, None) if self._contested else hit]
        return hit.cases(*enumerate(values))

    def _together(self, place: int, value: Value) -> Value:
        """A value only where all outputs of its rule have one."""
        if not self.computed(place):
            return value
        return both([each.value.notnull() for each in self.outputs[place]]).ifelse(value, None)

    def _rule(self, hit: Value, output: Term) -> Value:
        labels = self._of_winner(hit, [self._labels(n) for n in range(len(self.matches))])
        if any(self.computed(place) for place in range(len(self.matches))):
            return output.value.notnull().ifelse(labels, None)
        return labels

    def _labels(self, place: int) -> Value:
        """The label of a rule, and those of others that match and give the same."""
        labels = ibis.literal(self.label(place))
        if self.decision.hit_policy is HitPolicy.ANY:
            for other in range(place + 1, len(self.matches)):
                if not self.apart(place, other):
                    match = self.matches[other].value
                    labels = labels + match.ifelse(f" {self.label(other)}", "")
        return labels

    # -- which rule wins -----------------------------------------------------------------------

    def _won(self, place: int) -> Value:
        """The number of a rule that matches, where no rule before it does."""
        against = self._against[place]
        return ibis.literal(place) if against is None else against.ifelse(-1 - place, place)

    @cached_property
    def _contested(self) -> bool:
        """Whether a rule that matches may not be enough."""
        return any(against is not None for against in self._against)

    @cached_property
    def _against(self) -> list[Value | None]:
        return [self._objection(place) for place in range(len(self.matches))]

    def _objection(self, place: int) -> Value | None:
        """Whether another rule leaves open what a rule that matches would give; None if never."""
        rivals = [other for other in self._rivals(place) if not self.apart(place, other)]
        alike = {other: self._alike(place, other) for other in rivals}
        plain = [self.matches[other].value for other in rivals if alike[other] is False]
        conditions = [self._open(plain)] if plain else []
        for other, same_outcome in alike.items():
            if not isinstance(same_outcome, bool):
                conditions.append(self._open([self.matches[other].value]) & ~same_outcome)
        return either(conditions) if conditions else None

    def _rivals(self, place: int) -> list[int]:
        if self.decision.hit_policy in _ORDERED:
            return [other for other in range(place) if self._rank(other) < self._rank(place)]
        return [other for other in range(len(self.matches)) if other != place]

    def _rank(self, place: int) -> tuple[int, ...]:
        if self.decision.hit_policy is HitPolicy.FIRST:
            return (place,)
        return self.decision.priorities[self.order[place]]

    def _open(self, matches: Sequence[Value]) -> Value:
        """Whether one of rules may match, of which those that come before do not for certain."""
        if self.decision.hit_policy in _ORDERED:
            return self.incomplete & either(matches).isnull()
        return either(matches).fill_null(True)

    def _alike(self, one: int, other: int) -> Value | bool:
        """Whether two rules give the same."""
        if self.decision.hit_policy is HitPolicy.UNIQUE:
            return False
        if not self.computed(one) and not self.computed(other):
            constants = self.decision.constants
            return same(constants[self.order[one]], constants[self.order[other]])
        pairs = zip(self.outputs[one], self.outputs[other], strict=True)
        return both([equal(first, second) for first, second in pairs]).fill_null(False)

    # -- what is missing -----------------------------------------------------------------------

    def _missing(self, hit: Value) -> Missing:
        """What the outcome lacks."""
        waiting = any_of([self._waiting(hit, place) for place in range(len(self.matches))])
        own = [
            (place, missing.bits)
            for place, outputs in enumerate(self.outputs)
            if (missing := needed(outputs)()).bits is not None
        ]
        bits = ibis.literal(0) if waiting.bits is None else waiting.bits
        if own:
            bits = (hit >= 0).ifelse(hit.cases(*own, else_=0), self.incomplete.ifelse(bits, 0))
        else:
            bits = self.incomplete.ifelse((hit >= 0).ifelse(0, bits), 0)
        return Missing(self.layers.column(bits), hopeless=True)

    def _waiting(self, hit: Value, place: int) -> Missing:
        """What a rule lacks, where it matters that it may match."""
        missing = self.matches[place].missing()
        if missing.bits is None or self.decision.hit_policy not in _ORDERED:
            return missing
        after = [p for p in range(len(self.matches)) if self._rank(p) > self._rank(place)]
        matters = hit.isnull() | (hit <= -1 - after[0]) if after else hit.isnull()
        return Missing(matters.ifelse(missing.bits, 0), missing.hopeless)


def equal(one: Term, other: Term) -> Value:
    """Whether two values of one type are the same."""
    if one.of == NUMBER:
        return compared("=", one, other).value
    return one.value == other.value

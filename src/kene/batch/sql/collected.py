"""Tables whose outcome is one number made of all rules that match: `collect sum` and the like."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from operator import add, or_

import ibis

from kene.batch.sql.numbers import shape
from kene.batch.sql.rules import Outcome, Rules
from kene.batch.sql.shapes import Shape, Value, cast
from kene.batch.sql.terms import Missing, Term, any_of, both, needed
from kene.core.decisions import HitPolicy
from kene.core.expressions.types import NUMBER


class Collected(Rules):
    """A table whose outcome is one number made of all rules that match."""

    def outcome(self) -> Outcome:
        """The outcome."""
        matches = self.layers.columns([match.value for match in self.matches])
        fired = [
            self._fired(match, outputs[0])
            for match, outputs in zip(matches, self.outputs, strict=True)
        ]
        count = self.layers.column(added([_one(match) for match in matches]))
        missing = cache(lambda: self._missing(count, fired))
        value, of = self._total(count, matches, fired)
        complete = both([term.value.notnull() for term in fired]) & count.notnull()
        kept = self.layers.column(complete.ifelse(value, None))
        labels = added(
            [m.ifelse(f" {self.label(place)}", "") for place, m in enumerate(matches)]
        ).lstrip()
        name = self.decision.outputs[0].name
        rule = kept.notnull().ifelse(labels, None)
        return Outcome({name: Term(kept, NUMBER, of, missing)}, rule)

    def _fired(self, match: Value, output: Term) -> Term:
        """What a rule gives where it matches, nothing elsewhere."""

        def missing() -> Missing:
            lacks = output.missing()
            bits = None if lacks.bits is None else match.ifelse(lacks.bits, 0)
            return Missing(bits, lacks.hopeless)

        return Term(match.ifelse(output.value, 0), NUMBER, output.shape, missing)

    def _total(
        self, count: Value, matches: Sequence[Value], fired: Sequence[Term]
    ) -> tuple[Value, Shape]:
        policy = self.decision.hit_policy
        if policy is HitPolicy.COUNT:
            return count, Shape(0, len(matches))
        shapes = [shape(term) for term in fired]
        if policy is HitPolicy.SUM:
            of = self.exact(reduce(add, shapes))
            total = added([cast(term.value, of.type) for term in fired])
        else:
            of = self.exact(reduce(or_, shapes))
            values = [
                match.ifelse(cast(outputs[0].value, of.type), None)
                for match, outputs in zip(matches, self.outputs, strict=True)
            ]
            total = (ibis.least if policy is HitPolicy.MIN else ibis.greatest)(*values)
        return (count > 0).ifelse(total, None), of

    def _missing(self, count: Value, fired: Sequence[Term]) -> Missing:
        waiting = any_of([match.missing() for match in self.matches])
        own = needed(fired)()
        bits = ibis.cases(
            (count.isnull(), 0 if waiting.bits is None else waiting.bits),
            else_=0 if own.bits is None else own.bits,
        )
        return Missing(self.layers.column(bits), hopeless=True)


def _one(match: Value) -> Value:
    """1 for a rule that matches, 0 for one that does not, NULL while that is open."""
    return ibis.cases((match, 1), (match.notnull(), 0))


def added(values: Sequence[Value]) -> Value:
    """The sum of numbers, or texts one after the other."""
    return reduce(add, values)

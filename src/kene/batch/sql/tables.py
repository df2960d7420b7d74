"""A decision table in a query."""

from __future__ import annotations

from typing import Final

from kene.batch.sql.collected import Collected
from kene.batch.sql.expressions import Names
from kene.batch.sql.layers import Layers
from kene.batch.sql.refusals import NOT_IN_SQL
from kene.batch.sql.rules import Outcome
from kene.batch.sql.single import Single
from kene.core.decisions import Decision, HitPolicy
from kene.core.problems import Mistakes, Problem

_AGGREGATED: Final = (HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX, HitPolicy.COUNT)


def outcome(decision: Decision, names: Names, layers: Layers, engine: str) -> Outcome:
    """The outcome of a table whose inputs are terms. Raises Mistakes."""
    if decision.hit_policy.single:
        return Single(decision, names, layers, engine).outcome()
    if decision.hit_policy in _AGGREGATED:
        return Collected(decision, names, layers, engine).outcome()
    where = decision.rules[0].where
    raise Mistakes([Problem(NOT_IN_SQL, where, {"what": decision.hit_policy.value})])

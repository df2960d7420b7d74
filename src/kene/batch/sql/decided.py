"""A decision of a service on every row of a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import ibis

from kene.batch.sql.layers import Relation
from kene.batch.sql.population import Population, reached, type_of
from kene.batch.sql.refusals import TAKEN_COLUMN
from kene.batch.sql.shapes import Value
from kene.batch.sql.terms import Missing
from kene.core.expressions.types import FeelType
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import Service

OUTCOME: Final = "outcome"
RULE: Final = "rule"
UNDETERMINED: Final = "undetermined"
_FEW: Final = 3
"""Up to so many inputs, each set of missing ones is a constant: faster than joining names."""


def columns(service: Service, decision: str) -> Mapping[str, FeelType]:
    """The fields that a decision reads, by facts and other decisions too, in the pack's order."""
    found = reached(service, decision)
    return {name: type_of(service, name) for name in service.fields if name in found}


def decided(service: Service, decision: str, table: Relation, today: date) -> Relation:
    """The rows of a table, and what the decision gives each: `outcome`, `rule`, `undetermined`.

    Columns are named as fields, or as facts and decisions that are known already. A field without
    a column, or NULL, is missing. Values are those that their field's type allows; an engine stops
    at a number beyond. `outcome` is NULL while undetermined; a decision of several outputs has one
    `outcome_NAME` each. `rule` is the label of the rule that gave it, or of all, joined by a space.
    `undetermined` names the inputs that would settle it, in alphabetical order. Raises Mistakes for
    what has no exact value in a query, and for columns of another type.
    """
    population = Population(service, table, today)
    given = population.outcome(decision)
    terms = list(given.outputs.items())
    names = [OUTCOME] if len(terms) == 1 else [f"{OUTCOME}_{name}" for name, _ in terms]
    added = dict(zip(names, (term.value for _, term in terms), strict=True))
    missing = terms[0][1].missing()
    added |= {RULE: given.rule, UNDETERMINED: _named(missing, population.bits)}
    taken = [name for name in added if name in table.columns]
    if taken:
        raise Mistakes([Problem(TAKEN_COLUMN, Where(name), {"name": name}) for name in taken])
    return population.layers.finished(added)


def _named(missing: Missing, bits: Mapping[str, int]) -> Value:
    """The names of what is missing."""
    nothing = ibis.literal("")
    if missing.bits is None or not bits:
        return nothing
    if len(bits) <= _FEW:
        return missing.bits.cases(*_every(bits), else_="")
    listed = nothing
    for name in sorted(bits):
        held = (missing.bits & 2 ** bits[name]) != 0
        listed = listed + held.ifelse(f" {name}", "")
    return (missing.bits != 0).ifelse(listed.lstrip(), "")


def _every(bits: Mapping[str, int]) -> list[tuple[int, str]]:
    """Each set of what may be missing with its names, the empty one first: most rows have it."""
    sets = range(2 ** len(bits))
    return [(held, " ".join(n for n in sorted(bits) if held & 2 ** bits[n])) for held in sets]

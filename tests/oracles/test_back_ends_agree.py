"""One meaning, four back ends: Python, JavaScript, SQL and SMT say the same of everybody.

Python's is the definition; it says the outcome, the rules that fired and what is missing, and so do
JavaScript and SQL. Z3 says which rules match people of whom nothing is missing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from bench import postgresql
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from batch.sql.drawn import DEEP, FACTS, WIDER, Deep, Drawn, decisions
from batch.sql.engines import Duck, Engine, Postgres, Rows
from batch.sql.people import (
    FIELDS,
    TODAY,
    Said,
    known_of,
    people,
    said_by_python,
    said_by_sql,
    service,
    types,
)
from core.expressions.node import Node, coming_out, started
from core.expressions.written import WHERE, conditions, numbers
from kene.core.decisions import decide
from kene.core.decisions.javascript import javascript as table_in_javascript
from kene.core.decisions.proving import World
from kene.core.expressions import compile_expression
from kene.core.expressions.backends.javascript import javascript
from kene.core.problems import Mistakes
from kene.core.services import Service

z3 = pytest.importorskip("z3", reason="z3-solver is absent")
from kene.proving.terms import Terms, Untold, numeral  # noqa: E402

# Ibis asks DuckDB in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")
CAMPAIGN = bool(os.environ.get("KENE_CAMPAIGN"))
ROWS = 1800
EXAMPLES = 1500 if CAMPAIGN else 28
PROVED = 8
"""Of how many people of one table Z3 is asked: a term is slow to evaluate."""


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """One node process for all tests."""
    yield from started()


@pytest.fixture(scope="module")
def duck() -> Duck:
    """One DuckDB for all tests."""
    return Duck()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """One database of a PostgreSQL of its own."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not on this machine")
    with postgresql.running(programs, durable=False) as server:
        database = Postgres(server.create("people"))
        yield database
        database.close()


class Comparison:
    """What back ends say of the same people, beside what Python says; `rows` counts them."""

    def __init__(self, engine: Engine, node: Node | None, rows: int) -> None:
        self.rows: Counter[str] = Counter()
        self._engine = engine
        self._node = node
        self._count = rows

    def expression(self, text: str, seed: int) -> None:
        """Compare an expression, as a fact that an outcome is."""
        try:
            expression = compile_expression(text, types(), where=WHERE)
            header = f"first ; -> o : {expression.type}"
            made = service({"e": text}, {"t": f"{header}\n1 ; e"})
        except Mistakes:
            assume(False)
        inputs = sorted(expression.inputs - {"today"})
        drawn = people(Random(seed), self._count, inputs)
        expected = self._by_sql(made, drawn, [known_of(made, "t", row) for row in drawn], text)
        if self._node is not None:
            with suppress(Mistakes):
                code = javascript(expression.tree, expression.inputs, WHERE)
                for said, told in zip(self._node.run(code, drawn), expected, strict=True):
                    assert _said(said) == told._replace(rule=None, outcome=coming_out(told.outcome))
                self.rows["JavaScript"] += len(drawn)
        whole = [k for k, row in enumerate(drawn) if len(row) == len(inputs)][:PROVED]
        proof = _Proof(World())
        with suppress(Untold):
            term = proof.terms.of(expression.tree)
            if not proof.terms.loose:
                for k in whole:
                    assert proof.value(term, drawn[k]) == proof.known(expected[k].outcome), drawn[k]
                self.rows["Z3"] += len(whole)

    def decision(self, drawn: Drawn, seed: int) -> None:
        """Compare a decision that reads another."""
        try:
            made = service(FACTS, {"premier": drawn.first, "t": drawn.second})
        except Mistakes:
            assume(False)
        rows = people(Random(seed), self._count, sorted(FIELDS))
        known = [known_of(made, "t", row) for row in rows]
        expected = self._by_sql(made, rows, known, drawn)
        decision = made.decisions["t"]
        if self._node is not None:
            with suppress(Mistakes):
                code = table_in_javascript(decision)
                needed = [{name: row.get(name) for name in decision.inputs} for row in known]
                for said, told in zip(self._node.run(code, needed), expected, strict=True):
                    assert _said(said) == told._replace(outcome=coming_out(told.outcome))
                self.rows["JavaScript"] += len(rows)
        whole = [k for k, row in enumerate(rows) if len(row) == len(FIELDS)][:PROVED]
        proof = _Proof(World(facts=made.facts, decisions={"premier": made.decisions["premier"]}))
        with suppress(Untold):
            wins = proof.terms.winning(decision, proof.terms.matching(decision))
            if not proof.terms.loose:
                for k in whole:
                    fired = [bool(proof.value(win, rows[k])) for win in wins]
                    assert fired == [n in decide(decision, known[k]).hits for n in range(len(wins))]
                self.rows["Z3"] += len(whole)

    def steps(self, deep: Deep, seed: int) -> None:
        """Compare a decision that many others come before."""
        made = service(deep.facts, deep.tables)
        rows = people(Random(seed), self._count, sorted(FIELDS))
        self._by_sql(made, rows, [known_of(made, "t", row) for row in rows], deep)

    def _by_sql(self, made: Service, drawn: Rows, known: Rows, text: object) -> list[Said]:
        """What Python says, which SQL says too; a draw that SQL refuses is drawn again."""
        expected = [said_by_python(made.decisions["t"], each) for each in known]
        try:
            given = said_by_sql(made, "t", drawn, self._engine)
        except Mistakes:
            assume(False)
        for row, said, told in zip(drawn, given, expected, strict=True):
            assert said == told, (text, row)
        self.rows["SQL"] += len(drawn)
        return expected


def _said(said: Mapping[str, object]) -> Said:
    """What a module says."""
    missing = said["missing"]
    assert isinstance(missing, list)
    rules = said.get("rules")
    rule = " ".join(rules) if said["settled"] and isinstance(rules, list) else None
    return Said(said["value"] if said["settled"] else None, rule, tuple(missing))


class _Proof:
    """Terms, and their values for a person."""

    def __init__(self, world: World) -> None:
        self.terms = Terms(world)

    def value(self, term: Any, row: Mapping[str, object]) -> object:
        """What a term comes to."""
        known = {**row, "today": TODAY}
        pairs = [
            (variable, self._constant(known[name]))
            for name, variable in self.terms.variables.items()
        ]
        simple = z3.simplify(z3.substitute(term, *pairs))
        if z3.is_bool(simple):
            assert z3.is_true(simple) or z3.is_false(simple), simple
            return z3.is_true(simple)
        return simple.as_fraction() if z3.is_rational_value(simple) else simple.as_long()

    def _constant(self, value: object) -> Any:
        match value:
            case bool():
                return z3.BoolVal(value)
            case str():
                return z3.IntVal(self.terms.word(value))
            case date():
                return z3.RealVal(value.toordinal())
        assert isinstance(value, int | Decimal)
        return numeral(value)

    def known(self, value: object) -> object:
        """A value of Python's as a term's would be."""
        if isinstance(value, date):
            return value.toordinal()
        return self.terms.word(value) if isinstance(value, str) else value


def compared(comparison: Comparison, examples: int, what: str) -> Counter[str]:
    """How many rows each back end was compared on."""
    quiet = settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    seeds = st.integers(0, 2**32)
    if what == "expressions":
        run = quiet(given(st.one_of(conditions(), numbers(), WIDER), seeds)(comparison.expression))
    else:
        run = quiet(given(decisions(), seeds)(comparison.decision))
    run()
    return comparison.rows


def test_expressions_mean_the_same_on_every_back_end(duck: Duck, node: Node) -> None:
    rows = compared(Comparison(duck, node, ROWS), EXAMPLES, "expressions")
    assert rows["SQL"] >= 50_000 and rows["JavaScript"] and rows["Z3"], rows


def test_decisions_are_the_same_on_every_back_end(duck: Duck, node: Node) -> None:
    rows = compared(Comparison(duck, node, ROWS), EXAMPLES, "decisions")
    assert rows["SQL"] >= 50_000 and rows["JavaScript"] and rows["Z3"], rows


@pytest.mark.slow
@pytest.mark.parametrize("what", ["expressions", "decisions"])
def test_a_server_says_the_same(postgres: Postgres, what: str) -> None:
    rows = compared(Comparison(postgres, None, 200), EXAMPLES, what)
    assert rows["SQL"] >= 200 * EXAMPLES


def test_what_is_computed_in_many_steps_means_the_same(duck: Duck) -> None:
    # Written out wherever another names it, each step would double the query and its plan.
    comparison = Comparison(duck, None, 200)
    comparison.steps(DEEP, 7)
    assert comparison.rows["SQL"] == 200


@pytest.mark.slow
def test_a_server_decides_what_is_computed_in_many_steps(postgres: Postgres) -> None:
    comparison = Comparison(postgres, None, 200)
    comparison.steps(DEEP, 7)
    assert comparison.rows["SQL"] == 200

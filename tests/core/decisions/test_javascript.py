"""The JavaScript of a table decides as the table does."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.decisions.proving.tables import NAMES, WHERE, decisions, table
from core.expressions.node import Node, coming_out, started
from kene.core.decisions import Decision, decide, load_table
from kene.core.decisions.javascript import javascript
from kene.core.expressions import Undetermined
from kene.core.problems import Mistakes

PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "n": st.one_of(st.integers(-4, 3), st.decimals(-4, 3, places=1)),
        "m": st.one_of(st.integers(-4, 3), st.decimals(-4, 3, places=1)),
        "jour": st.dates(date(2025, 12, 30), date(2026, 4, 2)),
        "lien": st.sampled_from(("pere", "mere", "autre")),
        "urgent": st.booleans(),
        "ville": st.sampled_from(("Kayes", "Ségou", "Gao", "Mopti")),
    },
)


@pytest.fixture(scope="module")
def node() -> Node:
    """One node process for all tests."""
    yield from started()


@settings(max_examples=300, deadline=None)
@given(decisions(), st.lists(PEOPLE, min_size=10, max_size=20))
def test_a_table_decides_the_same_in_a_page(node: Node, decision: Decision, people: list) -> None:
    for person, said in zip(people, node.run(javascript(decision), people), strict=True):
        decided = decide(decision, person)
        assert tuple(said["rules"]) == decided.fired, person
        if isinstance(decided.outcome, Undetermined):
            assert not said["settled"], person
            assert frozenset(said["missing"]) == decided.outcome.missing, person
        else:
            assert (said["value"], said["missing"]) == (coming_out(decided.outcome), [])


def test_several_outputs_come_out_by_name(node: Node) -> None:
    several = table("first;n;o:choice;p:number;q:boolean\n1;> 1;a;12.50;true\n2;-;b;0;false")
    assert node.run(javascript(several), [{"n": 2}])[0] == {
        "settled": True,
        "value": {"o": "a", "p": "12.5", "q": True},
        "missing": [],
        "rules": ["1"],
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("collect;n;o:number\n1;> 1;2", 2),
        ("unique;n;o:number\n1;> 1;2\n2;<= 1;m + 1", 3),
        ("unique;n;o:number\n1;> 1;2\n2;<= sqrt(m);1", 3),
    ],
)
def test_a_table_that_a_page_cannot_decide_is_refused_at_its_rule(text: str, line: int) -> None:
    with pytest.raises(Mistakes) as refused:
        javascript(load_table("t", text, where=WHERE, names=NAMES, laws=()))
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.line) == ("F301", line)


def test_fifteen_rules_are_less_than_two_kilobytes() -> None:
    lines = [f"{i};[{i * 10}..{i * 10 + 10});not(mere);r{i}" for i in range(15)]
    code = javascript(table("\n".join(["unique;n;lien;o:choice", *lines])))
    assert len(gzip.compress(code.encode())) < 2048

"""The JavaScript of an expression means what its Python means."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expressions.node import Node, coming_out, started
from core.expressions.written import NAMES, VALUES, WHERE, conditions, numbers
from kene.core.expressions import Expression, Undetermined, compile_expression
from kene.core.expressions.backends import javascript as backend
from kene.core.problems import Mistakes, Where


def javascript(expression: Expression, where: Where) -> str:
    """The module of an expression."""
    return backend.javascript(expression.tree, expression.inputs, where)


@st.composite
def rows(draw) -> list[dict[str, object]]:
    """Answers, some of which are missing."""
    row = st.fixed_dictionaries({}, optional=VALUES)
    whole = st.fixed_dictionaries(VALUES)
    return draw(st.lists(st.one_of(row, whole), min_size=8, max_size=16))


@pytest.fixture(scope="module")
def node() -> Node:
    """One node process for all tests."""
    yield from started()


@settings(max_examples=400, deadline=None)
@given(st.one_of(conditions(), numbers()), rows())
def test_an_expression_means_the_same_in_a_page(node: Node, text: str, people: list) -> None:
    try:
        expression = compile_expression(text, NAMES, where=WHERE)
    except Mistakes:
        return
    for row, said in zip(people, node.run(javascript(expression, WHERE), people), strict=True):
        value = expression.evaluate(row)
        if isinstance(value, Undetermined):
            assert not said["settled"], (row, said, value)
            assert frozenset(said["missing"]) == value.missing, (row, said, value)
        else:
            assert said["settled"], (row, said, value)
            assert said["value"] == coming_out(value), row


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("n ** 2", 3),
        ("n > 1 and count(l) > 1", 17),
        ("sqrt(n) > 2", 5),
        ("n + (if b then n else floor(m))", 28),
        ("upper case(s)", 11),
        ("[1, 2][n]", 7),
    ],
)
def test_what_a_page_cannot_compute_exactly_is_refused_at_its_place(text: str, at: int) -> None:
    expression = compile_expression(text, NAMES, where=WHERE)
    with pytest.raises(Mistakes) as refused:
        javascript(expression, WHERE)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.column) == ("F301", at)


def test_a_module_is_small_and_evaluates_no_text() -> None:
    text = "n * 12.5 / m > 3 and years between(a, z) >= 18 and lien in ('pere', 'mère')"
    code = javascript(compile_expression(text, NAMES, where=WHERE), WHERE)
    assert len(gzip.compress(code.encode())) < 2048
    assert "eval" not in code and "Function(" not in code and "import" not in code
    assert code.isascii()


def test_a_value_of_another_type_is_no_answer(node: Node) -> None:
    code = javascript(compile_expression("n > 1", NAMES, where=WHERE), WHERE)
    with pytest.raises(AssertionError, match="TypeError"):
        node.run(code, [{"n": "douze"}])

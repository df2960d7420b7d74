"""The JavaScript of an expression means what its Python means."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expressions.node import Node, coming_out, started
from kene.core.expressions import Expression, Undetermined, compile_expression
from kene.core.expressions.backends import javascript as backend
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, Enumeration, FeelType, List
from kene.core.problems import Mistakes, Where

WHERE = Where("t", 1, 1)
NAMES: dict[str, FeelType] = {
    "n": NUMBER,
    "m": NUMBER,
    "a": DATE,
    "z": DATE,
    "s": STRING,
    "lien": Enumeration(("pere", "mère", "autre")),
    "b": BOOLEAN,
    "l": List(NUMBER),
}
LARGE = Decimal("9999999999999999999999999999999999")
VALUES: dict[str, st.SearchStrategy[object]] = {
    "n": st.one_of(
        st.integers(-5, 40),
        st.sampled_from((LARGE, -LARGE, Decimal("0.1"), Decimal("-0.0"), Decimal("13.505"))),
        st.decimals(-1000, 1000, places=3),
    ),
    "a": st.one_of(
        st.dates(date(1896, 1, 1), date(2104, 12, 31)),
        st.sampled_from([date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1),
                         date(2025, 1, 31), date(1, 1, 1), date(9999, 12, 31)]),
    ),
    "s": st.sampled_from(("", "Ségou", "bamako", "ɛ", "😀", "\ufb01", "a\\\"</script>\n", "Z")),
    "lien": st.sampled_from(("pere", "mère", "autre")),
    "b": st.booleans(),
}  # fmt: skip
VALUES |= {"m": VALUES["n"], "z": VALUES["a"]}


def javascript(expression: Expression, where: Where) -> str:
    """The module of an expression."""
    return backend.javascript(expression.tree, expression.inputs, where)


COMPARED = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))

literals = st.sampled_from(
    ("0", "1", "7", "12.50", "-3", "0.001", "3", "9999999999999999999999999999999999")
)
texts = st.sampled_from(('"Ségou"', '"ɛ"', '"😀"', '"\ufb01"', '""', "s", "lien"))
days = st.one_of(
    st.sampled_from(("a", "z")), st.sampled_from(('date("2024-02-29")', "@'1970-01-01'"))
)  # noqa: E501


def written(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of a form with its holes filled."""
    return st.tuples(*parts).map(lambda filled: form.format(*filled))


@st.composite
def numbers(draw, depth: int = 3) -> str:
    """Expressions of numbers."""
    if depth == 0:
        return draw(st.one_of(literals, st.sampled_from(("n", "m"))))
    inner = numbers(depth - 1)
    return draw(
        st.one_of(
            numbers(0),
            written("({} {} {})", inner, st.sampled_from("+-*/"), inner),
            written("-({})", inner),
            written("abs({})", inner),
            written("{} between({}, {})", st.sampled_from(("days", "months", "years")), days, days),
            written("{}.{}", st.sampled_from("az"), st.sampled_from(("year", "month", "day"))),
            written("string length({})", texts),
            written("(if {} then {} else {})", conditions(depth - 1), inner, inner),
        )
    )


def passing(of: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Unary tests between parentheses."""
    one = st.one_of(
        of,
        written("{} {}", COMPARED, of),
        written("{}{}..{}{}", st.sampled_from("[("), of, of, st.sampled_from(")]")),
    )
    return st.lists(one, min_size=1, max_size=3).map(lambda parts: f"({', '.join(parts)})")


@st.composite
def conditions(draw, depth: int = 3) -> str:
    """Conditions."""
    if depth == 0:
        return draw(st.sampled_from(("b", "true", "false", "n > m", "lien = 'mère'")))
    inner, number = conditions(depth - 1), numbers(depth - 1)
    return draw(
        st.one_of(
            conditions(0),
            written("({} {} {})", number, COMPARED, number),
            written("({} {} {})", days, COMPARED, days),
            written("(s {} {})", COMPARED, texts),
            written("({} {} {})", inner, st.sampled_from(("and", "or", "=", "!=")), inner),
            written("not({})", inner),
            written("({} between {} and {})", number, number, number),
            written("({} in {})", number, passing(number)),
            written("({} in {})", days, passing(days)),
            written("(lien in {})", st.sampled_from(("('pere', 'autre')", "(not('mère'))"))),
            written("{}(s, {})", st.sampled_from(("contains", "starts with", "ends with")), texts),
        )
    )


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

"""Expressions of packs: what they give, what they miss, and what is wrong with them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kene.core.expressions import Undetermined, compile_expression
from kene.core.expressions.backends.careful import evaluate as evaluate_carefully
from kene.core.expressions.standard import Vocabulary, compile_standard
from kene.core.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    Enumeration,
    FeelType,
    List,
)
from kene.core.problems import Mistakes, Where

NAMES: dict[str, FeelType] = {
    "lien": Enumeration(("pere", "mere", "autre")),
    "naissance": DATE,
    "today": DATE,
    "n": NUMBER,
    "m": NUMBER,
    "a": BOOLEAN,
    "b": BOOLEAN,
    "texte": STRING,
    "notes": List(NUMBER),
}
VALUES: dict[str, object] = {
    "lien": "autre",
    "naissance": date(2024, 2, 29),
    "today": date(2025, 2, 28),
    "n": 3,
    "m": Decimal("2.5"),
    "a": True,
    "b": False,
    "texte": "kɔnɔ",
    "notes": [12, 8, 15],
}
WHERE = Where("service.yaml", 10, 20)


def value_of(text: str, values: dict[str, object] = VALUES) -> object:
    return compile_expression(text, NAMES, where=WHERE).evaluate(values)


def problems_of(text: str, expected: FeelType | None = None) -> list[tuple[str, int]]:
    with pytest.raises(Mistakes) as caught:
        compile_expression(text, NAMES, where=WHERE, expected=expected)
    return [(problem.code, problem.where.column) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lien = 'autre'", True),
        ('lien = "autre"', True),
        ("lien in ('pere', 'mere')", False),
        ("naissance <= today", True),
        ("days between(naissance, today)", 365),
        ("n + m * 2 / 3", Decimal("4.666666666666666666666666666666667")),
        ("n between 1 and m", False),
        ("n in [1..3]", True),
        ("n in ]1..3[", False),
        ("n in (> 5, < m, 3)", True),
        ("string length(texte)", 4),
        ("upper case(texte)", "KƆNƆ"),
        ("notes[item > 10]", [12, 15]),
        ("notes[-1]", 15),
        ("sum(notes) / count(notes)", Decimal(35) / 3),
        ("for x in notes return x + n", [15, 11, 18]),
        ("some x in notes satisfies x > 14", True),
        ("every x in notes satisfies x > 14", False),
        ("if a then 'oui' else 'non'", "oui"),
        ("{total: sum(notes), mean: total / 2}.mean", Decimal("17.5")),
        ("naissance.year", 2024),
        ("sort(notes, function(x, y) x > y)", [15, 12, 8]),
        ("substring(string: texte, start position: 2)", "ɔnɔ"),
        ("not(b)", True),
        ("10 ** 20 + 0.1", Decimal("100000000000000000000.1")),
    ],
)
def test_an_expression_has_its_value(text: str, value: object) -> None:
    found = value_of(text)
    if isinstance(value, Decimal) and isinstance(found, Decimal):
        assert found == value or abs(found - value) < Decimal("1e-25")
    else:
        assert found == value


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("lien = 'atre'", [("F202", 27)]),
        ("naisance <= today", [("F201", 20)]),
        ("n + texte", [("F205", 22)]),
        ("n = texte", [("F204", 22)]),
        ("null", [("F206", 20)]),
        ("x + y", [("F201", 20), ("F201", 24)]),
        ("substring(texte)", [("F207", 29)]),
        ("nombre(texte)", [("F201", 20)]),
        ("n +", [("F102", 23)]),
        ("n # 3", [("F105", 22)]),
        ("(n", [("F101", 22)]),
        ("@'2024-02-30' < today", [("F107", 20)]),
        ("a and n", [("F203", 26)]),
    ],
)
def test_a_mistake_has_its_place(text: str, problems: list[tuple[str, int]]) -> None:
    assert problems_of(text) == problems


def test_the_nearest_name_is_proposed() -> None:
    with pytest.raises(Mistakes) as caught:
        compile_expression("naisance", NAMES, where=WHERE)
    assert "naissance" in caught.value.problems[0].help("fr")
    assert "naissance" in caught.value.problems[0].help("en")


def test_a_result_of_another_type_than_expected_is_refused() -> None:
    assert problems_of("n + 1", expected=BOOLEAN) == [("F203", 22)]


def test_a_missing_input_does_not_stop_what_does_not_depend_on_it() -> None:
    assert value_of("b and n > 2", {"b": False}) is False
    assert value_of("a or n > 2", {"a": True}) is True
    assert value_of("if n > 2 then 'x' else 'x'", {}) == "x"
    assert value_of("n > 2 and m > 2", {}) == Undetermined(frozenset(("n", "m")))


def test_none_and_undetermined_inputs_are_missing() -> None:
    assert value_of("lien = 'autre'", {"lien": None}) == Undetermined(frozenset(("lien",)))
    fact = Undetermined(frozenset(("naissance",)))
    assert value_of("n > 3", {"n": fact}) == fact


def test_an_operation_without_result_is_undetermined_and_no_input_would_help() -> None:
    assert value_of("1 / (n - 3) > 0") == Undetermined()
    assert value_of("b and 1 / (n - 3) > 0") is False


def test_a_trace_names_only_what_was_read() -> None:
    traced = compile_expression("b and n > 2", NAMES, where=WHERE).trace(VALUES)
    assert (traced.value, dict(traced.used)) == (False, {"b": False})


DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DATES, DATES)
@settings(max_examples=100)
def test_years_and_months_between_are_what_a_calendar_says(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    values: dict[str, object] = {"naissance": start, "today": end}
    years = value_of("years between(naissance, today)", values)
    months = value_of("months between(naissance, today)", values)
    birthdays = sum(
        (start.month, start.day) <= (end.month, end.day) if year == end.year else True
        for year in range(start.year + 1, end.year + 1)
    )
    assert years == birthdays
    assert isinstance(months, int)
    assert months // 12 == years
    back = {"naissance": end, "today": start}
    assert value_of("years between(naissance, today)", back) == -birthdays


def test_somebody_born_on_29_february_ages_on_1_march_of_common_years() -> None:
    born = date(2004, 2, 29)
    for day, years in ((date(2022, 2, 28), 17), (date(2022, 3, 1), 18), (date(2024, 2, 29), 20)):
        values: dict[str, object] = {"naissance": born, "today": day}
        assert value_of("years between(naissance, today)", values) == years


# -- generated expressions ---------------------------------------------------------------------


def written(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda chosen: form.format(*chosen))


_dates = st.sampled_from(["naissance", "today", '@"2024-02-29"', "naissance + duration('P1M')"])


def numbers(depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from(["n", "m", "0", "1", "2.50", "-7"])
    if not depth:
        return leaves
    inner, test = numbers(depth - 1), conditions(depth - 1)
    return st.one_of(
        leaves,
        written("({} {} {})", inner, st.sampled_from("+-*/"), inner),
        written("(if {} then {} else {})", test, inner, inner),
        written("days between({}, {})", _dates, _dates),
        written("max({}, {})", inner, inner),
        written("count(notes[item > {}])", inner),
    )


def conditions(depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from(["a", "b", "true", "lien = 'autre'", "lien in ('pere', 'mere')"])
    if not depth:
        return leaves
    inner, number = conditions(depth - 1), numbers(depth - 1)
    return st.one_of(
        leaves,
        written("({} {} {})", number, st.sampled_from(["<", ">=", "=", "!="]), number),
        written("({} {} {})", inner, st.sampled_from(["and", "or"]), inner),
        written("({} in [{}..{}])", number, number, number),
        written("({} between {} and {})", number, number, number),
        written("not({})", inner),
        written("({} < {})", _dates, _dates),
        written("(some x in notes satisfies x > {})", number),
    )


_conditions = conditions(3)
_expressions = conditions(3) | numbers(3)
_absent = st.sets(st.sampled_from(sorted(VALUES)))


@given(_expressions, _absent)
@settings(max_examples=150, deadline=None)
def test_what_is_undetermined_is_settled_when_the_missing_are_given(
    text: str, absent: set[str]
) -> None:
    expression = compile_expression(text, NAMES, where=WHERE)
    known = {name: value for name, value in VALUES.items() if name not in absent}
    result = expression.evaluate(known)
    whole = expression.evaluate(VALUES)
    if not isinstance(result, Undetermined):
        assert result == whole or isinstance(whole, Undetermined)
    elif result.missing:
        assert result.missing <= absent & expression.inputs
        given_back = {name: VALUES[name] for name in result.missing}
        settled = expression.evaluate({**known, **given_back})
        assert not isinstance(settled, Undetermined) or not settled.missing
        assert settled == whole
    else:
        assert isinstance(whole, Undetermined)


@given(_expressions)
@settings(max_examples=150, deadline=None)
def test_a_trace_gives_the_same_value_and_needs_no_other_input(text: str) -> None:
    expression = compile_expression(text, NAMES, where=WHERE)
    traced = expression.trace(VALUES)
    assert traced.value == expression.evaluate(VALUES)
    if not isinstance(traced.value, Undetermined):
        assert expression.evaluate(dict(traced.used)) == traced.value


@given(_expressions, st.integers(-3, 3), st.decimals(-5, 5, places=2))
@settings(max_examples=150, deadline=None)
def test_generated_code_the_careful_way_and_the_standard_dialect_agree(
    text: str, n: int, m: Decimal
) -> None:
    values = {**VALUES, "n": n, "m": m}
    expression = compile_expression(text, NAMES, where=WHERE)
    found = expression.evaluate(values)
    assert found == evaluate_carefully(expression.tree, values)
    standard = compile_standard(text, Vocabulary(frozenset(NAMES)), where=WHERE)(values)
    if not isinstance(found, Undetermined):  # else null may have been compared with a value
        assert standard == found


_ternary = st.sampled_from([True, False, None])


@given(_ternary, _ternary)
def test_logic_is_ternary_and_de_morgan_holds(one: bool | None, other: bool | None) -> None:
    given_: dict[str, object] = {"a": one, "b": other}
    values = {name: value for name, value in given_.items() if value is not None}
    left = value_of("not(a and b)", values)
    assert left == value_of("not(a) or not(b)", values)
    assert value_of("a and b", values) == value_of("b and a", values)
    if one is not None and other is not None:
        assert left is (not (one and other))


@given(_conditions)
@settings(max_examples=100, deadline=None)
def test_every_generated_condition_is_known_to_be_one(text: str) -> None:
    assert compile_expression(text, NAMES, where=WHERE, expected=BOOLEAN).type in (BOOLEAN, ANY)


@given(st.integers(-(10**40), 10**40), st.integers(-(10**40), 10**40), st.sampled_from("+-*"))
@settings(max_examples=100)
def test_numbers_are_decimals_of_34_digits_whatever_holds_them(
    one: int, other: int, op: str
) -> None:
    from decimal import Context, getcontext, localcontext

    assert getcontext().prec < 34
    with localcontext(Context(prec=34)):
        left, right = +Decimal(one), +Decimal(other)
        expected = {"+": left + right, "-": left - right, "*": left * right}[op]
    assert value_of(f"n {op} m", {"n": left, "m": right}) == expected
    if max(abs(one), abs(other)) < 10**34:
        assert value_of(f"n {op} m", {"n": one, "m": other}) == expected


def test_a_day_later_is_a_day_later() -> None:
    day = date(2024, 2, 28)
    values: dict[str, object] = {"naissance": day}
    assert value_of("naissance + duration('P1D')", values) == day + timedelta(days=1)


@pytest.mark.parametrize(("text", "hint"), [("a = oui", "true, false"), ("lien = non", "'non'")])
def test_a_yes_or_an_option_without_quotes_is_told_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(Mistakes) as caught:
        compile_expression(text, NAMES, where=WHERE)
    (problem,) = caught.value.problems
    assert problem.code == "F201"
    assert hint in problem.details["nearest"]

"""Expressions of the pack dialect, written at random, and values for the names that they read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, Enumeration, FeelType, List
from kene.core.problems import Where

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

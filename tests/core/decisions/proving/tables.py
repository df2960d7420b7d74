"""Tables to be proved, written and drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from kene.core.decisions import Decision, load_table
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, Enumeration, FeelType
from kene.core.problems import Where

WHERE = Where("t.csv", 1, 1)
NAMES: dict[str, FeelType] = {
    "n": NUMBER,
    "m": NUMBER,
    "jour": DATE,
    "lien": Enumeration(("pere", "mere", "autre")),
    "urgent": BOOLEAN,
    "ville": STRING,
}
NUMBERS = ("0", "1", "2", "1.5", "-3")
DAYS = ('date("2026-01-01")', 'date("2026-01-02")', 'date("2026-03-31")')
POLICIES = ("unique", "any", "first", "priority")


def table(text: str, names: dict[str, FeelType] = NAMES) -> Decision:
    """The table that a text writes."""
    return load_table("t", text, where=WHERE, names=names, laws=())


def ordered(constants: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Tests of a column of numbers or of days."""
    one = st.sampled_from(constants)
    plain = st.one_of(
        one,
        st.tuples(st.sampled_from(("<", "<=", ">", ">=", "!=")), one).map(" ".join),
        st.tuples(st.sampled_from("[("), one, one, st.sampled_from(")]")).map(
            lambda parts: "{}{}..{}{}".format(*parts)
        ),
        st.tuples(one, one).map(lambda two: f"? > {two[0]} and not(? = {two[1]})"),
        st.tuples(one, one).map(lambda two: f"? between {two[0]} and {two[1]}"),
    )
    several = st.lists(plain, min_size=1, max_size=2).map(", ".join)
    return st.one_of(st.just("-"), several, several.map(lambda tests: f"not({tests})"))


TESTS = {
    "n": ordered(NUMBERS),
    "m": ordered(NUMBERS),
    "jour": ordered(DAYS),
    "lien": st.sampled_from(("-", '"pere"', 'not("mere")', '"pere", "autre"')),
    "urgent": st.sampled_from(("-", "true", "false", "true, false", "not(true)")),
    "ville": st.sampled_from(("-", '"Kayes"', 'not("Kayes", "Ségou")', '"Kayes", "Gao"')),
}


@st.composite
def decisions(draw, policies=POLICIES):
    """Tables of up to three columns and five rules."""
    policy = draw(st.sampled_from(policies))
    columns = draw(st.lists(st.sampled_from(sorted(TESTS)), min_size=1, max_size=3))
    lines = [f"{policy} ; {' ; '.join(columns)} ; -> o : choice [a, b, c]"]
    for number in range(draw(st.integers(1, 5))):
        cells = [draw(TESTS[column]) for column in columns]
        lines.append(f"{number} ; {' ; '.join(cells)} ; {draw(st.sampled_from('abc'))}")
    return table("\n".join(lines))

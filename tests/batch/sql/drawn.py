"""Decisions at random, as their texts: what one reads of a person, of facts and of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from core.decisions.proving.tables import DAYS, NUMBERS, POLICIES, TESTS, ordered
from core.expressions.written import COMPARED, written

_COLLECTED = ("collect sum", "collect min", "collect max", "collect count")
_OUTCOME = "premier"
_COLUMNS = {
    **TESTS,
    "n": ordered((*NUMBERS, "m + 1", "2 * n")),
    "m": ordered((*NUMBERS, "n", "13.505")),
    "n + m": ordered((*NUMBERS, "m")),
    "jour": ordered((*DAYS, "a", "today", "@'2024-02-29'")),
    "z": st.sampled_from(("-", "< a", "[jour..today]", "not(@'2024-02-29')", "a, jour")),
    "s": st.sampled_from(("-", '"Ségou"', '>= "ɛ"', 'not("")', 'starts with(?, "S")', "ville")),
    "b and urgent": TESTS["urgent"],
    "years between(a, jour)": ordered(("0", "18", "1", "-1", "age")),
    "age": ordered(("0", "18", "1", "-1", "60")),
    "mois / 4": ordered(("0", "0.25", "1.5", "-3", "2.125")),
    "part": ordered(("0", "0.25", "1.5", "-3", "n")),
    "n / 7": ordered(("0", "1", "5.5")),
    _OUTCOME: st.sampled_from(("-", '"a"', 'not("b")', '"a", "c"')),
}
_AMOUNTS = (
    "1", "2", "-3.5", "n", "m * 2", "n + m", "age", "if b then 1 else 2", "if b then n else n",
)  # fmt: skip
_TWO = ("a ; 1", "c ; n", "a ; m")
_NUMBERS = st.sampled_from(("0", "1", "3", "-7", "0.25", "n", "m", "(n + 1)", "(m * 3)"))
_ROUNDED = st.sampled_from(
    ("floor", "ceiling", "decimal", "round up", "round down", "round half up", "round half down")
)
_DAYS = st.sampled_from(("a", "z", "today", "@'2024-02-29'", "@'2025-01-31'"))
_PARTS = st.sampled_from(("years", "months"))
_SHIFTS = st.sampled_from(("P18Y", "P1M", "P13M", "P30D", "P0D", "-P1Y", "-P4M", "P200Y", "P400D"))
WIDER = st.one_of(
    written("years and months duration({}, {}).{}", _DAYS, _DAYS, _PARTS),
    written("({} {} @'{}' {} {})", _DAYS, st.sampled_from("+-"), _SHIFTS, COMPARED, _DAYS),
    written("months between({} + @'{}', {})", _DAYS, _SHIFTS, _DAYS),
    written("({} - {}).days", _DAYS, _DAYS),
    written("({} - {} {} @'P{}D')", _DAYS, _DAYS, COMPARED, st.sampled_from(("0", "30", "366"))),
    written(
        "(years and months duration({}, {}) {} @'P{}')",
        _DAYS,
        _DAYS,
        COMPARED,
        st.sampled_from(("0M", "18Y", "1Y1M")),
    ),
    written("({} / {} {} {})", _NUMBERS, _NUMBERS, COMPARED, _NUMBERS),
    written("({} {} {} / {})", _NUMBERS, COMPARED, _NUMBERS, _NUMBERS),
    written("({} / {} between {} and {})", *[_NUMBERS] * 4),
    written("({} / {} in ({}, [{}..{}), > {}))", *[_NUMBERS] * 6),
    written("{}({})", st.sampled_from(("floor", "ceiling")), _NUMBERS),
    written("{}({} * 1.125, {})", _ROUNDED, _NUMBERS, st.sampled_from("0123")),
    written("modulo({}, {})", _NUMBERS, st.sampled_from(("n", "3", "-7", "days between(a, z)"))),
    written("{}({}, {}, {})", st.sampled_from(("min", "max", "sum")), *[_NUMBERS] * 3),
    written("(if {} / {} > {} then {} else {})", *[_NUMBERS] * 5),
)
"""Expressions that a page refuses, most of them."""
FACTS = {
    "part": "n / m",
    "age": "years between(a, today)",
    "mois": "months between(jour, today)",
}


class Drawn(NamedTuple):
    """A decision that a second one may read."""

    first: str
    second: str


@st.composite
def table(draw: st.DrawFn, columns: tuple[str, ...], forms: tuple[str, ...]) -> str:
    """A table of up to three columns and five rules, whose outcome is of one of `forms`."""
    form = draw(st.sampled_from(forms))
    policy = draw(st.sampled_from(_COLLECTED if form == "collected" else POLICIES))
    tested = draw(st.lists(st.sampled_from(columns), min_size=1, max_size=3))
    outcome = {
        "word": ("-> o : choice [c, a, b]", st.sampled_from("abc")),
        "two": (
            "-> o : choice [c, a] ; -> p : number",
            st.sampled_from(_TWO),
        ),
    }.get(form, ("-> o : number", st.sampled_from(_AMOUNTS)))
    lines = [f"{policy} ; {' ; '.join(tested)} ; {outcome[0]}"]
    for number in range(draw(st.integers(1, 5))):
        cells = [draw(_COLUMNS[column]) for column in tested]
        lines.append(f"R{number} ; {' ; '.join(cells)} ; {draw(outcome[1])}")
    return "\n".join(lines)


@st.composite
def decisions(draw: st.DrawFn) -> Drawn:
    """Two decisions, half of the second ones of words, which a page can decide too."""
    columns = tuple(_COLUMNS)
    first = draw(table(tuple(each for each in columns if each != _OUTCOME), ("word",)))
    forms = ("word", "word", "word", "number", "two", "collected")
    return Drawn(first, draw(table(columns, forms)))


class Deep(NamedTuple):
    """Facts that each read the one before, and decisions that each read the one before too."""

    facts: Mapping[str, str]
    tables: Mapping[str, str]


def steps(facts: int, tables: int) -> Deep:
    """So many facts, then so many decisions; the last one is `t`."""
    told = {"f0": "n + m", **FACTS}
    for step in range(1, facts + 1):
        before = f"f{step - 1}"
        told[f"f{step}"] = f"if {before} > {step} then {before} - m else {before} + n"
    names = [*(f"d{step}" for step in range(1, tables)), "t"]
    return Deep(told, {name: _step(f"f{facts}", names[:at]) for at, name in enumerate(names)})


def _step(fact: str, before: Sequence[str]) -> str:
    """A table that tests a fact, the age, and the decision before it where there is one."""
    tested = [fact, "age", *before[-1:]]
    rules = [
        [str(number), f"< {10 * number}", f">= {number}", *(f'"{word}"' for _ in before[-1:]), word]
        for number, word in enumerate("abcabc")
    ]
    last = ["7", *("-" for _ in tested), "c"]
    lines = [["first", *tested, "-> o : choice [c, a, b]"], *rules, last]
    return "\n".join(" ; ".join(line) for line in lines)


DEEP = steps(10, 5)
"""More than an engine could do, if each step wrote out those before it."""

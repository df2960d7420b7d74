"""Expressions made at random, compared with JavaRosa, the engine of ODK, on the same answers."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kene.core.services.asking import feel
from kene.exchange.api import Imported, Wanted, imported
from kene.exchange.xlsform.workbook import Sheet, gathered
from oracles.javarosa import Told, Unopened, agrees, javarosa, needed, waits

pytestmark = needed

OPTIONS = ("1", "2", "autre", "x")
SEVERAL = ("puits", "fleuve", "3")
ASKED = (
    ("integer", "a", {}),
    ("decimal", "b", {}),
    ("text", "s", {}),
    ("select_one un", "c", {}),
    ("select_multiple des", "m", {}),
    ("date", "d", {}),
    ("acknowledge", "k", {}),
)
CHOICES = [("list_name", "name", "label", "rang")] + [
    (name, option, option.upper(), str(rank))
    for name, options in (("un", OPTIONS), ("des", SEVERAL))
    for rank, option in enumerate(options, 1)
]
ITEMS = "/".join(["instance('un')", "root", "item"])


def numbers(inner):
    other = inner.numbers
    return st.one_of(
        st.integers(-3, 12).map(str),
        st.sampled_from(
            ["0.5", "2.25", "100", "${a}", "${b}", "${a}", "${b}", "count-selected(${m})"]
        ),
        st.tuples(other, st.sampled_from(["+", "-", "*", "div", "mod"]), other).map(
            lambda each: f"({each[0]} {each[1]} {each[2]})"
        ),
        st.tuples(st.sampled_from(["int", "round", "abs", "number"]), other).map(
            lambda each: f"{each[0]}({each[1]})"
        ),
        st.tuples(st.sampled_from(["min", "max"]), other, other).map(
            # JavaRosa's max is never below 0, which the standard does not say.
            lambda each: f"{each[0]}(abs({each[1]}), abs({each[2]}))"
        ),
        st.tuples(inner.truths, other, other).map(lambda e: f"if({e[0]}, {e[1]}, {e[2]})"),
        inner.texts.map(lambda each: f"string-length({each})"),
        st.sampled_from(
            [
                "number(${c})",
                "(today() - ${d})",
                "int((today() - ${d}) div 365.25)",
                "decimal-date-time(${d})",
                f"count({ITEMS}[rang > ${{a}}])",
            ]
        ),
    )


def texts(inner):
    return st.one_of(
        st.sampled_from(["'a'", "'1'", "'abc def'", "${s}", "${s}", "${c}", "''"]),
        st.tuples(inner.texts, inner.texts).map(lambda e: f"concat({e[0]}, {e[1]})"),
        st.tuples(inner.texts, st.integers(0, 3), st.integers(0, 5)).map(
            lambda each: f"substr({each[0]}, {each[1]}, {each[2]})"
        ),
        st.tuples(inner.truths, inner.texts, inner.texts).map(
            lambda each: f"if({each[0]}, {each[1]}, {each[2]})"
        ),
        st.sampled_from(
            [
                "concat(${a}, '-', ${s})",
                "jr:choice-name(${c}, '${c}')",
                "format-date(${d}, '%d/%m/%Y')",
                "string(${d})",
                "string(${a})",
                "join('-', ${s}, 'z')",
                f"{ITEMS}[name = ${{c}}]/rang",
                "selected-at(${m}, 0)",
            ]
        ),
    )


def truths(inner):
    compared = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.tuples(inner.numbers, compared, inner.numbers).map(" ".join),
        st.tuples(inner.texts, st.sampled_from(["=", "!="]), inner.texts).map(" ".join),
        st.tuples(st.just("${c}"), compared, st.integers(0, 3).map(str)).map(" ".join),
        st.tuples(
            st.just("${c}"), st.sampled_from(["=", "!="]), st.sampled_from(OPTIONS).map(repr)
        ).map(" ".join),
        st.sampled_from([*OPTIONS, "rien"]).map(lambda each: f"selected(${{c}}, '{each}')"),
        st.sampled_from([*SEVERAL, "rien"]).map(lambda each: f"selected(${{m}}, '{each}')"),
        st.tuples(st.just("${d}"), compared, st.just("today()")).map(" ".join),
        st.tuples(st.just("${d}"), compared, st.just("date('2020-02-29')")).map(" ".join),
        st.tuples(inner.truths, st.sampled_from(["and", "or"]), inner.truths).map(
            lambda each: f"({each[0]} {each[1]} {each[2]})"
        ),
        inner.truths.map(lambda each: f"not({each})"),
        st.sampled_from(
            [
                "${s} != ''",
                "${k} = 'OK'",
                "regex(${s}, '[a-z]+')",
                "starts-with(${s}, 'a')",
                "contains(${s}, 'b')",
                "string-length(${s}) > 2",
                "boolean(${a})",
                "${a} = '3'",
                "${s} = 5",
                "true()",
                "${d} = '2020-02-29'",
            ]
        ),
    )


@dataclass(frozen=True)
class Inner:
    """What an expression of each kind may hold."""

    numbers: st.SearchStrategy[str]
    texts: st.SearchStrategy[str]
    truths: st.SearchStrategy[str]


PLAIN = Inner(
    st.sampled_from(["${a}", "${b}", "3", "7", "-2"]),
    st.sampled_from(["${s}", "${c}", "'a'", "'1'"]),
    st.sampled_from(["${a} > 2", "selected(${m}, 'puits')", "${c} = 'x'", "${k} = 'OK'"]),
)
NEXT = Inner(numbers(PLAIN), texts(PLAIN), truths(PLAIN))
WHOLE = st.one_of(numbers(NEXT), texts(NEXT), truths(NEXT))
EXPRESSIONS = st.lists(WHOLE, min_size=30, max_size=60)
ANSWERS = st.fixed_dictionaries(
    {
        "a": st.integers(-20, 40).map(str),
        "b": st.decimals(-50, 50, places=2).map(str),
        "s": st.sampled_from(["abc", "b", "5", "abc def", "Ségou", "3.5", "aab"]),
        "c": st.sampled_from(OPTIONS),
        "m": st.lists(st.sampled_from(SEVERAL), min_size=1, unique=True).map(
            lambda each: " ".join(sorted(each, key=SEVERAL.index))
        ),
        "d": st.dates(datetime.date(1950, 1, 1), datetime.date(2030, 1, 1)).map(str),
        "k": st.just("OK"),
    }
)


def form(expressions: list[str]) -> dict[str, Sheet]:
    """A form that computes each expression, and asks a question where it holds."""
    rows = [("type", "name", "label", "calculation", "relevant", "constraint")]
    rows += [(kind, name, name, "", "", "") for kind, name, _ in ASKED]
    for number, text in enumerate(expressions):
        rows.append(("calculate", f"v{number}", "", text, "", ""))
        rows.append(("text", f"q{number}", "Q", "", text, ""))
    return gathered([Sheet("survey", tuple(rows)), Sheet("choices", tuple(map(tuple, CHOICES)))])


def ran(book: dict[str, Sheet], answers: list[dict[str, str]], folder: Path) -> list[Told]:
    """What JavaRosa makes of each set of answers."""
    from pyxform.xls2xform import convert

    table = {
        name: [dict(zip(sheet.rows[0], row, strict=True)) for row in sheet.rows[1:]]
        for name, sheet in book.items()
    }
    table = {
        name: [{key: cell for key, cell in row.items() if cell} for row in rows]
        for name, rows in table.items()
    }
    path = folder / "form.xml"
    path.write_text(convert(xlsform=table, form_name="essai").xform, encoding="utf-8")
    told = javarosa((path, each) for each in answers)
    assert not [each for each in told if isinstance(each, Unopened)]
    return [each for each in told if not isinstance(each, Unopened)]


def values(answers: dict[str, str]) -> dict[str, object]:
    """The answers as Kene keeps them."""
    read: dict[str, object] = {
        "a": lambda: int(answers["a"]),
        "b": lambda: Decimal(answers["b"]),
        "s": lambda: answers["s"],
        "c": lambda: answers["c"],
        "m": lambda: tuple(answers["m"].split()),
        "d": lambda: datetime.date.fromisoformat(answers["d"]),
        "k": lambda: True,
    }
    return {name: feel(read[name]()) for name in answers}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("javarosa")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(EXPRESSIONS, st.lists(ANSWERS, min_size=4, max_size=8))
def test_calculations_and_relevance_are_those_of_javarosa(
    folder: Path, expressions: list[str], answers: list[dict[str, str]]
) -> None:
    book = form(expressions)
    found = imported(book, Wanted("essai.xlsx"))
    differing = []
    for given_answers, told in zip(answers, ran(book, answers, folder), strict=True):
        known = found.service.known(
            values(given_answers), datetime.datetime.now(datetime.UTC).date()
        )
        for number, text in enumerate(expressions):
            if f"v{number}" in found.service.facts:
                value, other = known[f"v{number}"], told[f"v{number}"][2]
                fact = found.service.facts[f"v{number}"].text
                if not agrees(value, other, fact):
                    differing.append((text, fact, str(value), other, given_answers))
            when = found.service.fields[f"q{number}"].when
            if when is not None and not when.inputs.isdisjoint(known):
                asked, other = when.evaluate(known), told[f"q{number}"][0]
                if (asked is True) != other and not waits(when.text):
                    differing.append((text, when.text, str(asked), other, given_answers))
    assert not differing, differing[:4]
    assert share(found) > 0.75


CONSTRAINTS = (
    ". > 3",
    ". >= ${a}",
    ". != 5 and . < ${b}",
    "not(. = ${a})",
    ". mod 2 = 0",
    ". = '' or . > 2",
    "string-length(.) < 2",
    "regex(., '[1-4]+')",
    "if(${c} = 'x', . > 2, . < 8)",
    ". = '7' or . <= 4",
    "(. - 3) * (. - 5) <= 0",
)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(ANSWERS, st.integers(-12, 12)), min_size=6, max_size=10))
def test_constraints_admit_what_javarosa_admits(
    folder: Path, answers: list[tuple[dict[str, str], int]]
) -> None:
    rows = [("type", "name", "label", "constraint")]
    rows += [(kind, name, name, "") for kind, name, _ in ASKED]
    rows += [("integer", f"i{at}", "I", text) for at, text in enumerate(CONSTRAINTS)]
    book = gathered([Sheet("survey", tuple(rows)), Sheet("choices", tuple(CHOICES))])
    found = imported(book, Wanted("essai.xlsx"))
    names = [f"i{at}" for at in range(len(CONSTRAINTS))]
    given_answers = [each | dict.fromkeys(names, str(number)) for each, number in answers]
    compared = 0
    for (asked, number), told in zip(answers, ran(book, given_answers, folder), strict=True):
        known = {**values(asked), **dict.fromkeys(names, number)}
        for name, text in zip(names, CONSTRAINTS, strict=True):
            valid = found.service.fields[name].valid
            if valid is not None:
                compared += 1
                assert (valid.evaluate(known) is True) == told[name][1], (text, valid.text, known)
    assert compared >= 10 * len(answers)


def share(found: Imported) -> float:
    """The share of the expressions that were kept."""
    return found.kept / max(found.expressions, 1)

"""What a query adds to a table, and what it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from batch.sql.people import TODAY, service
from kene.batch.sql import columns, decided
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER
from kene.core.problems import Mistakes
from kene.core.services import Service
from kene.core.values.numbers import HIGHEST

# Ibis asks DuckDB in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")
TABLE = "unique ; n ; b ; -> o : choice\n1 ; < 10 ; true ; petit\n2 ; >= 10 ; true ; grand"


def held(**columns: pa.Array) -> Any:
    """A table of DuckDB."""
    backend = ibis.duckdb.connect()
    backend.con.register("people", pa.table(columns))
    return backend.table("people")


def said(made: Service, table: Any, decision: str = "t") -> list[dict[str, object]]:
    """What the query adds to each row."""
    asked = decided(made, decision, table, TODAY).to_pyarrow().to_pylist()
    return [{k: v for k, v in row.items() if k not in table.columns} for row in asked]


def refused(made: Service, table: Any) -> tuple[str, str, int]:
    """The code of the one problem, what it names, and its line."""
    with pytest.raises(Mistakes) as caught:
        decided(made, "t", table, TODAY)
    (problem,) = caught.value.problems
    return problem.code, next(iter(problem.details.values())), problem.where.line


def test_each_row_keeps_its_columns_and_gets_three_more() -> None:
    table = held(n=pa.array([3, 12, None, 12, None]), b=pa.array([True, True, True, None, None]))
    asked = decided(service({}, {"t": TABLE}), "t", table, TODAY).to_pyarrow().to_pylist()
    assert [tuple(row.values()) for row in asked] == [
        (3, True, "petit", "1", ""),
        (12, True, "grand", "2", ""),
        (None, True, None, None, "n"),
        (12, None, None, None, "b"),
        (None, None, None, None, "b n"),
    ]


def test_a_field_without_a_column_is_missing() -> None:
    (row,) = said(service({}, {"t": TABLE}), held(n=pa.array([3])))
    assert row == {"outcome": None, "rule": None, "undetermined": "b"}


@pytest.mark.parametrize("text", ["n = m", "n != m", "n / m > 2", "m / n > 2", "m in (n, 3)"])
def test_a_comparison_with_a_field_without_a_column_waits_for_it(text: str) -> None:
    made = service({}, {"t": f"first ; -> o : boolean\n1 ; {text}"})
    rows = said(made, held(n=pa.array([1, None])))
    assert [(row["outcome"], row["undetermined"]) for row in rows] == [(None, "m"), (None, "m n")]


def test_what_no_answer_would_settle_names_nothing() -> None:
    made = service({}, {"t": TABLE})
    (row,) = said(made, held(n=pa.array([3]), b=pa.array([False])))
    assert row == {"outcome": None, "rule": None, "undetermined": ""}


def test_the_fields_of_a_decision_are_those_that_it_reaches() -> None:
    made = service(
        {"age": "years between(a, today)"},
        {
            "premier": "first ; age ; -> o : number\n1 ; - ; n",
            "t": "first;premier;b;-> o:number\n1;-;-;1",
        },
    )
    assert dict(columns(made, "t")) == {"n": NUMBER, "a": DATE, "b": BOOLEAN}


def test_a_fact_that_is_given_is_not_computed() -> None:
    made = service(
        {"age": "years between(a, today)"}, {"t": "first ; age ; -> o : number\n1 ; > 1 ; age"}
    )
    table = held(age=pa.array([7, None]), a=pa.array([date(2000, 1, 1)] * 2))
    assert [row["outcome"] for row in said(made, table)] == [7, None]
    assert said(made, table)[1]["undetermined"] == "age"


def test_outputs_are_columns_and_another_decision_reads_one() -> None:
    made = service(
        {},
        {
            "premier": "first;n;-> o : choice;-> p : number\n1; > 5; a; n * 2\n2; -; b; 1",
            "t": "first ; premier.p ; -> q : number\n1 ; > 10 ; premier.p\n2 ; - ; 0",
        },
    )
    table = held(n=pa.array([6, 1, None]))
    assert said(made, table, "premier") == [
        {"outcome_o": "a", "outcome_p": 12, "rule": "1", "undetermined": ""},
        {"outcome_o": "b", "outcome_p": 1, "rule": "2", "undetermined": ""},
        {"outcome_o": None, "outcome_p": None, "rule": None, "undetermined": "n"},
    ]
    assert [row["outcome"] for row in said(made, table)] == [12, 0, None]


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), 11, 0),
        (date(2024, 2, 29), date(2025, 3, 1), 12, 1),
        (date(2024, 2, 29), date(2028, 2, 29), 48, 4),
        (date(2025, 2, 28), date(2024, 2, 29), -11, 0),
        (date(2025, 3, 1), date(2024, 2, 29), -12, -1),
        (date(2025, 1, 31), date(2025, 2, 28), 0, 0),
        (date(1, 1, 1), date(9999, 12, 31), 119_987, 9_998),
    ],
)
def test_years_are_counted_by_birthdays_around_29_february(
    start: date, end: date, months: int, years: int
) -> None:
    table = held(a=pa.array([start]), z=pa.array([end]))
    for unit, expected in (("months", months), ("years", years)):
        made = service({}, {"t": f"first ; -> o : number\n1 ; {unit} between(a, z)"})
        assert said(made, table)[0]["outcome"] == expected


def test_money_stays_exact_to_the_last_franc() -> None:
    made = service({}, {"t": "first ; -> o : number\n1 ; (n * n + 1) * 3"})
    (row,) = said(made, held(n=pa.array([HIGHEST])))
    assert row["outcome"] == (HIGHEST * HIGHEST + 1) * 3


def test_a_number_beyond_its_field_is_an_error_not_another_result() -> None:
    made = service({}, {"t": "first ; -> o : number\n1 ; n * n * 3"})
    with pytest.raises(Exception, match="(?i)cast|overflow|range"):
        said(made, held(n=pa.array([2**62])))


def test_decimals_that_a_file_keeps_as_floating_point_are_read_as_their_field_says() -> None:
    made = service({}, {"t": "first ; m ; -> o : choice\n1 ; 0.3 ; oui\n2 ; - ; non"})
    assert [row["outcome"] for row in said(made, held(m=pa.array([0.1 + 0.2, 0.3005])))] == [
        "oui",
        "non",
    ]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("collect ; n ; -> o : number\n1 ; > 1 ; 2", "collect", 2),
        ("first ; n ; -> o : number\n1 ; > 1 ; 2\n2 ; - ; n ** 2", "**", 3),
        ("first ; n ; -> o : number\n1 ; > 1 ; 2\n2 ; - ; n / m", "/", 3),
        ("first ; n ; -> o : number\n1 ; > 1 ; 2\n2 ; - ; n * n * n", "*", 3),
        ("first ; n ; -> o : number\n1 ; > sqrt(n) ; 2", "sqrt", 2),
        ('first ; s ; -> o : number\n1 ; upper case(?) = "A" ; 2', "upper case", 2),
        ("first ; n ; -> o : number\n1 ; > count([n, 1]) ; 2", "count", 2),
    ],
)
def test_what_a_query_cannot_compute_exactly_is_refused_at_its_rule(
    text: str, what: str, line: int
) -> None:
    table = held(n=pa.array([1]), m=pa.array([Decimal("1.5")]), s=pa.array(["a"]))
    assert refused(service({}, {"t": text}), table) == ("F302", what, line)


def test_a_column_of_another_type_is_refused_by_its_name() -> None:
    made = service({}, {"t": TABLE})
    assert refused(made, held(n=pa.array(["3"]))) == ("F303", "n", 0)
    assert refused(made, held(b=pa.array([1]))) == ("F303", "b", 0)
    assert refused(made, held(n=pa.array([1]), rule=pa.array([1]))) == ("F304", "rule", 0)

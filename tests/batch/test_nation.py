"""Deciding many people from the command line: every one of them gets what one person would."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pyarrow.parquet as pq
import pytest
from bench import postgresql

from batch.crowd import AIDE, RESULTS, TODAY, by_hand, crowd, edited, parquet, service, sheet, table
from batch.crowd import written as pack_in
from batch.running import kene
from cli.command import Ran

PEOPLE = crowd(2_000)
HEADER = ";".join(PEOPLE[0]) + "\n"
PROGRAMS = postgresql.programs()


def decide(decision: str, source: Path | str, *words: Path | str) -> Ran:
    """`kene decide tests/batch/aide DECISION --from …` on the day of the tests."""
    return kene("decide", AIDE, decision, "--from", source, "--today", TODAY.isoformat(), *words)


def given(path: Path) -> dict[str, tuple[object, ...]]:
    """What a Parquet file or a folder of them says each person gets, by code."""
    rows = pq.read_table(path, columns=["code", *RESULTS]).to_pylist()
    return {row["code"]: tuple(row[name] for name in RESULTS) for row in rows}


@pytest.mark.parametrize("decision", ["aide", "montant"])
def test_each_person_of_a_parquet_file_gets_what_one_person_would(
    decision: str, tmp_path: Path
) -> None:
    source, target = parquet(PEOPLE, tmp_path / "people.parquet"), tmp_path / "result.parquet"
    ran = decide(decision, source, "--to", target)
    assert ran.code == 0, ran.err + ran.out
    assert given(target) == by_hand(service(), decision, PEOPLE)


def test_the_other_columns_and_the_order_are_kept(tmp_path: Path) -> None:
    source, target = parquet(PEOPLE, tmp_path / "people.parquet"), tmp_path / "result.parquet"
    assert decide("aide", source, "--to", target).code == 0
    kept = pq.read_table(target)
    assert kept.select(list(PEOPLE[0])).to_pylist() == PEOPLE
    assert kept.column_names == [*PEOPLE[0], *RESULTS]


def test_a_spreadsheet_is_read_as_a_french_one_writes_it_and_kept_to_the_letter(
    tmp_path: Path,
) -> None:
    source, target = sheet(PEOPLE, tmp_path / "people.csv"), tmp_path / "result.csv"
    ran = decide("montant", source, "--to", target)
    assert ran.code == 0, ran.err + ran.out
    with source.open(encoding="utf-8-sig", newline="") as file:
        before = list(csv.DictReader(file, delimiter=";"))
    with target.open(encoding="utf-8", newline="") as file:
        after = list(csv.DictReader(file, delimiter=";"))
    assert [{name: row[name] for name in before[0]} for row in after] == before
    wanted = by_hand(service(), "montant", PEOPLE)
    for row in after:
        outcome, rule, undetermined = wanted[row["code"]]
        assert row["outcome"] == ("" if outcome is None else str(outcome))
        assert (row["rule"], row["undetermined"]) == (rule or "", undetermined)


def test_a_folder_and_a_pattern_are_all_their_files(tmp_path: Path) -> None:
    parquet(PEOPLE[:900], tmp_path / "people" / "nord" / "1.parquet")
    parquet(PEOPLE[900:], tmp_path / "people" / "sud" / "2.parquet")
    for source in (tmp_path / "people", f"{tmp_path}/people/*/*.parquet"):
        target = tmp_path / "result.parquet"
        assert decide("aide", source, "--to", target, "--overwrite").code == 0
        assert given(target) == by_hand(service(), "aide", PEOPLE)


def test_only_those_for_whom_the_condition_holds_are_kept(tmp_path: Path) -> None:
    source, target = parquet(PEOPLE, tmp_path / "people.parquet"), tmp_path / "result.parquet"
    condition = "age < 40 and nom = 'Awa' and revenu in [0..100000]"
    assert decide("aide", source, "--to", target, "--where", condition).code == 0
    of = service()
    kept = [
        each
        for each in PEOPLE
        if each["nom"] == "Awa"
        and each["revenu"] is not None
        and each["revenu"] <= 100_000  # type: ignore[operator]
        and each["naissance"] is not None
        and of.facts["age"].evaluate({**each, "today": TODAY}) < 40  # type: ignore[operator]
    ]
    assert 20 < len(kept) < len(PEOPLE) / 4
    assert given(target) == by_hand(of, "aide", kept)


def test_the_summary_counts_outcomes_rules_and_what_is_missing(tmp_path: Path) -> None:
    source = parquet(PEOPLE, tmp_path / "people.parquet")
    wanted = list(by_hand(service(), "aide", PEOPLE).values())
    told = json.loads(decide("aide", source, "--json").out)
    assert told["rows"] == len(PEOPLE)
    assert told["to"] is None
    for key, place in (("rules", 1), ("undetermined", 2)):
        assert told[key] == {
            value: sum(each[place] == value for each in wanted)
            for value in {each[place] for each in wanted} - {None, ""}
        }
    assert sum(told["outcomes"]["outcome"].values()) + sum(told["undetermined"].values()) == 2_000
    ran = decide("aide", source)
    assert ran.out.splitlines()[0] == "aide@2026.1, aide : 2\u202f000 personnes."
    assert "\x1b" not in ran.out + ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["people.parquet"]


def test_amounts_are_summed(tmp_path: Path) -> None:
    source = parquet(PEOPLE, tmp_path / "people.parquet")
    amounts = [outcome for outcome, *_ in by_hand(service(), "montant", PEOPLE).values()]
    paid = [each for each in amounts if isinstance(each, int)]
    told = json.loads(decide("montant", source, "--json").out)
    assert told["numbers"] == {
        "outcome": {"total": sum(paid), "least": min(paid), "most": max(paid)}
    }


def test_a_pack_with_a_gap_decides_nobody(tmp_path: Path) -> None:
    gap = edited({"4     ; -     ; -                ; -     ;": "4 ; - ; [0..9] ; - ;"})
    source = parquet(PEOPLE, tmp_path / "people.parquet")
    refused = kene("decide", pack_in(gap, tmp_path / "pack"), "aide", "--from", source)
    assert refused.code == 1
    assert "D301" in refused.out


# -- what is wrong -------------------------------------------------------------------------------


def spoilt(**cells: object) -> list[dict[str, object]]:
    """Ten people, the last of whom has other cells."""
    return [*(dict(each) for each in PEOPLE[:9]), {**PEOPLE[9], **cells}]


@pytest.mark.parametrize(
    ("name", "cell", "code", "words"),
    [
        ("region", "gao", "B224", "n'est pas une des options : 1"),
        ("revenu", "douze", "B223", "n'est pas un nombre entier : 1"),
        ("revenu", "12,5", "B223", "n'est pas un nombre entier : 1"),
        ("revenu", "-1", "B225", "sort de 0 à 100000000 : 1"),
        ("loyer", "1,234", "B223", "n'est pas un nombre d'au plus 2 décimales : 1"),
        ("naissance", "29/2/2001", "B223", "n'est pas une date : 1"),
        ("naissance", "2001-04-31", "B223", "n'est pas une date : 1"),
        ("veuve", "peut-être", "B223", "n'est pas oui ou non : 1"),
    ],
)
def test_a_cell_that_cannot_be_read_is_shown_with_its_row_and_nothing_is_written(
    name: str, cell: str, code: str, words: str, tmp_path: Path
) -> None:
    source = sheet(spoilt(**{name: cell}), tmp_path / "people.csv")
    target = tmp_path / "result.csv"
    ran = decide("montant", source, "--to", target)
    assert ran.code == 1
    assert f"{name} {code}" in ran.out
    assert f"« {name} » {words}. Exemple : {name} = {cell}, code = 00009" in ran.out
    assert [each.name for each in tmp_path.iterdir()] == ["people.csv"]


def test_a_row_set_aside_is_not_looked_at(tmp_path: Path) -> None:
    source = sheet(spoilt(region="gao"), tmp_path / "people.csv")
    assert decide("aide", source, "--where", "region in ('kayes', 'segou')").code == 0


def test_a_missing_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    people = [{"revenus" if n == "revenu" else n: v for n, v in each.items()} for each in PEOPLE]
    ran = decide("aide", parquet(people, tmp_path / "people.parquet"))
    assert ran.code == 1
    assert "La colonne « revenu » manque ; la décision « aide » la lit." in ran.out
    assert "Vouliez-vous dire « revenus » ?" in ran.out


def test_an_optional_field_may_have_no_column(tmp_path: Path) -> None:
    people = [{n: v for n, v in each.items() if n != "loyer"} for each in PEOPLE]
    source, target = parquet(people, tmp_path / "people.parquet"), tmp_path / "result.parquet"
    assert decide("montant", source, "--to", target).code == 0
    without = [{**each, "loyer": None} for each in PEOPLE]
    assert given(target) == by_hand(service(), "montant", without)


def test_a_column_of_another_type_says_what_is_expected(tmp_path: Path) -> None:
    source = parquet([{**each, "naissance": 12} for each in PEOPLE], tmp_path / "people.parquet")
    ran = decide("aide", source)
    assert ran.code == 1
    assert "La colonne « naissance » est de type int64 ; il faut date." in ran.out


def test_floats_and_instants_of_pandas_are_read_where_they_are_exact(tmp_path: Path) -> None:
    source = tmp_path / "people.parquet"
    parquet(PEOPLE, tmp_path / "exact.parquet")
    duckdb.sql(
        f"copy (select * replace (revenu::double as revenu, loyer::double as loyer, "
        f"naissance::timestamp as naissance) from '{tmp_path}/exact.parquet') to '{source}'"
    )
    target = tmp_path / "result.parquet"
    ran = decide("montant", source, "--to", target)
    assert ran.code == 0, ran.out
    assert given(target) == by_hand(service(), "montant", PEOPLE)


def test_a_column_called_as_the_result_is_refused(tmp_path: Path) -> None:
    source = parquet([{**each, "rule": 1} for each in PEOPLE], tmp_path / "people.parquet")
    ran = decide("aide", source)
    assert ran.code == 1
    assert "« rule »" in ran.out


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"PAR1 not really", "ne se lit pas"),
        (f"{HEADER}1;é;;;;;;\n".encode("latin-1"), "n'est pas en UTF-8"),
        (f"{HEADER}1;a;;;;;;\n2;b;c\n".encode(), "ne se lit pas"),
        (b"code;code\n1;2\n", "a deux colonnes"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(octets: bytes, words: str, tmp_path: Path) -> None:
    source = tmp_path / ("people.parquet" if octets.startswith(b"PAR1") else "people.csv")
    source.write_bytes(octets)
    ran = decide("aide", source, "--where", "nom != ''")
    assert ran.code == 1
    assert words in ran.out


def test_problems_are_data_for_a_program_and_english_for_others(tmp_path: Path) -> None:
    source = sheet(spoilt(region="gao"), tmp_path / "people.csv")
    told = json.loads(decide("aide", source, "--json").out)
    assert [each["code"] for each in told["problems"]] == ["B224"]
    assert "is none of the options: 1" in decide("aide", source, "--lang", "en").out


def test_what_is_there_is_not_replaced_unless_it_is_asked(tmp_path: Path) -> None:
    source, target = parquet(PEOPLE, tmp_path / "people.parquet"), tmp_path / "result.parquet"
    target.write_text("precious")
    ran = decide("aide", source, "--to", target)
    assert ran.code == 1
    assert "existe déjà" in ran.out
    assert target.read_text() == "precious"
    assert decide("aide", source, "--to", target, "--overwrite").code == 0
    assert len(given(target)) == len(PEOPLE)


def test_people_are_not_read_and_written_at_once(tmp_path: Path) -> None:
    source = parquet(PEOPLE, tmp_path / "people.parquet")
    ran = decide("aide", source, "--to", source, "--overwrite")
    assert ran.code == 1
    assert "lu et écrit à la fois" in ran.out
    assert pq.read_table(source).num_rows == len(PEOPLE)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--from", "nowhere.csv"], "Aucun fichier ne répond"),
        (["--from", "README.md"], "n'est ni un CSV"),
        (["--from", "postgresql://localhost/x"], "ne dit pas quelle table"),
        (["--from", "{people}", "--engine", "oracle"], "n'est pas un moteur"),
        (["--from", "{people}", "--to", "nowhere/r.csv"], "n'existe pas"),
        (["--from", "{people}", "--engine", "postgresql://localhost:1/x"], "ne répond pas"),
        (["--from", "{people}", "--where", "revenus > 1"], "Vouliez-vous dire « revenu » ?"),
    ],
)
def test_a_wrong_address_or_condition_is_a_problem(
    words: list[str], answer: str, tmp_path: Path
) -> None:
    people = str(parquet(PEOPLE[:3], tmp_path / "people.parquet"))
    ran = kene("decide", AIDE, "aide", *(word.format(people=people) for word in words))
    assert ran.code == 1
    assert answer in ran.out


def test_options_of_many_people_want_people() -> None:
    assert kene("decide", AIDE, "aide", "--to", "x.csv").code == 2
    assert kene("decide", AIDE, "aide", "--from", "x.csv", "--input", "revenu=1").code == 2


# -- PostgreSQL ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Server]:
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not on this machine")
    with postgresql.running(PROGRAMS, durable=False) as started:
        yield started


@pytest.fixture
def database(server: postgresql.Server, tmp_path: Path) -> str:
    """The address of a new database."""
    return server.create(tmp_path.name.replace("-", "_").lower())


def held(database: str, name: str) -> dict[str, tuple[object, ...]]:
    """What a table says each person gets, by code."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            f"select code, outcome, rule, undetermined from {name}"
        ).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["", "duckdb"])
def test_a_table_is_decided_in_its_database_or_by_duckdb(engine: str, database: str) -> None:
    source = table(PEOPLE, database)
    target = f"{database}?table=resultat"
    ran = decide("montant", source, "--to", target, "--engine", engine)
    assert ran.code == 0, ran.err + ran.out
    assert held(database, "resultat") == by_hand(service(), "montant", PEOPLE)


@pytest.mark.slow
def test_tables_and_files_go_from_one_to_the_other(database: str, tmp_path: Path) -> None:
    made = tmp_path / "result.parquet"
    assert decide("aide", table(PEOPLE, database), "--to", made).code == 0
    assert given(made) == by_hand(service(), "aide", PEOPLE)
    people = parquet(PEOPLE, tmp_path / "people.parquet")
    assert decide("aide", people, "--to", f"{database}?table=essai").code == 0
    assert held(database, "essai") == by_hand(service(), "aide", PEOPLE)


@pytest.mark.slow
def test_a_table_that_is_there_stays_unless_it_is_replaced(database: str) -> None:
    source, target = table(PEOPLE, database), f"{database}?table=resultat"
    with psycopg.connect(database) as connection:
        connection.execute("create table resultat (precious integer)")
    ran = decide("aide", source, "--to", target)
    assert ran.code == 1
    assert "existe déjà" in ran.out
    assert decide("aide", source, "--to", target, "--overwrite").code == 0
    assert len(held(database, "resultat")) == len(PEOPLE)


@pytest.mark.slow
def test_a_table_that_is_not_there_is_named_without_the_password(database: str) -> None:
    address = table(PEOPLE, database).replace("kene@", "kene:secret@")
    ran = decide("aide", address.replace("personnes", "personne"))
    assert ran.code == 1
    assert "Vouliez-vous dire « personnes » ?" in ran.out
    assert "secret" not in ran.out + ran.err

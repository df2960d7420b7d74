"""The same call on Spark gives the same rows, by the address of the engine alone."""

from __future__ import annotations

import csv
import shutil
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from batch.crowd import AIDE, RESULTS, TODAY, by_hand, crowd, parquet, service, sheet
from batch.running import kene
from cli.command import Ran

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed: make tools"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not on this machine"),
]
PEOPLE = crowd(3_000, seed=7)


def decide(source: Path, target: Path, engine: str, *words: str) -> Ran:
    """`kene decide tests/batch/aide montant`, by an engine."""
    to = ("--to", target, "--engine", engine, "--today", TODAY.isoformat())
    return kene("decide", AIDE, "montant", "--from", source, *to, *words)


def given(path: Path) -> dict[str, tuple[object, ...]]:
    """What a file or a folder says each person gets, by code."""
    rows = pq.read_table(path, columns=["code", *RESULTS]).to_pylist()
    return {row["code"]: tuple(row[name] for name in RESULTS) for row in rows}


def test_spark_and_duckdb_say_the_same_of_a_parquet_file(tmp_path: Path) -> None:
    source = parquet(PEOPLE, tmp_path / "people.parquet")
    said = {}
    for engine in ("duckdb", "spark:local[2]"):
        target = tmp_path / f"{engine[:5]}.parquet"
        ran = decide(source, target, engine, "--where", "age < 50")
        assert ran.code == 0, ran.err + ran.out
        said[engine] = (given(target), ran.out.splitlines()[:-1])
    assert said["duckdb"] == said["spark:local[2]"]
    assert 500 < len(said["duckdb"][0]) < 3_000


def test_spark_reads_a_spreadsheet_and_writes_one_whole(tmp_path: Path) -> None:
    source, target = sheet(PEOPLE, tmp_path / "people.csv"), tmp_path / "result.csv"
    ran = decide(source, target, "spark:local[2]")
    assert ran.code == 0, ran.err + ran.out
    rows = [row for part in target.glob("part-*.csv") for row in _rows(part)]
    wanted = by_hand(service(), "montant", PEOPLE)
    assert {row["code"]: (row["outcome"], row["rule"], row["undetermined"]) for row in rows} == {
        code: ("" if outcome is None else str(outcome), rule or "", missing)
        for code, (outcome, rule, missing) in wanted.items()
    }
    assert sorted(each.name for each in tmp_path.iterdir()) == ["people.csv", "result.csv"]
    again = decide(source, target, "spark:local[2]")
    assert again.code == 1
    assert "existe déjà" in again.out


def test_spark_shows_the_row_of_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    spoilt = [*PEOPLE[:99], {**PEOPLE[99], "naissance": "29/2/2001"}]
    ran = decide(sheet(spoilt, tmp_path / "people.csv"), tmp_path / "r.csv", "spark:local[2]")
    assert ran.code == 1
    assert "naissance = 29/2/2001, code = 00099" in ran.out
    assert [each.name for each in tmp_path.iterdir()] == ["people.csv"]


def test_spark_says_that_it_reads_no_table(tmp_path: Path) -> None:
    ran = kene("decide", AIDE, "aide", "--from", "postgresql://localhost/x?table=y",
               "--engine", "spark:local[1]")  # fmt: skip
    assert ran.code == 1
    assert "des fichiers que toutes ses machines lisent" in ran.out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", escapechar="\\"))

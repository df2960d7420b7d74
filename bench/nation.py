"""A nation decided at once by ten rules, beside the same query written by hand for DuckDB.

`python -m bench nation` takes 5 million people; KENE_BENCH_PEOPLE says how many, 25000000 for a
nation. People are a Parquet file that DuckDB makes; two in a thousand lack an answer. Each query
runs in a process of its own, in turn, and gives the outcome, the rule and what is missing of every
row: once counted (nothing is written), once written to Parquet. Both must count the same.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from bench.rows import Row
from kene.core.services import Service, load
from kene.testing.starter import write

PEOPLE: Final = int(os.environ.get("KENE_BENCH_PEOPLE", "5000000"))
TURNS: Final = 5
RULES: Final = [(str(i + 1), 10 * i, ("oui", "non")[i % 2]) for i in range(10)]
MADE: Final = """
    COPY (SELECT range AS id,
                 CASE WHEN range % 1000 <> 7 THEN (range * 7919 % 120)::INTEGER END AS n,
                 CASE WHEN range % 1000 <> 13
                      THEN ['pere', 'mere', 'autre'][1 + range % 3] END AS lien
          FROM range({people})) TO '{file}'"""
# What somebody writes who knows the table: nothing is asked twice.
BY_HAND: Final = """
    SELECT *,
           CASE {outcomes} END AS outcome,
           CASE WHEN n IS NULL AND (lien IS NULL OR lien <> 'mere')
                  OR lien IS NULL AND n >= 0 AND n < 100
                THEN concat_ws(' ', CASE WHEN lien IS NULL THEN 'lien' END,
                               CASE WHEN n IS NULL THEN 'n' END)
                ELSE '' END AS undetermined
    FROM (SELECT *, CASE {rules} END AS rule FROM read_parquet('{file}'))"""
COUNTED: Final = (
    "SELECT outcome, rule, undetermined, count(*) FROM ({query}) GROUP BY ALL ORDER BY ALL"
)


def rows() -> Iterator[Row]:
    """Seconds of each way, and the memory of its process."""
    try:
        import duckdb
        import ibis  # noqa: F401 -- what `kene[batch]` installs
    except ImportError:
        yield Row("a nation by ten rules", None, "s", note="absent: pip install 'kene[batch]'")
        return
    people = f"{PEOPLE / 1e6:g} million people by ten rules"
    with tempfile.TemporaryDirectory(dir=os.environ.get("KENE_BENCH_DIR")) as folder:
        file = Path(folder) / "people.parquet"
        duckdb.sql(MADE.format(people=PEOPLE, file=file))
        turns = [{way: _child(way, file) for way in ("hand", "kene")} for _ in range(TURNS)]
    if any(turn["hand"]["counts"] != turn["kene"]["counts"] for turn in turns):
        raise AssertionError("the two queries differ")
    for act in ("counted", "written"):
        for way, name in (("hand", "by hand"), ("kene", "Kene")):
            seconds = statistics.median(turn[way][act][0] for turn in turns)
            note = _compared(turns, act) if way == "kene" else ""
            yield Row(f"{people}, {act}: {name}", seconds, "s", note=note)
    for way, name in (("hand", "by hand"), ("kene", "Kene")):
        memory = statistics.median(turn[way]["memory"] for turn in turns)
        yield Row(f"{people}, memory: {name}", memory, "MB")


def _compared(turns: list[Any], act: str) -> str:
    """The median ratios of the pairs: of seconds, and of processor time, less disturbed."""
    wall, processor = (
        statistics.median(turn["kene"][act][which] / turn["hand"][act][which] for turn in turns)
        for which in (0, 1)
    )
    return f"{wall:.3g} × by hand; {processor:.3g} × in processor time"


def _child(way: str, file: Path) -> Any:
    command = (sys.executable, "-m", "bench.nation", way, str(file))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


# -- one process ---------------------------------------------------------------------------------


def run(way: str, file: Path) -> dict[str, object]:
    """The seconds of one query counted and written, and the peak of memory."""
    connection, query = by_hand(file) if way == "hand" else by_kene(file)
    counts, counted = _timed(connection, COUNTED.format(query=query))
    target = file.with_name("decided.parquet")
    _, written = _timed(connection, f"COPY ({query}) TO '{target}'")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"counts": counts, "counted": counted, "written": written, "memory": memory}


def _timed(connection: Any, query: str) -> tuple[list[Any], tuple[float, float]]:
    """What a query gives; its seconds, and those of the processor."""
    start, spent = time.perf_counter(), time.process_time()
    found = connection.execute(query).fetchall()
    return found, (time.perf_counter() - start, time.process_time() - spent)


def by_hand(file: Path) -> tuple[Any, str]:
    """A connection, and the query that a person writes."""
    import duckdb

    when = "WHEN n >= {low} AND n < {high} AND lien <> 'mere' THEN '{rule}'"
    rules = (when.format(low=low, high=low + 10, rule=rule) for rule, low, _ in RULES)
    outcomes = (f"WHEN rule = '{rule}' THEN '{outcome}'" for rule, _, outcome in RULES)
    query = BY_HAND.format(file=file, rules=" ".join(rules), outcomes=" ".join(outcomes))
    return duckdb.connect(), query


def by_kene(file: Path) -> tuple[Any, str]:
    """A connection, and the query that Kene writes for the table."""
    import ibis

    from kene.batch.sql import decided

    engine = ibis.duckdb.connect()
    people = engine.read_parquet(str(file))
    query = decided(service(), "droit", people, date(2026, 1, 1))
    return engine.con, str(ibis.to_sql(query, dialect="duckdb"))


def service() -> Service:
    """The service of `kene new`, its table replaced by ten rules on two more fields."""
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "aide"
        write("aide", pack)
        files = {
            path.relative_to(pack).as_posix(): path.read_bytes()
            for path in pack.rglob("*")
            if path.is_file()
        }
    more = "nom: {type: name, for: repondre}\n"
    for field in (
        "lien: {type: choice, options: [pere, mere, autre]",
        "n: {type: whole, max: 1000",
    ):
        more += f"      {field}, for: repondre}}\n"
    first, _, rest = files["service.yaml"].decode().partition("nom: {type: name, for: repondre}\n")
    files["service.yaml"] = (first + more + rest).encode()
    lines = [f"{rule};[{low}..{low + 10});not(mere);{out};texte" for rule, low, out in RULES]
    table = ["unique;n;lien;droit:choice;law", *lines]
    files["decisions/droit.csv"] = "\n".join(table).encode()
    return load(files)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))

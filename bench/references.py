"""What figures are compared with: raw work of the same machine, measured in the same run."""

import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from bench.rows import Row

SERIES = 5
COMMITS = 200
DOCUMENT = {"answers": {f"field{index}": "Awa Traoré" for index in range(12)}, "on": [1, 2, 3] * 9}


def rows() -> Iterable[Row]:
    """Commits a second of this disk, and a microsecond figure of this processor."""
    yield Row("commits", statistics.median(commits() for _ in range(SERIES)), "commits/s")
    yield Row("json", microseconds(lambda: json.loads(json.dumps(DOCUMENT))), "µs")


def commits() -> float:
    """Durable commits of one row a second: SQLite, WAL, synchronous=FULL, one connection.

    In KENE_BENCH_DIR, or where temporary files are: the disk to compare with is the node's.
    """
    with tempfile.TemporaryDirectory(dir=os.environ.get("KENE_BENCH_DIR")) as folder:
        file = Path(folder) / "reference.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("CREATE TABLE hop (id INTEGER PRIMARY KEY, said TEXT)")
            start = time.perf_counter()
            for _ in range(COMMITS):
                connection.execute("INSERT INTO hop (said) VALUES ('1*2*Awa')")
            return COMMITS / (time.perf_counter() - start)


def microseconds(act: Callable[[], object], least: float = 0.02) -> float:
    """The median time of a call, in microseconds: series of `least` seconds each."""
    count = 1
    while (taken := _series(act, count)) < least:
        count = max(count * 2, int(count * least / max(taken, 1e-9)))
    return statistics.median(_series(act, count) for _ in range(SERIES)) / count * 1e6


def _series(act: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        act()
    return time.perf_counter() - start

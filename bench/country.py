"""What a country asks of a node: the hops of its busiest minute, and the disk of its year.

25 million people, 4 services a year each, 15 hops a service; ten times the mean at the peak. Hops
arrive by the clock, whether or not those before were answered, and each is timed from when it was
due: a node that falls behind shows it.
"""

from __future__ import annotations

import sqlite3
import statistics
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from bench.hops import load, memory, nodes, phones
from bench.rows import Row
from bench.served import Served

PEOPLE: Final = 25_000_000
SERVICES: Final = 4
HOPS: Final = 15
PEAK: Final = 10
YEAR: Final = 365 * 86_400
SECONDS: Final = 10.0
CORES: Final = 2
TICKS: Final = 100
"""Of a second: what the kernel counts processor time in."""


def rows() -> Iterable[Row]:
    """The load of a country, what it takes of a machine, and half of what the node can do."""
    mean = PEOPLE * SERVICES * HOPS / YEAR
    yield Row("country, mean of a year", mean, "hops/s")
    yield Row("country, peak", mean * PEAK, "hops/s", "country, mean of a year")
    for number, (label, served) in enumerate(nodes()):
        yield from _at(f"peak, {label}", served, mean * PEAK)
        latencies, seconds = load(served.port, 4.0)
        full = len(latencies) / seconds
        yield from _at(f"half of {full:,.0f}, {label}", served, full / 2)
        if number == 0:  # the same for all, and read from SQLite's own files
            yield from _kept(served)


def _at(name: str, served: Served, rate: float) -> Iterator[Row]:
    """A node under so many hops a second, by the clock."""
    before, began = _ticks(served), time.perf_counter()
    latencies = phones(served.port, SECONDS, rate)
    seconds = time.perf_counter() - began
    used = (_ticks(served) - before) / TICKS / seconds / CORES
    yield Row(f"{name}: answered", len(latencies) / seconds, "hops/s")
    yield Row(f"{name}: median", statistics.median(latencies) * 1000, "ms")
    yield Row(f"{name}: p99", statistics.quantiles(latencies, n=100)[98] * 1000, "ms")
    yield Row(f"{name}: of two cores", used * 100, "%")
    yield Row(f"{name}: memory", memory(served), "MB")


def _kept(served: Served) -> Iterator[Row]:
    """What a conversation leaves on the disk, under way and after, with its case and journal."""
    found: list[tuple[float, int]] = []
    sampling = threading.Event()
    watch = threading.Thread(target=_watch, args=(served.data, found, sampling))
    before = _octets(served), _cases(served)
    watch.start()
    phones(served.port, 4.0, 400)
    sampling.set()
    watch.join()
    after = _octets(served), _cases(served)
    each = (after[0] - before[0]) / max(1, after[1] - before[1])
    yield Row("state under way, median", statistics.median(mean for mean, _ in found), "octets")
    yield Row("state under way, largest", max(most for _, most in found), "octets")
    yield Row("a whole conversation with its case", each, "octets")
    yield Row("country, a year on the disk", each * PEOPLE * SERVICES / 1e9, "GB")


def _watch(data: Path, found: list[tuple[float, int]], over: threading.Event) -> None:
    with closing(sqlite3.connect(data / "kene.sqlite3")) as database:
        while not over.wait(0.2):
            lengths = "SELECT avg(length(sealed)), max(length(sealed)) FROM kene_intake_draft"
            found.append(database.execute(lengths).fetchone())


def _octets(served: Served) -> int:
    """The octets of both databases, what waits in their logs brought in."""
    total = 0
    for name in ("kene.sqlite3", "keys.sqlite3"):
        with closing(sqlite3.connect(served.data / name, timeout=30)) as database:
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")
            pages = database.execute("PRAGMA page_count").fetchone()[0]
            total += pages * database.execute("PRAGMA page_size").fetchone()[0]
    return total


def _cases(served: Served) -> int:
    with closing(sqlite3.connect(served.data / "kene.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM kene_casework_case").fetchone()[0])


def _ticks(served: Served) -> int:
    """The processor time of all the processes of a node."""
    told = (Path(f"/proc/{pid}/stat").read_text() for pid in served.pids())
    return sum(sum(map(int, text.rpartition(")")[2].split()[11:13])) for text in told)

"""How soon a node answers after its start, and the memory that it holds before any work."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bench.hops import memory
from bench.rows import Row
from bench.served import Served

TIMES: Final = 3


def rows() -> Iterable[Row]:
    """Seconds from the command to `/readyz`: the first start of all, then later ones."""
    yield from _starts("kene serve", ("serve",), {})
    yield from _starts("kene demo", ("demo",), {"KENE_USSD_TOKEN": "", "KENE_SMS_TOKEN": ""})


def _starts(name: str, words: tuple[str, ...], settings: dict[str, str]) -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="kene-bench-") as folder:
        node = Served(Path(folder) / "data", **settings)
        if words == ("serve",):
            node.found()
        else:
            yield Row(f"{name}, first start", _seconds(node, words)[0], "s")
        found = [_seconds(node, words) for _ in range(TIMES)]
        yield Row(f"{name}, later start", statistics.median(each for each, _ in found), "s")
        yield Row(f"{name}, memory at rest", statistics.median(each for _, each in found), "MB")


def _seconds(node: Served, words: tuple[str, ...]) -> tuple[float, float]:
    """The seconds of one start, and the memory of the node when it is ready."""
    start = time.perf_counter()
    try:
        node.start(*words)
        node.wait_ready()
        return time.perf_counter() - start, memory(node)
    finally:
        node.stop()

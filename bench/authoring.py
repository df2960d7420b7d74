"""What the author of a pack waits for: checks at each keystroke, and conversations at random."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from bench.references import microseconds
from bench.rows import Row
from kene.catalogue.packing import read_folder
from kene.core.services import Service, load
from kene.core.services.schema import schema
from kene.editor.answers import completions
from kene.editor.open_pack import OpenPack
from kene.testing.pack import check_folder
from kene.testing.suite import try_pack
from kene.testing.wandering import wander

PACKS = sorted(
    path.parent for path in (Path(__file__).resolve().parents[1] / "packs").glob("*/service.yaml")
)
BIRTH = next(folder for folder in PACKS if folder.name == "naissance")
WALKS = 60
TODAY = date(2026, 11, 24)


def rows() -> Iterable[Row]:
    """Milliseconds of checks and tests, of each pack too, and conversations a second."""
    yield _row("kene check, one pack", partial(check_folder, BIRTH))
    slowest = max(PACKS, key=lambda folder: microseconds(partial(check_folder, folder), 0.001))
    yield _row(f"kene check, the slowest pack ({slowest.name})", partial(check_folder, slowest))
    yield _row(f"kene check, all {len(PACKS)} packs", lambda: [*map(check_folder, PACKS)])
    yield from map(_pack, PACKS)
    service = load(read_folder(BIRTH))
    yield _row("kene test, one pack", partial(try_pack, service))
    yield _row("JSON Schema of packs", schema)
    pack = OpenPack(BIRTH)
    pack.check()
    yield _row("completion in an editor", lambda: [*completions(pack, "service.yaml", 45, 10)])
    yield Row("conversations at random, 1 process", _pace(service), "conversations/s")


def _pack(folder: Path) -> Row:
    """One pack: how long its check takes, how long it is, how fast its conversations are played,
    and what they visit of it and say."""
    service = load(read_folder(folder))
    lines = sum(len(path.read_text().splitlines()) for path in folder.glob("*.yaml"))
    words = sum(len(path.read_text().splitlines()) for path in folder.glob("wording/*.yaml"))
    tested = try_pack(service)
    pace = len(tested.played) / (microseconds(partial(try_pack, service), 0.001) / 1e6)
    covered = tested.coverage
    seen, said = covered.total - len(covered.missed), covered.texts - len(covered.unsaid)
    told = (
        f"{lines} lines",
        f"{words} of wordings",
        f"{len(tested.played)} conversations, {pace:,.0f}/s",
        f"{seen}/{covered.total} visited",
        f"{said}/{covered.texts} texts said",
    )
    checked = microseconds(partial(check_folder, folder), 0.001) / 1000
    return Row(f"kene check {folder.name}", checked, "ms", note=" · ".join(told))


def _pace(service: Service) -> float:
    """Conversations a second, each held on one channel and made again on the two others."""
    paces = []
    for seed in range(3):
        walks, start = wander(service, TODAY, Random(seed)), time.perf_counter()
        assert not any(each.fault for each in islice(walks, WALKS))
        paces.append(WALKS / (time.perf_counter() - start))
    return statistics.median(paces)


def _row(name: str, act: Callable[[], object]) -> Row:
    return Row(name, microseconds(act) / 1000, "ms")

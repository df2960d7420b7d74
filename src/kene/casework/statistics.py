"""The tables of a service's statistics, without the figures that would tell of a few people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from django.db import transaction

from kene.casework.models import Tally
from kene.casework.reading import Reader
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment, hidden, period
from kene.core.services import Service, Statistic
from kene.journal import api as journal


@dataclass(frozen=True, slots=True)
class Figures:
    """How many cases, and the sum and the median of their numbers, None where there are none."""

    count: int
    sum: Decimal | None = None
    median: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The cases that share a cell: a code for each of what is counted by, "" for no answer."""

    cell: tuple[str, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Table:
    """One statistic in one period, `2026-11` or `2026`, as the version `service` counts it.

    `grouped` are together the cases of the lines that are not shown, None where all are; `total` is
    None where they are fewer than a figure may tell of. `running` says that the period is not over.
    """

    service: Service
    statistic: Statistic
    period: str
    running: bool
    lines: tuple[Line, ...]
    grouped: Figures | None
    total: Figures | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which periods are read: from the month `since` to the month `until`, "" for no bound.

    `kept` says that the answer leaves the node: a period that is not over is left out of it.
    """

    since: str = ""
    until: str = ""
    kept: bool = False


@dataclass(slots=True)
class _Sum:
    """The cases of one cell, or of several."""

    count: int = 0
    total: int = 0
    steps: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Sum) -> None:
        self.count += other.count
        self.total += other.total
        self.steps += other.steps

    def figures(self, statistic: Statistic) -> Figures:
        values = [Decimal(each) for each in self.steps.elements() if each]
        return Figures(
            self.count,
            Decimal(self.total) / 100 if statistic.sum else None,
            median(values) if values else None,
        )


def statistics(names: Iterable[str], asked: Asked, reader: Reader, at: Moment) -> tuple[Table, ...]:
    """The tables of these services, the latest periods first; that they were read is journaled."""
    with transaction.atomic():
        found = [table for name in names for table in _tables(name, asked, at, reader)]
    return tuple(found)


def _tables(name: str, asked: Asked, at: Moment, reader: Reader) -> Iterator[Table]:
    what = "exported" if asked.kept else "read"
    journal.append(journal.Entry(reader.id, what, name, "statistics"), at.now)
    seen: set[tuple[str, str]] = set()
    for version in catalogue.versions(name):
        service = catalogue.service(version.digest)
        for statistic in service.statistics.values():
            if (statistic.name, statistic.shape) not in seen:
                seen.add((statistic.name, statistic.shape))
                yield from _of(service, statistic, asked, at)


def _of(service: Service, statistic: Statistic, asked: Asked, at: Moment) -> Iterator[Table]:
    rows = Tally.objects.filter(
        service=service.name, statistic=statistic.name, shape=statistic.shape
    )
    periods: dict[str, dict[str, _Sum]] = {}
    for row in rows.order_by("-period", "cell"):
        cell = periods.setdefault(row.period, {}).setdefault(row.cell, _Sum())
        cell.add(_Sum(row.count, row.total, Counter({row.step: row.count})))
    now = period(statistic, at.today)
    for each, cells in periods.items():
        if _within(each, asked) and not (asked.kept and each >= now):
            yield _table((service, statistic), each, cells, running=each >= now)


def _within(each: str, asked: Asked) -> bool:
    """Whether all of a period is asked for."""
    first, last = (each, each) if "-" in each else (f"{each}-01", f"{each}-12")
    return (not asked.since or first >= asked.since) and (not asked.until or last <= asked.until)


def _table(
    of: tuple[Service, Statistic], period: str, cells: Mapping[str, _Sum], *, running: bool
) -> Table:
    service, statistic = of
    sums: Sequence[_Sum] = list(cells.values())
    masks = hidden([each.count for each in sums], statistic.least)
    whole, grouped = _Sum(), _Sum()
    for place, each in enumerate(sums):
        whole.add(each)
        if place in masks.cells:
            grouped.add(each)
    lines = tuple(
        Line(tuple(json.loads(cell)), each.figures(statistic))
        for place, (cell, each) in enumerate(cells.items())
        if place not in masks.cells
    )
    return Table(
        service=service,
        statistic=statistic,
        period=period,
        running=running,
        lines=lines,
        grouped=grouped.figures(statistic) if masks.cells and not masks.total else None,
        total=None if masks.total else whole.figures(statistic),
    )

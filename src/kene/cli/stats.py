"""`kene stats`: what the services of a node count, in tables that tell of nobody."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kene.cli import terminal
from kene.cli.spoken import said
from kene.cli.words import Words
from kene.site.spoken import language

if TYPE_CHECKING:
    from kene.casework.api import Figures, Table
    from kene.core.services import Dimension, Naming, Service, Statistic

Named = Annotated[str, typer.Argument(metavar="PACK")]
Since = Annotated[str, typer.Option("--since")]
Until = Annotated[str, typer.Option("--until")]
Csv = Annotated[Path | None, typer.Option("--csv")]
By = Annotated[str, typer.Option("--by")]

_MONTH: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(stats)


def stats(
    service: Named = "",
    since: Since = "",
    until: Until = "",
    file: Csv = None,
    by: By = "node",
) -> None:
    """Give the statistics of a node: tables, never the line of a person.

    A figure that is too small is not shown. The reading is written in the journal.
    """
    from kene.cli.django import on_node

    bounds = _month(since, "01"), _month(until, "12")
    with on_node():
        from kene.casework import api as casework
        from kene.catalogue import api as catalogue

        services = _services(service)
        now = datetime.now(UTC)
        tables = casework.statistics(
            [each.name for each in services],
            casework.Asked(*bounds, kept=file is not None),
            casework.Reader("agent" if by != "node" else "node", by),
            casework.moment(catalogue.home(), now),
        )
        if file is not None:
            _write(file, tables)
            return
        for table in tables:
            _tell(table)
        _close(services, tables)


def _services(name: str) -> tuple[Service, ...]:
    """The services asked for; stops with 2 where there is none of that name."""
    from kene.catalogue import api as catalogue

    if not name:
        return catalogue.offered()
    if Path(name).is_dir():
        from kene.cli.options import Tongue
        from kene.cli.packs import loaded

        name = loaded(Path(name), Tongue(language())).name
    try:
        return (catalogue.named(name),)
    except catalogue.Unknown:
        known = ", ".join(each.name for each in catalogue.offered()) or said("stats.none")
        terminal.wrong(said("stats.unknown", name=name, known=known))


def _month(text: str, month: str) -> str:
    """A bound as a month: of a year, the first or the last; stops with 2 at anything else."""
    if text and not _MONTH.fullmatch(text):
        terminal.wrong(said("stats.month", text=text))
    return f"{text}-{month}" if text.isdigit() else text


def _tell(table: Table) -> None:
    service, statistic = table.service, table.statistic
    title = service.wording("fr").say(f"statistics.{statistic.name}")
    running = said("stats.running") if table.running else ""
    when = {"period": _period(table.period), "running": running}
    terminal.say(said("stats.title", service=service.name, title=title, **when))
    terminal.say(f"  {_about(service, statistic)}")
    if table.total is None:
        terminal.say(f"{said('stats.few', least=statistic.least)}\n")
        return
    headers = [_head(service, each) for each in statistic.by]
    figures = _headers(statistic)
    rows = list(_rows(table))
    width = len(headers) or 1
    places = range(width, width + len(figures))
    terminal.table([*(headers or [""]), *figures], rows, places)
    terminal.say()


def _about(service: Service, statistic: Statistic) -> str:
    """What is counted, and what for."""
    purpose = service.wording("fr").say(f"purposes.{statistic.purpose}")
    counted = said(f"stats.{statistic.counts}").capitalize()
    return said("stats.about", counted=counted, purpose=purpose)


def _rows(table: Table) -> Iterator[list[str]]:
    """The lines of a table, those that are grouped, and the total."""
    statistic, width = table.statistic, max(len(table.statistic.by), 1)
    for line in table.lines:
        if statistic.by:
            named = zip(statistic.by, line.cell, strict=True)
            words = [_value(table.service, by, code) for by, code in named]
            yield [*words, *_figures(statistic, line.figures)]
    nothing = [""] * len(_headers(statistic))
    if table.grouped is not None:
        yield [said("stats.grouped"), *[""] * (width - 1), *_figures(statistic, table.grouped)]
    total = nothing if table.total is None else _figures(statistic, table.total)
    yield [said("stats.total"), *[""] * (width - 1), *total]


def _headers(statistic: Statistic) -> list[str]:
    wanted = (("sum", statistic.sum), ("median", statistic.median))
    return [
        said("stats.number"),
        *(said(f"stats.{key}", name=name) for key, name in wanted if name),
    ]


def _figures(statistic: Statistic, figures: Figures) -> list[str]:
    wanted = ((statistic.sum, figures.sum), (statistic.median, figures.median))
    numbers = ["" if value is None else f"{value:f}" for name, value in wanted if name]
    return [str(figures.count), *(_plain(each) for each in numbers)]


def _plain(number: str) -> str:
    """A number as the language writes it, without decimals that say nothing."""
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    return f"{whole}{said('figures.mark')}{rest}" if rest else whole


def _head(service: Service, by: Dimension) -> str:
    from kene.core.services import CHANNEL

    named = _naming(service).label(by.name)
    if by.name == CHANNEL:
        named = said("stats.channel")
    return f"{named} ({by.level})" if by.level else named


def _value(service: Service, by: Dimension, code: str) -> str:
    """What a code of a cell is called."""
    from kene.core.expressions.types import BOOLEAN
    from kene.core.services import CHANNEL
    from kene.core.values import YesNo
    from kene.core.values.gazetteer import Places

    if not code:
        return said("stats.unanswered")
    if by.level:
        return Places.of(service.country).find(code).name
    field = service.fields.get(by.name)
    read = service.facts.get(by.name) or service.decisions.get(by.name)
    if field is None and read is None and by.name == CHANNEL:
        return code
    either = isinstance(field.type, YesNo) if field else read is not None and read.type == BOOLEAN
    return _naming(service).shown(by.name, code == "yes" if either else code)


def _naming(service: Service) -> Naming:
    from kene.core.services import Naming
    from kene.core.values import Setting

    return Naming(service, Setting("fr", service.country, date.min))


def _period(period: str) -> str:
    from kene.core.values.lexicon import lexicon

    year, _, month = period.partition("-")
    return f"{lexicon(language()).months[int(month) - 1]} {year}" if month else year


def _close(services: Sequence[Service], tables: Iterable[Table]) -> None:
    """What is not in the tables, and why."""
    silent = [each.name for each in services if not each.statistics]
    shown = {table.service.name for table in tables}
    waiting = [each.name for each in services if each.statistics and each.name not in shown]
    if waiting:
        terminal.say(said("stats.waiting", names=", ".join(waiting)))
    if silent:
        terminal.say(said("stats.silent", names=", ".join(silent)))
    if shown:
        terminal.say(said("stats.hidden", grouped=said("stats.grouped")))
    if not services:
        terminal.say(said("stats.nothing"))


def _write(file: Path, tables: Sequence[Table]) -> None:
    """One line for each line of the tables, with what it is counted by in pairs of columns."""
    most = max((len(table.statistic.by) for table in tables), default=0)
    pairs = [f"{name} {number}" for number in range(1, most + 1) for name in _titles("pair")]
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened, delimiter=";", lineterminator="\n")
        written.writerow([*_titles("columns"), *pairs, *_titles("figures")])
        for table in tables:
            written.writerows(_lines(table, most))
    terminal.say(said("stats.written", n=len(tables), file=file))


def _titles(key: str) -> list[str]:
    return said(f"stats.{key}").split(";")


def _lines(table: Table, most: int) -> Iterator[list[str]]:
    service, statistic = table.service, table.statistic
    title = service.wording("fr").say(f"statistics.{statistic.name}")
    head = [service.name, service.version, title, said(f"stats.{statistic.counts}"), table.period]
    criteria = [_head(service, each) for each in statistic.by]
    width = max(len(criteria), 1)
    for row in _rows(table):
        values, numbers = row[:width], row[width:]
        if not criteria:
            values = []
        pairs = [word for pair in zip(criteria, values, strict=True) for word in pair]
        pairs += [""] * (2 * (most - len(criteria)))
        count, *rest = numbers
        total = rest.pop(0) if statistic.sum else ""
        yield [*head, *pairs, count, total, rest.pop(0) if statistic.median else ""]

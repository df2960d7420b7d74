"""`kene compare`: what a reform changes, for all people of a file or of a table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kene.cli import terminal
from kene.cli.inputs import day
from kene.cli.nation import Condition, Motor, decimal, installed, number, part, people, titles, told
from kene.cli.options import Json, Lang, Today, Tongue, Version
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.batch.reform import Change, Comparison, Group, Reform
    from kene.core.services import Service

Source = Annotated[str, typer.Option("--from")]
Which = Annotated[str, typer.Option("--decision")]
Output = Annotated[str, typer.Option("--outcome")]
By = Annotated[str, typer.Option("--by")]
Svg = Annotated[Path | None, typer.Option("--svg")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared, and for whom."""

    source: str
    decision: str
    outcome: str
    by: str
    where: str
    engine: str
    today: date


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(compare)


def compare(  # noqa: PLR0913 -- each is an option of the command line
    old: Version,
    new: Version,
    source: Source,
    decision: Which = "",
    outcome: Output = "",
    by: By = "",
    where: Condition = "",
    engine: Motor = "",
    today: Today = "",
    svg: Svg = None,
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Tell who gains and who loses between two versions of a service, and draw it."""
    installed()
    asked = Asked(source, decision, outcome, by, where, engine, day(today))
    from kene.cli.packs import version

    reform = _reform(version(old, lang), version(new, lang), asked)
    began = time.monotonic()
    with told(lang, json=json):
        comparison = _compared(reform, asked)
    seconds = time.monotonic() - began
    if svg is not None:
        svg.write_text(_picture(comparison), encoding="utf-8")
    if json:
        terminal.data(_as_data(comparison))
        return
    _tell(comparison)
    done = said("compare.done", seconds=f"{decimal(seconds)} s")
    drawn = said("compare.picture", file=svg) if svg else said("compare.pictureless")
    terminal.say(f"\n{done}{drawn}")


def _reform(old: Service, new: Service, asked: Asked) -> Reform:
    from kene.batch.asking import Question
    from kene.batch.reform import Reform

    common = [name for name in new.decisions if name in old.decisions]
    wanted = [asked.decision] if asked.decision else common
    if len(wanted) != 1 or wanted[0] not in common:
        terminal.wrong(said("compare.decision", known=", ".join(common) or "—"))
    before = Question(old, wanted[0], asked.today)
    after = Question(new, wanted[0], asked.today, asked.where)
    outputs = [name for name in after.outcomes if name in before.outcomes]
    some = [f"outcome_{asked.outcome}"] if asked.outcome else outputs
    if len(some) != 1 or some[0] not in outputs:
        known = ", ".join(name.removeprefix("outcome_") for name in outputs)
        terminal.wrong(said("compare.outcome", known=known or "—"))
    return Reform(before, after, some[0], asked.by)


def _compared(reform: Reform, asked: Asked) -> Comparison:
    from kene.batch import places
    from kene.batch.engines.opening import opened
    from kene.batch.reform import compare
    from kene.cli.progress import Bar

    source = places.source(asked.source)
    with opened(asked.engine, source, None) as engine, Bar(titles()) as bar:
        return compare(reform, source, engine, bar)


def _title(reform: Reform) -> str:
    old, new = reform.old.service, reform.new.service
    versions = {"old": old.version, "new": new.version}
    return said("compare.title", service=new.name, decision=reform.new.decision, **versions)


def _kinds(comparison: Comparison) -> tuple[Change, ...]:
    from kene.batch.reform import Change

    if comparison.reform.ordered:
        return (Change.LOSE, Change.STAY, Change.GAIN, Change.UNKNOWN)
    return (Change.STAY, Change.CHANGE, Change.UNKNOWN)


def _tell(comparison: Comparison) -> None:
    from kene.testing.examples import shown

    reform, kinds = comparison.reform, _kinds(comparison)
    terminal.say(f"{_title(reform)}, {people(comparison.whole.people)}.\n")
    heads = [head for kind in kinds for head in (said(f"compare.{kind}"), "")]
    amounts = [said("compare.before"), said("compare.after")] if reform.amounts else []
    rows = [_row(comparison, group) for group in (*comparison.groups, comparison.whole)]
    figures = range(1, 1 + len(heads) + len(amounts))
    terminal.table([reform.by or "", *heads, *amounts], rows, figures)
    if comparison.moves:
        terminal.say()
        moves = (
            (shown(old), shown(new), number(count))
            for (old, new), count in comparison.moves.items()
        )
        ends = (said("compare.from"), said("compare.to"), said("nation.people"))
        terminal.table(ends, moves, (2,))


def _row(comparison: Comparison, group: Group) -> list[str]:
    cells = [
        cell
        for kind in _kinds(comparison)
        for cell in (number(group.counts[kind]), part(group.counts[kind], group.people))
    ]
    sums = [number(group.before), number(group.after)] if comparison.reform.amounts else []
    return [group.name or said("compare.whole"), *cells, *sums]


def _picture(comparison: Comparison) -> str:
    from kene.batch.picture import Words, picture
    from kene.batch.reform import Change

    reform = comparison.reform
    day = reform.new.today.strftime(said("compare.day"))
    under = said("compare.under", people=people(comparison.whole.people), day=day)
    if reform.by:
        under += said("compare.by", name=reform.by)
    if reform.amounts:
        before, after = (number(each) for each in (comparison.whole.before, comparison.whole.after))
        under += said("compare.total", before=before, after=after)
    marks = {"space": "thousands", "mark": "mark", "percent": "percent"}
    figure = {name: said(f"figures.{mark}") for name, mark in marks.items()}
    changes = {change: said(f"compare.{change}") for change in Change}
    return picture(
        comparison,
        Words(_title(reform), under, changes, said("compare.all"), said("compare.others"), figure),
    )


def _as_data(comparison: Comparison) -> dict[str, object]:
    from kene.testing.examples import shown

    reform = comparison.reform
    return {
        "old": reform.old.service.reference,
        "new": reform.new.service.reference,
        "decision": reform.new.decision,
        "by": reform.by or None,
        "ordered": reform.ordered,
        "whole": _counts(comparison, comparison.whole),
        "groups": {group.name: _counts(comparison, group) for group in comparison.groups},
        "moves": [
            {"from": shown(old), "to": shown(new), "people": count}
            for (old, new), count in comparison.moves.items()
        ],
    }


def _counts(comparison: Comparison, group: Group) -> dict[str, Any]:
    return dict(_entries(comparison, group))


def _entries(comparison: Comparison, group: Group) -> Iterator[tuple[str, Any]]:
    yield "people", group.people
    for kind in _kinds(comparison):
        yield kind.value, group.counts[kind]
    if comparison.reform.amounts:
        yield from (("before", group.before), ("after", group.after))

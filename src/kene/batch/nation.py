"""A decision for every one of many people, written beside what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Final

from kene.batch.asking import Asked, Question, ask, counted, refuse
from kene.batch.engine import Engine
from kene.batch.places import Place
from kene.core.expressions.types import NUMBER


class Stage(StrEnum):
    """What is being done, one after the other."""

    READING = "read"
    CHECKING = "check"
    WRITING = "write"


Steps = Callable[[Stage, float | None], None]
"""Who is told the stage and the share of it that is done, from 0 to 1; None: not known."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What numbers are together."""

    total: Any
    least: Any
    most: Any


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people got what: by outcome, by rule, and by what is missing.

    `outcomes` counts words and truths; `numbers` is what amounts are together. Both are by column.
    `hopeless` are those who have no outcome though nothing is missing.
    """

    rows: int
    outcomes: Mapping[str, Mapping[object, int]]
    numbers: Mapping[str, Numbers]
    rules: Mapping[str, int]
    undetermined: Mapping[str, int]
    hopeless: int


@dataclass(frozen=True, slots=True)
class Work:
    """From where to where people are decided: without target, they are only counted."""

    source: Place
    target: Place | None = None
    overwrite: bool = False


def decide_people(question: Question, work: Work, engine: Engine, steps: Steps) -> Tally:
    """Decide all people of a place and write them with their outcomes, all or nothing.

    Raises Mistakes, and then nothing is written.
    """
    people = engine.people(work.source, partial(steps, Stage.READING))
    asked = ask(question, people)
    told = partial(steps, Stage.CHECKING)
    groups = engine.answers(_grouped(asked), told)
    wrong = {name: sum(group[name] or 0 for group in groups) for name in asked.doubts}
    refuse(asked, wrong, engine, told)
    if work.target is not None:
        told = partial(steps, Stage.WRITING)
        engine.write(asked.decided, work.target, told, overwrite=work.overwrite)
    return _tally(question, groups)


_ROWS: Final = "kene_rows"
_HOPELESS: Final = "kene_hopeless"
_SUMMED: Final = ("kene_total_", "kene_least_", "kene_most_")


def _grouped(asked: Asked) -> Any:
    """A query with a row for each outcome, rule and lack that occurs, and how many have it."""
    rows, question = asked.rows, asked.question
    amounts = {
        f"{prefix}{name}": each
        for name in _amounts(question)
        for prefix, each in zip(
            _SUMMED, (rows[name].sum(), rows[name].min(), rows[name].max()), strict=True
        )
    }
    keys = [name for name in question.results if name not in _amounts(question)]
    hopeless = rows[next(iter(question.outcomes))].isnull() & (rows.undetermined == "")
    sums = {_HOPELESS: hopeless.ifelse(1, 0).sum(), **counted(rows, asked.doubts)}
    kept = {_ROWS: rows.count(), **sums, **amounts}
    return rows.group_by(keys).aggregate(**kept)


def _amounts(question: Question) -> tuple[str, ...]:
    """The outcomes that are amounts; the others are words or truths, which are counted."""
    return tuple(name for name, of in question.outcomes.items() if of == NUMBER)


def _tally(question: Question, groups: Sequence[Mapping[str, Any]]) -> Tally:
    words = [name for name in question.outcomes if name not in _amounts(question)]
    return Tally(
        rows=sum(group[_ROWS] for group in groups),
        outcomes={name: _count(groups, name) for name in words},
        numbers={name: _together(groups, name) for name in _amounts(question)},
        rules=_count(groups, "rule"),
        undetermined=_count([g for g in groups if g["undetermined"]], "undetermined"),
        hopeless=sum(group[_HOPELESS] for group in groups),
    )


def _count(groups: Iterable[Mapping[str, Any]], name: str) -> dict[Any, int]:
    """How many rows have each value of a column, the most frequent first; without value, none."""
    counts: Counter[Any] = Counter()
    for group in groups:
        if group[name] is not None:
            counts[group[name]] += group[_ROWS]
    return dict(sorted(counts.items(), key=lambda each: (-each[1], str(each[0]))))


def _together(groups: Iterable[Mapping[str, Any]], name: str) -> Numbers:
    total, least, most = (
        [group[f"{prefix}{name}"] for group in groups if group[f"{prefix}{name}"] is not None]
        for prefix in _SUMMED
    )
    return Numbers(sum(total), min(least, default=None), max(most, default=None))

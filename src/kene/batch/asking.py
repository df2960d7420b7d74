"""What a decision is asked of people: their columns found, read, and some of them kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from kene.batch.engine import Engine, Rows, Told
from kene.batch.mistakes import MISSING_COLUMN, hints
from kene.batch.reading import Doubt, read
from kene.batch.sql import decided
from kene.batch.where import condition, kept, types
from kene.core.decisions import Decision
from kene.core.expressions import Expression
from kene.core.expressions.types import FeelType
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import Service

_GIVEN: Final = "kene_given_"
_DOUBT: Final = "kene_doubt_"
_BESIDE: Final = 3
"""How many other cells of a row are shown beside the one that is wrong."""


@dataclass(frozen=True)
class Question:
    """A decision of a service, asked on a day of those for whom a condition holds."""

    service: Service
    decision: str
    today: date
    where: str = ""

    @cached_property
    def outcomes(self) -> Mapping[str, FeelType]:
        """The columns of the outcome, by name."""
        decision = self.service.decisions[self.decision]
        if len(decision.outputs) == 1:
            return {"outcome": decision.type}
        return {f"outcome_{output.name}": output.type for output in decision.outputs}

    @property
    def results(self) -> tuple[str, ...]:
        """The names of the columns that the decision adds."""
        return (*self.outcomes, "rule", "undetermined")


@dataclass(frozen=True)
class Asked:
    """Rows with what was decided, and with hidden columns: cells as given, and doubts."""

    question: Question
    people: Rows
    rows: Rows
    doubts: Mapping[str, Doubt]

    @property
    def given(self) -> dict[str, Any]:
        """The people's own columns, with their cells as they were given."""
        kept = self.rows.columns
        hidden = {name: f"{_GIVEN}{name}" for name in self.people.columns}
        return {name: self.rows[raw if raw in kept else name] for name, raw in hidden.items()}

    @property
    def decided(self) -> Rows:
        """The people, as they were given, with the columns of what was decided."""
        return self.rows.select(**self.given, **{n: self.rows[n] for n in self.question.results})


def ask(question: Question, people: Rows) -> Asked:
    """What a decision gives people. Raises Mistakes where columns are missing or of other types."""
    service = question.service
    holds = condition(people, question.where, service) if question.where else None
    wanted = _wanted(question, people.columns, holds.inputs if holds else ())
    values, found = read(people, wanted, service)
    given = {f"{_GIVEN}{name}": people[name] for name in values}
    doubts = {f"{_DOUBT}{number}": doubt for number, doubt in enumerate(found)}
    rows = people.mutate(**values, **given, **{name: each.wrong for name, each in doubts.items()})
    if holds is not None:
        rows = kept(rows, holds, service, question.today)
    rows = decided(service, question.decision, rows, question.today)
    return Asked(question, people, rows, doubts)


def counted(rows: Rows, doubts: Collection[str]) -> dict[str, Any]:
    """How many rows have each doubt, as columns of an aggregation."""
    return {name: rows[name].ifelse(1, 0).sum() for name in doubts}


def refuse(asked: Asked, wrong: Mapping[str, int], engine: Engine, told: Told) -> None:
    """Raise Mistakes for the doubts that some rows have, each with one of them as an example."""
    problems = [
        _problem(asked, name, wrong[name], engine, told) for name in asked.doubts if wrong[name]
    ]
    if problems:
        raise Mistakes(problems)


def _problem(asked: Asked, name: str, count: int, engine: Engine, told: Told) -> Problem:
    doubt = asked.doubts[name]
    others = [each for each in asked.given if each != doubt.name][:_BESIDE]
    cells = {each: asked.given[each] for each in (doubt.name, *others)}
    row = engine.answers(asked.rows.filter(asked.rows[name]).select(**cells).limit(1), told)[0]
    shown = ", ".join(f"{key} = {value}" for key, value in row.items())
    details = {"name": doubt.name, "count": str(count), "row": shown, **doubt.details}
    return Problem(doubt.kind, Where(doubt.name), details)


def _wanted(
    question: Question, columns: Collection[str], more: Collection[str]
) -> dict[str, FeelType]:
    """The columns that are read: fields, or facts and decisions that are known already."""
    known = types(question.service)
    read = set(_reached(question, columns)) | (set(more) & known.keys())
    absent = [
        name
        for name, field in question.service.fields.items()
        if name in read and name not in columns and not field.optional
    ]
    if absent:
        raise Mistakes(_missing(name, question, columns) for name in absent)
    return {name: known[name] for name in columns if name in read}


def _missing(name: str, question: Question, columns: Collection[str]) -> Problem:
    details = {"name": name, "decision": question.decision, **hints(name, columns)}
    return Problem(MISSING_COLUMN, Where(name), details)


def _reached(question: Question, columns: Collection[str]) -> Iterator[str]:
    """The names that a decision reads, not looking behind those that are columns."""
    service = question.service
    known: dict[str, Expression | Decision] = {**service.facts, **service.decisions}
    waiting, seen = [question.decision], {question.decision}
    while waiting:
        name = waiting.pop()
        if name in known and (name == question.decision or name not in columns):
            new = known[name].inputs - seen
            seen |= new
            waiting += new
            yield from new

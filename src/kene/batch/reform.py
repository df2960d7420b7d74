"""What a reform changes: two versions of a service, decided for the same people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Final

import ibis

from kene.batch.asking import Asked, Question, ask, counted, refuse
from kene.batch.engine import Engine, Rows
from kene.batch.mistakes import UNKNOWN_COLUMN, hints
from kene.batch.nation import Stage, Steps
from kene.batch.places import Place
from kene.core.expressions.types import NUMBER
from kene.core.problems import Mistakes, Problem, Where

_NEW: Final = "kene_new_"
_GROUP: Final = "kene_group"
_CHANGE: Final = "kene_change"
_ROWS: Final = "kene_rows"
_BEFORE: Final = "kene_before"
_AFTER: Final = "kene_after"


class Change(StrEnum):
    """What a reform does to one person; `CHANGE` where outcomes are in no order."""

    LOSE = "lose"
    STAY = "stay"
    GAIN = "gain"
    CHANGE = "change"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reform:
    """The same decision before and after; `output` is one of its outcomes, `by` a column."""

    old: Question
    new: Question
    output: str = "outcome"
    by: str = ""

    @property
    def amounts(self) -> bool:
        """Whether the outcome is an amount in both versions."""
        return self.old.outcomes[self.output] == self.new.outcomes[self.output] == NUMBER

    @property
    def order(self) -> tuple[str, ...]:
        """The words of the outcome, the highest first, where both versions put them in order.

        Words of one version alone stand where that version has them; () where the two disagree.
        """
        lists = [_declared(question, self.output) for question in (self.old, self.new)]
        return _merged(*lists) if all(lists) else ()

    @property
    def ordered(self) -> bool:
        """Whether it can be said who gains and who loses."""
        return self.amounts or bool(self.order)


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one group: how many of each change, and the amounts before and after."""

    name: str
    counts: Mapping[Change, int]
    before: Any = None
    after: Any = None

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a reform changes, group by group, all together, and from which word to which."""

    reform: Reform
    groups: tuple[Group, ...]
    whole: Group
    moves: Mapping[tuple[object, object], int]


def compare(reform: Reform, source: Place, engine: Engine, steps: Steps) -> Comparison:
    """Decide all people of a place by both versions. Raises Mistakes.

    A condition of the new question sets people aside for both.
    """
    people = engine.people(source, partial(steps, Stage.READING))
    if reform.by and reform.by not in people.columns:
        details = {"name": reform.by, **hints(reform.by, people.columns)}
        raise Mistakes([Problem(UNKNOWN_COLUMN, Where("--by"), details)])
    told = partial(steps, Stage.CHECKING)
    new = ask(reform.new, people)
    old = ask(reform.old, _carried(new, reform))
    groups = engine.answers(_grouped(reform, old, new), told)
    for asked, prefix in ((new, _NEW), (old, "")):
        wrong = {n: sum(g[f"{prefix}{n}"] or 0 for g in groups) for n in asked.doubts}
        refuse(asked, wrong, engine, told)
    return _compared(reform, groups)


def _carried(new: Asked, reform: Reform) -> Rows:
    """The people as they were given, with what the new version decided in hidden columns."""
    kept = {f"{_NEW}{name}": new.rows[name] for name in (reform.output, *new.doubts)}
    return new.rows.select(**new.given, **kept)


def _grouped(reform: Reform, old: Asked, new: Asked) -> Rows:
    """How many people there are of each group and change, and of each move of words."""
    before, after = old.rows[reform.output], old.rows[f"{_NEW}{reform.output}"]
    group = old.given[reform.by].cast("string") if reform.by else ibis.literal("")
    words = {} if reform.amounts else {_BEFORE: before, _AFTER: after}
    keys = {_GROUP: group, _CHANGE: _change(reform, before, after), **words}
    rows = old.rows.mutate(**keys)
    sums = _sums(reform, rows) if reform.amounts else {}
    doubts = counted(rows, [*old.doubts, *(f"{_NEW}{name}" for name in new.doubts)])
    return rows.group_by(list(keys)).aggregate(**{_ROWS: rows.count(), **sums, **doubts})


def _sums(reform: Reform, rows: Rows) -> dict[str, Any]:
    """The totals of those whose outcome is known in both versions: they can be compared."""
    known = rows[_CHANGE] != Change.UNKNOWN.value
    amounts = {_BEFORE: rows[reform.output], _AFTER: rows[f"{_NEW}{reform.output}"]}
    return {name: known.ifelse(each, ibis.null()).sum() for name, each in amounts.items()}


def _change(reform: Reform, before: Any, after: Any) -> Any:
    """What changes, as a column of words."""
    known = before.notnull() & after.notnull()
    if not reform.ordered:
        same = (before == after).ifelse(Change.STAY.value, Change.CHANGE.value)
        return known.ifelse(same, Change.UNKNOWN.value)
    if not reform.amounts:
        before, after = (_rank(each, reform.order) for each in (before, after))
    return ibis.cases(
        (~known, Change.UNKNOWN.value),
        (after > before, Change.GAIN.value),
        (after < before, Change.LOSE.value),
        else_=Change.STAY.value,
    )


def _rank(word: Any, order: Sequence[str]) -> Any:
    """The place of a word, the highest having the most."""
    return ibis.cases(*((word == each, len(order) - place) for place, each in enumerate(order)))


def _declared(question: Question, output: str) -> tuple[str, ...]:
    outputs = question.service.decisions[question.decision].outputs
    found = dict(zip(question.outcomes, outputs, strict=True))[output]
    return found.order if found.declared else ()


def _merged(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Two orders in one that keeps both; () where they disagree on two words."""
    common = [word for word in one if word in other]
    if common != [word for word in other if word in one]:
        return ()
    merged: list[str] = []
    rest = list(one)
    for word in other:
        if word in rest:
            place = rest.index(word)
            merged += rest[:place]
            rest = rest[place + 1 :]
        merged.append(word)
    return (*merged, *rest)


def _compared(reform: Reform, rows: Sequence[Mapping[str, Any]]) -> Comparison:
    names = sorted({row[_GROUP] for row in rows}, key=_place)
    groups = [_group(name, [row for row in rows if row[_GROUP] == name]) for name in names]
    moves: Counter[tuple[object, object]] = Counter()
    if not reform.amounts:
        for row in rows:
            if row[_CHANGE] not in (Change.STAY, Change.UNKNOWN):
                moves[row[_BEFORE], row[_AFTER]] += row[_ROWS]
    kept = tuple(groups) if reform.by else ()
    return Comparison(reform, kept, _group("", rows), dict(moves.most_common()))


def _place(name: str | None) -> tuple[bool, int, str]:
    """Where a group stands: numbers by size, then names, then those without any."""
    number = int(name) if name and name.isdecimal() else -1
    return name is None, number, name or ""


def _group(name: str | None, rows: Collection[Mapping[str, Any]]) -> Group:
    counts = {
        change: sum(row[_ROWS] for row in rows if row[_CHANGE] == change) for change in Change
    }
    sums = [
        sum(value for row in rows if not isinstance(value := row.get(key), str | None | bool))
        for key in (_BEFORE, _AFTER)
    ]
    return Group("—" if name is None else name, counts, *sums)

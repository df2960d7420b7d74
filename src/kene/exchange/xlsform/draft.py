"""A pack that is being drafted from a form."""

from __future__ import annotations

from dataclasses import dataclass, field

from kene.core.problems import Kind as ProblemKind
from kene.core.problems import Problem, Where
from kene.exchange.xlsform.kinds import Kind
from kene.exchange.xlsform.rows import Row
from kene.exchange.xlsform.survey import Question


@dataclass(slots=True)
class Asked:
    """A field: its question, name and kind, and its conditions once they are in FEEL.

    `guards` are the rows, its own last, whose relevance says whether it is asked. `notes` are rows
    of notes that stand before it. `gate` is the name, in the form, of the question that says
    whether it can be answered; "" when there is none.
    """

    question: Question
    name: str
    kind: Kind
    guards: tuple[Row, ...]
    repeat: str = ""
    notes: list[Row] = field(default_factory=list)
    when: str = ""
    valid: str = ""
    optional: bool = True
    gate: str = ""


@dataclass(slots=True)
class Page:
    """A group of fields: the row that names it, if any; how it repeats, if it does.

    `within` is the group that repeats in which it repeated in the form.
    """

    name: str
    row: Row | None
    fields: list[Asked] = field(default_factory=list)
    repeat: Row | None = None
    guards: tuple[Row, ...] = ()
    when: str = ""
    valid: str = ""
    most: int = 0
    fixed: bool = False
    within: str = ""


@dataclass(slots=True)
class Findings:
    """What is told of the import, at the rows of one file's sheets; and how many expressions were
    read, and how many of them kept."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    expressions: int = 0
    kept: int = 0
    _told: set[tuple[object, ...]] = field(default_factory=set)

    def tell(
        self, kind: ProblemKind, row: Row | None, sheet: str = "survey", **details: str
    ) -> None:
        """A finding at a row of a sheet; at the sheet itself without one."""
        where = Where(f"{self.file}:{sheet}", row.number if row else 0)
        key = kind.code, where, *sorted(details.items())
        if key not in self._told:
            self._told.add(key)
            self.problems.append(Problem(kind, where, details))

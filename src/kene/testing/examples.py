"""Examples of decisions as a spreadsheet: what is known, and the outcome that the law wants.

One row an example. Columns are fields, facts or `today`, then `-> outcome` and, when wanted,
`-> law`. The file has the name of its decision. See `docs/reference/transcripts.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from kene.core.decisions import Decided, decide
from kene.core.decisions.sheet import Cell, rows
from kene.core.expressions import Undetermined, compile_expression
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, FeelType, List
from kene.core.problems import Kind, Mistakes, Problem, Where, declare, nearest
from kene.core.services import Group, Service
from kene.core.services.asking import feel
from kene.core.values import Items, Misread, Setting, Type

ARROW: Final = "->"
OUTCOME: Final = "outcome"
LAW: Final = "law"
UNKNOWN: Final = "?"
"""The outcome of an example that lacks an input."""
NOTHING: Final = "aucun"
"""A list without items: a blank cell would be unknown."""

NO_DECISION: Final = declare(
    "T111",
    fr=("« {name} » n'est pas une décision de ce service.", "Décisions : {known}."),
    en=("'{name}' is not a decision of this service.", "Decisions: {known}."),
)
BAD_COLUMN: Final = declare(
    "T112",
    fr=("« {name} » n'est ni un champ, ni un fait, ni « today ».", "Connus : {known}."),
    en=("'{name}' is no field, no fact and not 'today'.", "Known: {known}."),
)
NO_OUTCOME: Final = declare(
    "T113",
    fr=("Aucune colonne ne dit ce qui est attendu.", "Ajoutez une colonne « -> outcome »."),
    en=("No column says what is expected.", "Add a column '-> outcome'."),
)
BAD_VALUE: Final = declare(
    "T114",
    fr=("« {value} » ne peut pas être une valeur de « {name} ».", "Écrivez par exemple {example}."),
    en=("'{value}' cannot be a value of '{name}'.", "Write for instance {example}."),
)
WIDE: Final = declare(
    "T115",
    fr=("Cette ligne a {count} cases ; l'en-tête en a {wanted}.", "Ajoutez ou enlevez des « ; »."),
    en=("This row has {count} cells; the header has {wanted}.", "Add or take out ';'."),
)

_YES: Final = {"true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False}


@dataclass(frozen=True, slots=True)
class Example:
    """One row: what is known, by name, and what is expected, by column."""

    where: Where
    decision: str
    known: Mapping[str, object]
    expected: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """An example after it was decided: what came, in the columns of what was expected."""

    example: Example
    decided: Decided
    actual: Mapping[str, str]

    @property
    def passed(self) -> bool:
        """Whether the outcome is the expected one."""
        return self.actual == self.example.expected


def read_examples(text: str, file: str, decision: str, service: Service) -> tuple[Example, ...]:
    """The examples of a decision in a sheet. Raises Mistakes with every problem found."""
    if decision not in service.decisions:
        known = ", ".join(service.decisions) or "—"
        raise Mistakes(
            [Problem(NO_DECISION, Where(file, 1, 1), {"name": decision, "known": known})]
        )
    sheet = rows(text)
    header, body = (sheet[0] if sheet else ()), sheet[1:]
    reading = _Reading(service, file, tuple(header))
    reading.check()
    found = [reading.example(decision, row) for row in body]
    if reading.problems:
        raise Mistakes(reading.problems)
    return tuple(found)


def attempt(example: Example, service: Service) -> Tried:
    """What the decision really gives."""
    decision = service.decisions[example.decision]
    taken = decide(decision, example.known)
    actual: dict[str, str] = {}
    for column in example.expected:
        if column == LAW:
            actual[column] = " ".join(taken.laws)
        elif column == OUTCOME:
            actual[column] = shown(taken.outcome)
        else:
            whole = taken.outcome
            actual[column] = shown(whole.get(column) if isinstance(whole, dict) else whole)
    return Tried(example, taken, actual)


def value(name: str, text: str, service: Service, setting: Setting) -> object:
    """What a text means for a field, a fact or `today`. Raises ValueError with an example."""
    asked = service.fields.get(name)
    if asked is not None:
        try:
            if isinstance(asked.type, Items):
                return _items(service.repeats[name], text)
            return feel(asked.type.parse(text, setting))
        except Misread as misread:
            raise ValueError(_example(asked.type, misread, setting)) from misread
    return _read(DATE if name == "today" else _type(name, service), text)


def _read(kind: FeelType, text: str) -> object:
    """What a text means for a type; lists as `shown` writes them. Raises ValueError."""
    if isinstance(kind, List):
        parts = [] if text in (NOTHING, "[]") else text.split(",")
        return [_read(kind.of, part.strip()) for part in parts]
    if kind == DATE:
        return _date(text)
    if kind == NUMBER:
        return _number(text)
    if kind == BOOLEAN:
        if text.lower() not in _YES:
            raise ValueError("oui")
        return _YES[text.lower()]
    return text


def _items(group: Group, text: str) -> list[object]:
    """A list of contexts in FEEL, null where one says nothing. Raises ValueError."""
    try:
        read = compile_expression(text, {}, where=Where("", 1, 1)).evaluate({})
    except Mistakes:
        read = None
    if not isinstance(read, list) or not all(isinstance(each, dict) for each in read):
        raise ValueError(f"[{{{group.fields[0]}: ...}}]")
    return [{name: each.get(name) for name in group.fields} for each in read]


def known_of(given: Mapping[str, object], service: Service) -> dict[str, object]:
    """What is given, and the facts that it settles; without `today` those that need it are not."""
    known = dict(given)
    for name, fact in service.facts.items():
        if name not in known:
            known[name] = fact.evaluate(known)
    return known


def _example(kind: Type, misread: Misread, setting: Setting) -> str:
    offered = ", ".join(option.key for option in kind.offered(setting))
    return str(misread.details.get("example", offered or "2026-11-24"))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("2026-11-24") from error


def _type(name: str, service: Service) -> FeelType:
    return service.facts[name].type if name in service.facts else service.decisions[name].type


def _number(text: str) -> int | Decimal:
    try:
        number = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation as error:
        raise ValueError("12") from error
    return int(number) if number == number.to_integral_value() else number


def shown(outcome: object) -> str:
    """An outcome as a cell of a sheet or a transcript writes it; `?` when it is undetermined."""
    match outcome:
        case Undetermined() | None:
            return UNKNOWN
        case list() | tuple():
            return ", ".join(map(shown, outcome)) or NOTHING
        case dict():
            return ", ".join(f"{name} = {shown(each)}" for name, each in outcome.items())
        case bool():
            return "true" if outcome else "false"
        case _:
            return str(outcome)


@dataclass(slots=True)
class _Reading:
    service: Service
    file: str
    header: tuple[Cell, ...]
    problems: list[Problem] = field(default_factory=list)

    def check(self) -> None:
        """What is wrong with the header."""
        names = self._names()
        for cell in self.header:
            if not cell.text.startswith(ARROW) and cell.text not in names:
                near = nearest(cell.text, names)
                known = near or ", ".join(sorted(names))
                self._wrong(BAD_COLUMN, cell, {"name": cell.text, "known": known})
        if not any(cell.text.startswith(ARROW) for cell in self.header):
            self.problems.append(Problem(NO_OUTCOME, Where(self.file, 1, 1)))

    def example(self, decision: str, row: Sequence[Cell]) -> Example:
        where = Where(self.file, row[0].line, row[0].column)
        cells = list(row)
        while len(cells) > len(self.header) and not cells[-1].text:
            cells.pop()
        if len(cells) != len(self.header):
            details = {"count": str(len(cells)), "wanted": str(len(self.header))}
            self.problems.append(Problem(WIDE, where, details))
        pairs = list(zip(self.header, cells, strict=False))
        given = {name: found for name, found in self._given(pairs) if found is not None}
        known = known_of(given, self.service)
        expected = {
            head.text.removeprefix(ARROW).strip(): cell.text.replace(",", " ")
            if head.text.endswith(LAW)
            else cell.text
            for head, cell in pairs
            if head.text.startswith(ARROW)
        }
        return Example(where, decision, known, expected)

    def _given(self, pairs: Sequence[tuple[Cell, Cell]]) -> Iterator[tuple[str, object]]:
        names = self._names()
        setting = Setting("fr", self.service.country, date(2000, 1, 1))
        for head, cell in pairs:
            if head.text not in names or not cell.text:
                continue
            try:
                yield head.text, value(head.text, cell.text, self.service, setting)
            except ValueError as error:
                details = {"name": head.text, "value": cell.text, "example": str(error)}
                self._wrong(BAD_VALUE, cell, details)

    def _names(self) -> frozenset[str]:
        service = self.service
        return frozenset({*service.fields, *service.facts, *service.decisions, "today"})

    def _wrong(self, kind: Kind, cell: Cell, details: Mapping[str, str]) -> None:
        where = Where(self.file, cell.line, cell.column)
        self.problems.append(Problem(kind, where, details))

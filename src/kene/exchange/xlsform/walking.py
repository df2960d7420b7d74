"""The tree of a form as the pages and fields of a pack; its computations wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kene.core.expressions.types import BOOLEAN, NUMBER, STRING, TIME, Enumeration
from kene.core.values.items import MOST_ITEMS
from kene.exchange.xlsform import findings
from kene.exchange.xlsform.draft import Asked, Findings, Page
from kene.exchange.xlsform.kinds import COMPUTED, DECLARED, METADATA, PAPERS, TIMED, Kind, kind_of
from kene.exchange.xlsform.naming import Names
from kene.exchange.xlsform.passing import is_required, tested
from kene.exchange.xlsform.rows import Row
from kene.exchange.xlsform.scope import Item
from kene.exchange.xlsform.survey import Question, Section, Survey

OTHER: Final = "other"
"""The option that `or_other` adds, as ODK writes it."""
OF: Final = "of"
"""The cell of a question that the form has not: which one of the form's it is about."""
ADDED: Final = frozenset({"answered", "whose"})
"""The kinds of such questions: whether another can be answered, and of which item one is."""


@dataclass(slots=True)
class Draft:
    """The pack so far.

    `papers` are the evidence. `calculations` are still to be put into FEEL, each with the group
    that repeats and holds it; `facts` are in FEEL. `days` are the names of the form for the day,
    `untaken` those of texts that only the phone could give. `ranks` are orders of options: the row,
    the group that repeats and holds it, the fields in order, and the options.
    `questions` counts the rows that ask, compute or tell something.
    """

    pages: list[Page] = field(default_factory=list)
    papers: list[Asked] = field(default_factory=list)
    calculations: list[tuple[Question, str]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    untaken: list[str] = field(default_factory=list)
    ranks: list[tuple[Row, str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    fact_rows: dict[str, Row] = field(default_factory=dict)
    questions: int = 0

    @property
    def fields(self) -> Iterator[Asked]:
        """Every field, in order."""
        return (each for page in self.pages for each in page.fields)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: the row that names the page, the guards on the way, and the repeat."""

    row: Row | None = None
    guards: tuple[Row, ...] = ()
    repeat: Page | None = None


class Walk:
    """Walks one form; what has no place in a pack is told in `found`."""

    def __init__(
        self, lists: Mapping[str, tuple[Item, ...]], names: Names, found: Findings
    ) -> None:
        self.lists = lists
        self.names = names
        self.found = found
        self.tested: frozenset[str] = frozenset()
        self.draft = Draft()
        self._page: Page | None = None
        self._notes: list[tuple[Question, _Place]] = []
        self._inner: list[tuple[Section, Page]] = []

    def drafted(self, form: Survey) -> Draft:
        """The pages of a form."""
        for row in form.astray:
            self.found.tell(findings.NO_STRUCTURE, row, name=row.cell("name") or row.cell("type"))
        self.tested = frozenset(tested(form.whole))
        self._walk(form.whole, _Place())
        last = next((page.fields[-1] for page in reversed(self.draft.pages) if page.fields), None)
        self._left_notes(last, self._notes)
        return self.draft

    def _walk(self, section: Section, place: _Place) -> None:
        for part in section.parts:
            if isinstance(part, Question):
                self._question(part, place)
            elif part.kind == "repeat":
                self._repeat(part, place)
            elif part.kind == "loop":
                self._lost_loop(part)
            else:
                row = part.row or Row(0, {})
                inside = _Place(row, (*place.guards, row), place.repeat)
                self._close(place)
                self._walk(part, inside)
                self._close(place)

    def _close(self, place: _Place) -> None:
        """What comes next is on another page; inside a repeat, all is on one."""
        if place.repeat is None:
            self._page = None

    def _repeat(self, section: Section, place: _Place, within: Page | None = None) -> None:
        row = section.row or Row(0, {})
        conditions = (each.cell("relevant") for each in (*place.guards, row))
        if place.repeat is not None and not row.cell("repeat_count") and not any(conditions):
            self._inner.append((section, place.repeat))
            return
        if place.repeat is not None:
            why = "dans un groupe qui se répète déjà", "within a group that repeats already"
            self.found.tell(
                findings.NO_REPEAT, row, name=row.cell("name"), why=why[0], why_en=why[1]
            )
            self._lost_within(section, row.cell("name"))
            return
        self._notes = [each for each in self._notes if not self._read_apart(*each, frozenset())]
        self._close(place)
        name = self.names.of(row, "groupe", self.found)
        page = Page(name, row, repeat=row, guards=(*place.guards, row), most=MOST_ITEMS)
        self._page = page
        if within is not None:
            self._whose(page, row, within)
        self._walk(section, _Place(row, (), page))
        inside = [each for each in self._notes if each[1].repeat is page]
        self._left_notes(page.fields[-1] if page.fields else None, inside)
        self._page = None
        if len(page.fields) == (within is not None):
            why = "il n'y reste aucune question", "no question is left in it"
            details = {"name": row.cell("name"), "why": why[0], "why_en": why[1]}
            self.found.tell(findings.NO_REPEAT, row, **details)
        else:
            self.draft.pages.append(page)
        self._inner_repeats(page, row)

    def _inner_repeats(self, page: Page, row: Row) -> None:
        """The groups that repeat within one: asked after it, or not imported with it."""
        inner = [each for each, of in self._inner if of is page]
        self._inner = [each for each in self._inner if each[1] is not page]
        for each in inner:
            if page in self.draft.pages:
                self._repeat(each, _Place(None, page.guards), within=page)
            else:
                self._lost_within(each, row.cell("name"))

    def _whose(self, page: Page, row: Row, within: Page) -> None:
        """Ask of which item of the other group an item is, by its number."""
        outer = within.row.cell("name") if within.row else within.name
        own = Row(row.number, {"name": f"{row.cell('name')}_of", OF: outer, "required": "yes"})
        name = self.names.of(own, "question", self.found)
        kind = Kind("whole", NUMBER, {"min": 1, "max": MOST_ITEMS})
        asked = self._field(Question(own, "whose"), kind, _Place(row, (), page), name)
        asked.valid = f"{name} <= count({within.name})"
        page.within = within.name
        details = {"name": row.cell("name"), "group": outer, "of": name}
        self.found.tell(findings.NESTED, row, **details)

    def _lost_loop(self, section: Section) -> None:
        """Tell that what is asked for each option of a list is not imported."""
        row = section.row or Row(0, {})
        self.found.tell(findings.NO_TYPE, row, name=row.cell("name"), type=row.cell("type"))
        self._lost_within(section, row.cell("name"))

    def _lost_within(self, section: Section, group: str) -> None:
        """Tell each row of a group that is not imported."""
        for part in section.parts:
            row = part.row
            if row is not None:
                self.found.tell(findings.WITHIN, row, name=row.cell("name"), group=group)
            if isinstance(part, Section):
                self._lost_within(part, group)
            else:
                self.draft.questions += 1

    def _question(self, question: Question, place: _Place) -> None:
        self.draft.questions += 1
        row = question.row
        if question.kind in METADATA:
            self.draft.questions -= 1
            self.found.tell(findings.METADATA, row, name=row.cell("name"), type=question.kind)
            if question.kind == "today":
                self.draft.days.append(row.cell("name"))
            elif question.kind not in TIMED:
                self.draft.untaken.append(row.cell("name"))
        elif question.kind == "note":
            self._notes.append((question, place))
        elif question.kind in DECLARED:
            self.draft.questions -= 1
            self.found.tell(findings.DECLARED, row, name=row.cell("name"), type=question.kind)
        elif question.kind in PAPERS and place.repeat is None:
            self._paper(question, place)
        elif question.kind in COMPUTED or _is_computed(row):
            self._calculation(question, place)
        elif question.kind == "rank":
            self._rank(question, place)
        else:
            self._ask(question, place)

    def _paper(self, question: Question, place: _Place) -> None:
        """A picture or a file, which a pack takes as a paper that supports the request."""
        row = question.row
        name = self.names.of(row, "piece", self.found)
        kind = Kind(PAPERS[question.kind], STRING)
        paper = Asked(question, name, kind, (*place.guards, row))
        self.draft.papers.append(paper)
        self.found.tell(findings.PAPER, row, name=name)

    def _calculation(self, question: Question, place: _Place) -> None:
        row = question.row
        text = row.cell("calculation") or constant(row.cell("default"))
        if not text:
            kind = findings.PASSED if question.kind == "hidden" else findings.NO_TYPE
            self.found.tell(kind, row, name=row.cell("name"), type=question.kind)
            return
        self.draft.calculations.append((question, place.repeat.name if place.repeat else ""))

    def _ask(self, question: Question, place: _Place) -> None:
        row = question.row
        options = self._options(question)
        if options is None:
            return
        if len(options) == 1:
            self.found.tell(findings.ONE_OPTION, row, name=row.cell("name"), option=options[0])
        kind = kind_of(question, options)
        if kind is None:
            self.found.tell(findings.NO_TYPE, row, name=row.cell("name"), type=row.cell("type"))
            return
        name = self.names.of(row, "question", self.found)
        may_pass = not is_required(row) and kind.name not in ("position", "yes_no")
        gate = self._gate(question, place) if may_pass and row.cell("name") in self.tested else None
        asked = self._field(question, kind, place, name)
        if gate is not None:
            asked.gate, asked.when = gate.question.row.cell("name"), gate.name
            asked.optional = False
            self.found.tell(findings.GATED, row, name=row.cell("name"), gate=gate.name)
        if question.kind == "dateTime":
            self._time(asked, place)
        elif question.kind == "geopoint":
            self.found.tell(findings.POSITION, row, name=row.cell("name"))
        if question.other:
            self._other(asked, place)

    def _gate(self, question: Question, place: _Place) -> Asked:
        """The field that says whether a question can be answered, which expressions read."""
        row = question.row
        own = Row(row.number, {"name": f"{row.cell('name')}_answered", OF: row.cell("name")})
        name = self.names.of(own, "question", self.found)
        gate = self._field(Question(own, "answered"), Kind("yes_no", BOOLEAN), place, name)
        gate.guards = (*place.guards, row)
        gate.optional = False
        return gate

    def _rank(self, question: Question, place: _Place) -> None:
        """An order of options, which a pack asks rank by rank: no option has two."""
        row = question.row
        options = self._options(question)
        if options is None:
            return
        count = len(options)
        self.found.tell(findings.RANKED, row, name=row.cell("name"), count=str(count))
        if row.cell("constraint"):
            details = {"name": row.cell("name"), "column": "constraint"}
            self.found.tell(findings.NO_CELL, row, **details, text=row.cell("constraint"))
        names: list[str] = []
        for rank in range(1, count + 1):
            own = replace(question, row=_ranked(row, rank, count))
            name = self.names.new(own.row.cell("name"))
            kind = Kind("choice", Enumeration(options), {"options": list(options)})
            asked = self._field(own, kind, place, name)
            asked.guards = (*place.guards, row)
            asked.valid = " and ".join(f"{name} != {each}" for each in names)
            # A rank is asked once the one before it has its answer.
            asked.when = f"{names[-1]} = {names[-1]}" if names else ""
            names.append(name)
        self.draft.ranks.append((row, asked.repeat, tuple(names), options))

    def _field(self, question: Question, kind: Kind, place: _Place, name: str) -> Asked:
        repeat = place.repeat.name if place.repeat else ""
        guards = (*place.guards, question.row)
        asked = Asked(question, name, kind, guards, repeat)
        asked.notes = self._taken_notes(guards)
        self._on_page(place).fields.append(asked)
        return asked

    def _other(self, asked: Asked, place: _Place) -> None:
        """The field where another answer is written, as ODK adds one."""
        row = asked.question.row
        own = Row(row.number, {"type": "text", "name": f"{row.cell('name')}_other"})
        name = self.names.of(own, "question", self.found)
        other = self._field(Question(own, "text"), Kind("text", STRING), place, name)
        test = f'list contains({asked.name}, "{OTHER}")'
        other.when = f'{asked.name} = "{OTHER}"' if asked.kind.name == "choice" else test
        other.guards = (*place.guards, row)

    def _time(self, asked: Asked, place: _Place) -> None:
        """The time of a day and time, which a pack asks apart."""
        row = asked.question.row
        cells = {
            "type": "time",
            "name": f"{row.cell('name')}_time",
            "required": row.cell("required"),
        }
        own = replace(row, cells=cells, texts={})
        name = self.names.of(own, "question", self.found)
        self.found.tell(findings.SPLIT, row, name=row.cell("name"), other=name)
        time = self._field(Question(own, "time"), Kind("time", TIME), place, name)
        time.guards, time.when = asked.guards, asked.when

    def _options(self, question: Question) -> tuple[str, ...] | None:
        """The options of a choice, () for another question; None when the choice is told lost."""
        row = question.row
        if question.kind not in ("select_one", "select_multiple", "rank"):
            return ()
        if question.file and question.list not in self.lists:
            self.found.tell(findings.NO_TYPE, row, name=row.cell("name"), type=row.cell("type"))
            return None
        names = [item["name"] for item in self.lists.get(question.list, ())]
        options = tuple(dict.fromkeys([*names, *([OTHER] if question.other else [])]))
        if not options:
            details = {"name": row.cell("name"), "list": question.list}
            self.found.tell(findings.NO_OPTIONS, row, **details)
            return None
        return options

    def _on_page(self, place: _Place) -> Page:
        if self._page is None:
            wanted = place.row.cell("name") if place.row else ""
            self._page = Page(self.names.new(wanted or "questions", "questions"), place.row)
            self.draft.pages.append(self._page)
        return self._page

    def _taken_notes(self, guards: tuple[Row, ...]) -> list[Row]:
        """The notes before a question that are shown whenever it is; the others are read apart."""
        conditions = frozenset(each.cell("relevant") for each in guards)
        notes, self._notes = self._notes, []
        return [note.row for note, at in notes if not self._read_apart(note, at, conditions)]

    def _left_notes(self, last: Asked | None, notes: list[tuple[Question, _Place]]) -> None:
        """The notes that end the form, or a group that repeats: the help of its last question.

        Without a question that they could help, they are read apart."""
        self._notes = [each for each in self._notes if each not in notes]
        for note, at in notes:
            if last is None:
                self._apart(note, at)
            elif not self._read_apart(note, at, frozenset()):
                last.notes.append(note.row)

    def _read_apart(self, note: Question, at: _Place, conditions: frozenset[str]) -> bool:
        """Ask that a note be read when it has conditions that are not among these."""
        if {each.cell("relevant") for each in (*at.guards, note.row)} <= conditions | {""}:
            return False
        self._apart(note, at)
        return True

    def _apart(self, note: Question, at: _Place) -> None:
        """Ask that a note be read."""
        name = self.names.of(note.row, "note", self.found)
        repeat = at.repeat.name if at.repeat else ""
        asked = Asked(note, name, Kind("yes_no", BOOLEAN), (*at.guards, note.row), repeat)
        self._on_page(at).fields.append(asked)
        self.found.tell(findings.READ_APART, note.row, name=name)


def _ranked(row: Row, rank: int, count: int) -> Row:
    """The row of one rank: its texts say which."""
    cells = {column: text for column, text in row.cells.items() if column != "constraint"}
    said = {each: f"{text} ({rank}/{count})" for each, text in row.texts.get("label", {}).items()}
    texts = {**row.texts, "label": said} if said else row.texts
    return Row(row.number, {**cells, "name": f"{row.cell('name')}_{rank}"}, texts)


def _is_computed(row: Row) -> bool:
    """Whether a question only shows what it computes."""
    silent = row.cell("read_only").lower() in ("yes", "true", "true()")
    return bool(row.cell("calculation")) and (silent or not row.texts.get("label"))


def constant(default: str) -> str:
    """A default as a text that is computed; "" when it is no constant."""
    return f"'{default}'" if default and "'" not in default and "$" not in default else ""

"""A form drafted as a pack: its pages and fields, then its computations and conditions in FEEL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce

from kene.core.expressions import compile_expression
from kene.core.expressions.types import DATE, STRING, Context, Enumeration, FeelType, List
from kene.core.problems import Mistakes, Where
from kene.core.values.items import MOST_ITEMS
from kene.exchange.xlsform import findings, xpath
from kene.exchange.xlsform.conditions import Conditions
from kene.exchange.xlsform.draft import Asked, Findings, Page
from kene.exchange.xlsform.feel import Untranslatable
from kene.exchange.xlsform.naming import Names
from kene.exchange.xlsform.passing import is_number_of_item, is_required, read
from kene.exchange.xlsform.rows import Row
from kene.exchange.xlsform.scope import Item, Known
from kene.exchange.xlsform.survey import Question, Survey
from kene.exchange.xlsform.walking import OTHER, Draft, Walk, constant


def drafted(form: Survey, lists: Mapping[str, tuple[Item, ...]], found: Findings) -> Draft:
    """The draft of a form, whose choices are these; what it cannot do is told in `found`."""
    names = Names()
    drafting = _Drafting(Walk(lists, names, found).drafted(form), names, Conditions(found, lists))
    drafting.mentioned = frozenset(read(form.whole))
    drafting.finish()
    return drafting.draft


class _Drafting:
    def __init__(self, draft: Draft, names: Names, conditions: Conditions) -> None:
        self.draft = draft
        self.names = names
        self.conditions = conditions
        self.found = conditions.found
        self.lists = conditions.lists
        self.answers: dict[str, FeelType] = {}
        self.mentioned: frozenset[str] = frozenset()

    def finish(self) -> None:
        """Put computations, then conditions, into FEEL."""
        outermost = self.conditions.within
        for page in self.draft.pages:
            if page.within:
                outermost[page.name] = outermost.get(page.within, page.within)
        self._read_names()
        self._compute()
        for page in self.draft.pages:
            self._repeated(page)
            for asked in page.fields:
                self._conditioned(asked)
        for paper in self.draft.papers:
            paper.when = self._guarded(paper.guards, None)
        self.draft.pages = [page for page in self.draft.pages if self._begins(page)]

    def _read_names(self) -> None:
        """What expressions may read, now that all fields are known."""
        self.conditions.names["today"] = self.answers["today"] = DATE
        for name in self.draft.days:
            self.conditions.known[name] = Known("today", DATE, always=True)
        for name in self.draft.untaken:
            self.conditions.known[name] = Known(name, STRING, always=True, untaken=True)
        for page in self.draft.pages:
            repeat = page.name if page.repeat else ""
            inside = self.conditions.inside.setdefault(repeat, {}) if repeat else None
            for asked in page.fields:
                if asked.question.kind == "note":
                    continue
                names = self.conditions.names if inside is None else inside
                if inside is None:
                    self.answers[asked.name] = asked.kind.feel
                if asked.kind.name != "photo":
                    names[asked.name] = asked.kind.feel
                known = Known(
                    asked.name,
                    asked.kind.feel,
                    always=_always(asked),
                    labels=self._labels(asked.question),
                    repeat=asked.repeat,
                    yes=self._yes(asked),
                    when=_when(asked),
                )
                self.conditions.known.setdefault(asked.question.row.cell("name"), known)
            if page.repeat is not None and inside is not None:
                items = List(Context.of(inside))
                self.conditions.names[page.name] = items
                known = Known(page.name, items, repeat=page.name)
                self.conditions.known.setdefault(page.repeat.cell("name"), known)

        for row, repeat, fields, options in self.draft.ranks:
            order = f"[{', '.join(fields)}]"
            type_ = List(Enumeration(options))
            known = Known(fields[0], type_, repeat=repeat, inline=order)
            self.conditions.known.setdefault(row.cell("name"), known)

    def _yes(self, asked: Asked) -> str:
        """The one option of a choice that is answered by yes or no."""
        items = self.lists.get(asked.question.list, ())
        return items[0]["name"] if items and asked.kind.name == "yes_no" else ""

    def _labels(self, question: Question) -> Mapping[str, str]:
        return {
            item["name"]: item.get("label") or item["name"]
            for item in reversed(self.lists.get(question.list, ()))
        } | ({OTHER: OTHER} if question.other else {})

    def _compute(self) -> None:
        """The computations, each after those that it reads."""
        known = self.conditions.known.values()
        self.conditions.settled |= {each.name for each in known if each.when == ()}
        waiting = self.draft.calculations
        while waiting:
            refused = [each for each in waiting if self._fact(*each) is not None]
            if len(refused) == len(waiting):
                break
            waiting = refused
        for question, repeat in waiting:
            self.found.expressions += 1
            if self._numbers(question.row, repeat):
                continue
            error = self._fact(question, repeat)
            if isinstance(error, Untranslatable):
                self.conditions.lost(_calculated(question.row), "calculation", error)
            elif error is not None:
                self.conditions.malformed(_calculated(question.row), "calculation", error)

    def _numbers(self, row: Row, repeat: str) -> bool:
        """Whether it is the number of an item, for people alone: Kene shows it by itself."""
        if not repeat or not is_number_of_item(row.cell("calculation")):
            return False
        if row.cell("name") in self.mentioned:
            return False
        self.found.kept += 1
        self.found.tell(findings.NUMBERED, row, name=row.cell("name"), group=repeat)
        return True

    def _fact(self, question: Question, repeat: str) -> Untranslatable | xpath.Malformed | None:
        """Compute it, or say why not."""
        row, own = _calculated(question.row), Known("", STRING, repeat=repeat)
        scope = self.conditions.scope(own)
        try:
            feel, type_, translator = self.conditions.computed(row.cell("calculation"), scope)
        except (Untranslatable, xpath.Malformed) as error:
            return error
        self.found.expressions += 1
        self.found.kept += 1
        self.conditions.noted(row, "calculation", translator, feel)
        written = row.cell("name")
        when = () if self.conditions.is_settled(feel.text, repeat) else None
        if repeat:
            # A fact is of the whole case: one of each item is written where it is read.
            known = Known(written, type_, computed=True, repeat=repeat, inline=feel.text, when=when)
        else:
            name = self.names.of(row, "fait", self.found)
            known = Known(name, type_, computed=True, when=when)
            if when is not None:
                self.conditions.settled.add(name)
            self.conditions.names[name] = type_
            self.draft.facts[name] = feel.text
            self.draft.fact_rows[name] = row
        self.conditions.known.setdefault(written, known)
        return None

    def _repeated(self, page: Page) -> None:
        """How often a page is asked, and whether."""
        row = page.repeat
        if row is None:
            return
        page.when = self._guarded(page.guards, None)
        if not self._reads_answers(page.when):
            page.when = self._spelt_out(page.guards)
        if not self._reads_answers(page.when):
            why = Untranslatable(
                "la condition d'un groupe qui se répète ne lit que des réponses",
                "the condition of a group that repeats reads answers alone",
            )
            self.conditions.lost(row, "relevant", why)
            page.when = ""
        count = row.cell("repeat_count")
        if not count:
            return
        if count.strip().isdigit() and 0 < int(count) <= MOST_ITEMS:
            page.most, page.fixed = int(count), True
            return
        test = f"count(${{{row.cell('name')}}}) = ({count})"
        counted = replace(row, cells={**row.cells, "repeat_count": test})
        page.valid = self.conditions.condition(counted, "repeat_count", self.conditions.scope(None))

    def _spelt_out(self, guards: Sequence[Row]) -> str:
        """Whether these rows are all relevant, with what facts compute in place of their names."""
        spelt = {
            name: replace(known, inline=self.draft.facts.get(known.name, known.inline))
            for name, known in self.conditions.known.items()
        }
        scope = replace(self.conditions.scope(None), known=spelt)
        parts = (self.conditions.translated(each, "relevant", scope) for each in guards)
        return reduce(_both, parts, "")

    def _reads_answers(self, condition: str) -> bool:
        """Whether a condition reads neither facts nor groups, which are known later."""
        if not condition:
            return True
        try:
            compile_expression(condition, self.answers, where=Where(""))
        except Mistakes:
            return False
        return True

    def _begins(self, page: Page) -> bool:
        """Whether a page that repeats can begin each item with a field that is always asked."""
        if page.repeat is None:
            return True
        first = next((each for each in page.fields if not each.when), None)
        if first is None:
            why = "toutes ses questions sont conditionnelles", "all its questions are conditional"
            details = {"name": page.repeat.cell("name"), "why": why[0], "why_en": why[1]}
            self.found.tell(findings.NO_REPEAT, page.repeat, **details)
            for asked in page.fields:
                told = {"name": asked.name, "group": page.name}
                self.found.tell(findings.WITHIN, asked.question.row, **told)
            return False
        if first.optional or first is not page.fields[0]:
            row = first.question.row
            self.found.tell(findings.FIRST, row, name=first.name, group=page.name)
        first.optional = False
        page.fields.remove(first)
        page.fields.insert(0, first)
        return True

    def _conditioned(self, asked: Asked) -> None:
        row = asked.question.row
        own = self.conditions.known.get(row.cell("name"))
        if own is None or own.name != asked.name:
            own = Known(asked.name, asked.kind.feel, repeat=asked.repeat)
        guards = self._guarded(asked.guards, own)
        asked.when = _both(guards, asked.when)
        scope = self.conditions.scope(own, constraint=True)
        items = self.lists.get(asked.question.list, ())
        parts = (
            self.conditions.condition(row, "constraint", scope),
            self.conditions.filtered(row, own, items, scope) if items else "",
            _stepped(asked),
        )
        for part in parts:
            asked.valid = _both(asked.valid, part)
        if not asked.gate and asked.question.kind != "answered":
            asked.optional = not self._required(row) or asked.kind.name == "position"

    def _guarded(self, guards: Sequence[Row], own: Known | None) -> str:
        """Whether these rows are all relevant, as read from a question; "" when they always are."""
        whole = ""
        for guard in guards:
            scope = self.conditions.scope(own)
            whole = _both(whole, self.conditions.condition(guard, "relevant", scope))
        return whole

    def _required(self, row: Row) -> bool:
        said = row.cell("required").strip()
        if said.lower() in ("", "no", "false", "false()"):
            return False
        if is_required(row):
            return True
        self.found.tell(findings.OPTIONAL, row, name=row.cell("name"), text=said)
        return False


def _always(asked: Asked) -> bool:
    """Whether it has an answer whenever what follows is asked."""
    guarded = asked.when or any(row.cell("relevant") for row in asked.guards)
    return _needed(asked) and not guarded and not asked.repeat


def _needed(asked: Asked) -> bool:
    """Whether it has an answer whenever it is asked."""
    if asked.question.kind == "answered":
        return True
    return is_required(asked.question.row) and asked.kind.name != "position"


def _when(asked: Asked) -> tuple[xpath.Node, ...] | None:
    """The conditions under which it surely has an answer; None when it may be passed."""
    if asked.question.kind == "answered":
        # It is read together with the conditions of the question that it opens.
        return ()
    if not _needed(asked) and not asked.gate:
        return None
    try:
        nodes = [xpath.parse(text) for row in asked.guards if (text := row.cell("relevant"))]
    except xpath.Malformed:
        return None
    return (*nodes, xpath.Reference(asked.gate)) if asked.gate else tuple(nodes)


def _calculated(row: Row) -> Row:
    """The row with its calculation where it is looked for; a hidden one has its default."""
    if row.cell("calculation"):
        return row
    return Row(row.number, {**row.cells, "calculation": constant(row.cell("default"))}, row.texts)


def _stepped(asked: Asked) -> str:
    if not asked.kind.step:
        return ""
    low = asked.kind.parameters["min"]
    return f"modulo({asked.name} - {low}, {asked.kind.step}) = 0"


def _both(a: str, b: str) -> str:
    """Two conditions that must both hold; an empty one always does."""
    if not a or not b or a == b:
        return a or b
    return " and ".join(
        f"({each})" if " or " in each or each.startswith("if ") else each for each in (a, b)
    )

"""The expressions of a form, each put into FEEL and compiled, or told with why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kene.core.expressions import Expression, compile_expression
from kene.core.expressions.types import ANY, BOOLEAN, FeelType
from kene.core.problems import Mistakes, Where
from kene.exchange.xlsform import findings, xpath
from kene.exchange.xlsform.draft import Findings
from kene.exchange.xlsform.feel import Feel, Untranslatable, as_boolean
from kene.exchange.xlsform.lookups import allowed
from kene.exchange.xlsform.rows import Row
from kene.exchange.xlsform.scope import Item, Known, Scope
from kene.exchange.xlsform.translating import Translator

_NUMBER: Final = "number("
"""What reads a text as a number."""
_WAITING: Final = (_NUMBER, "date(", "/", "[")
"""What may have no value though all that it reads has one."""


@dataclass(slots=True)
class Conditions:
    """Puts expressions into FEEL.

    `names` are the names of the pack with their types, `inside` those of the items of each group
    that repeats. `settled` are those of them that have a value whenever what follows reads them.
    """

    found: Findings
    lists: Mapping[str, tuple[Item, ...]]
    known: dict[str, Known] = field(default_factory=dict)
    names: dict[str, FeelType] = field(default_factory=dict)
    inside: dict[str, dict[str, FeelType]] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=lambda: {"today"})
    _read: dict[tuple[int, str, str, str], str] = field(default_factory=dict)

    def scope(self, current: Known | None, *, constraint: bool = False) -> Scope:
        """What an expression of that question may read."""
        repeat = current.repeat if current else ""
        return Scope(self.known, self.lists, current, constraint, repeat, within=self.within)

    def condition(self, row: Row, column: str, scope: Scope) -> str:
        """A column's condition in FEEL; "" when there is none, it always holds, or is told lost.

        That of a group is read once for all that it holds.
        """
        key = row.number, row.cell("name"), column, scope.repeat
        if key not in self._read:
            self._read[key] = self._condition(row, column, scope) if row.cell(column) else ""
        return self._read[key]

    def _condition(self, row: Row, column: str, scope: Scope) -> str:
        text = row.cell(column)
        self.found.expressions += 1
        try:
            node = xpath.parse(text)
            translator = Translator(scope)
            feel = as_boolean(_feel(translator, node))
            self.compiled(feel.text, scope.repeat, BOOLEAN)
        except xpath.Malformed as malformed:
            self.malformed(row, column, malformed)
            return ""
        except Untranslatable as why:
            self.lost(row, column, why)
            return ""
        self.found.kept += 1
        self.noted(row, column, translator, feel)
        return "" if feel.text == "true" else feel.text

    def translated(self, row: Row, column: str, scope: Scope) -> str:
        """A condition that was read before, as another scope says it; "" where it was told lost."""
        if not row.cell(column):
            return ""
        try:
            return as_boolean(_feel(Translator(scope), xpath.parse(row.cell(column)))).text
        except (Untranslatable, xpath.Malformed):
            return ""

    def filtered(self, row: Row, own: Known, items: tuple[Item, ...], scope: Scope) -> str:
        """The constraint that a choice filter makes; "" when there is none or it is told lost."""
        text = row.cell("choice_filter")
        if not text:
            return ""
        self.found.expressions += 1
        try:
            translator = Translator(scope)
            feel = allowed(translator, own, items, xpath.parse(text))
            self.compiled(feel.text, scope.repeat, BOOLEAN)
        except xpath.Malformed as malformed:
            self.malformed(row, "choice_filter", malformed)
            return ""
        except Untranslatable as why:
            self.lost(row, "choice_filter", why)
            return ""
        self.found.kept += 1
        if feel.text == "true":
            return ""
        self.found.tell(findings.ALL_SHOWN, row, name=row.cell("name"), text=text)
        return feel.text

    def computed(self, text: str, scope: Scope) -> tuple[Feel, FeelType, Translator]:
        """A calculation in FEEL, with the type that the pack gives it. Raises Untranslatable and
        xpath.Malformed."""
        translator = Translator(scope)
        feel = _feel(translator, xpath.parse(text))
        type_ = self.compiled(feel.text, scope.repeat, None).type
        if type_ == ANY:
            raise Untranslatable("son type n'est pas connu", "its type is not known")
        return feel, type_, translator

    def is_settled(self, text: str, repeat: str) -> bool:
        """Whether an expression has a value whenever what it reads may be read."""
        waits = any(each in text for each in _WAITING)
        return not waits and self.compiled(text, repeat, None).inputs <= self.settled

    def compiled(self, text: str, repeat: str, expected: FeelType | None) -> Expression:
        """The expression, as the pack will compile it. Raises Untranslatable."""
        names = {**self.names, **self.inside.get(repeat, {})}
        try:
            return compile_expression(text, names, where=Where(""), expected=expected)
        except Mistakes as mistakes:
            first = mistakes.problems[0]
            fr, en = (first.message(each).rstrip(".") for each in ("fr", "en"))
            raise Untranslatable(fr, en) from None
        except RecursionError:
            raise _too_long() from None

    def noted(self, row: Row, column: str, translator: Translator, feel: Feel) -> None:
        """Tell what the expression does not quite say as the form did."""
        details = {"name": row.cell("name"), "column": column, "text": row.cell(column)}
        if translator.notes.unanswered:
            inputs = ", ".join(dict.fromkeys(translator.notes.unanswered))
            self.found.tell(findings.UNANSWERED, row, **details, inputs=inputs)
        if translator.notes.untaken:
            inputs = ", ".join(dict.fromkeys(translator.notes.untaken))
            self.found.tell(findings.UNTAKEN, row, **details, inputs=inputs)
        if _NUMBER in feel.text:
            self.found.tell(findings.TEXT_NUMBER, row, **details)
        if feel.moment:
            self.found.tell(findings.DAY_ALONE, row, name=row.cell("name"))
        if translator.notes.labels:
            self.found.tell(findings.ONE_LANGUAGE, row, **details)

    def malformed(self, row: Row, column: str, error: xpath.Malformed) -> None:
        """Tell that a column is not XPath."""
        details = {"name": row.cell("name"), "column": column, "text": row.cell(column)}
        self.found.tell(findings.BAD_EXPRESSION, row, **details, at=str(error))

    def lost(self, row: Row, column: str, why: Untranslatable) -> None:
        """Tell that a column has no equivalent."""
        details = {"name": row.cell("name"), "column": column, "text": row.cell(column)}
        self.found.tell(findings.NO_EXPRESSION, row, **details, why=why.fr, why_en=why.en)


def _feel(translator: Translator, node: xpath.Node) -> Feel:
    try:
        return translator.feel(node)
    except RecursionError:
        raise _too_long() from None


def _too_long() -> Untranslatable:
    return Untranslatable("elle est trop longue", "it is too long")

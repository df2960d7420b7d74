"""What a pack can say of a DMN file: tables as sheets, literal expressions as facts.

Everything else is noted with its place. Names become words; `today()` becomes the input `today`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kene.core.decisions.dmn.items import text_of
from kene.core.decisions.dmn.mistakes import CONVERTED, NEEDS, NO_EQUIVALENT, NOT_DMN, NOT_TAKEN
from kene.core.decisions.dmn.sheets import laws_of, sheet
from kene.core.decisions.dmn.words import Words
from kene.core.decisions.dmn.xml import Element, read_xml
from kene.core.decisions.load import load_table
from kene.core.expressions import compile_expression
from kene.core.expressions.scanner import normal
from kene.core.expressions.syntax import String
from kene.core.expressions.types import ANY, DATE, Enumeration, FeelType, conforms, named_type
from kene.core.problems import Kind, Mistakes, Problem, Where

_SKIPPED: Final = ("inputData", "DMNDI", "extensionElements", "description")
_WITHIN: Final = (
    "allowedAnswers", "authorityRequirement", "defaultOutputEntry", "inputValues",
    "knowledgeRequirement", "question",
)  # fmt: skip
"""Parts of a decision that no pack's table has."""


@dataclass(slots=True)
class Imported:
    """The types of inputs, facts as FEEL and tables as sheets, by name; laws that rules cite.

    `problems` name, with its place, each part of the file that is not in them.
    """

    inputs: dict[str, FeelType] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    laws: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def import_model(source: str | bytes, *, where: Where) -> Imported:
    """What of a DMN file a pack can say. Raises Mistakes when it is no DMN file."""
    root = read_xml(source, where=where)
    if root.tag != "definitions":
        raise Mistakes([Problem(NOT_DMN, where)])
    return _Importing(root, where).imported()


class _Importing:
    def __init__(self, root: Element, where: Where) -> None:
        self._root = root
        self._where = where
        elements = root.all("inputData", "decision")
        self._words = Words(normal(one.get("name")) for one in elements)
        self._items = {one.get("name"): self._item(one) for one in root.all("itemDefinition")}
        self._found = Imported()
        self._names: dict[str, FeelType] = {"today": DATE}

    def imported(self) -> Imported:
        """All that can be said, and the rest as problems."""
        for element in self._root.children:
            if element.tag not in (*_SKIPPED, "decision", "itemDefinition"):
                self._note(NO_EQUIVALENT, element, part=element.tag)
            if element.tag == "itemDefinition" and self._items[element.get("name")] is None:
                self._note(NO_EQUIVALENT, element, part=element.tag)
        for element in self._root.all("inputData"):
            self._names[self._word(element)] = self._type(element)
        for element in self._ordered():
            self._take(element)
        asked = (self._word(one) for one in self._root.all("inputData"))
        self._found.problems.sort(key=lambda problem: problem.where.line)
        self._found.inputs = {word: self._names[word] for word in asked if word != "today"}
        return self._found

    def _note(self, kind: Kind, element: Element, name: str = "", **details: str) -> None:
        name = name or element.get("name") or element.get("id")
        at = self._where.moved(element.line, 1)
        self._found.problems.append(Problem(kind, at, {"name": name, **details}))

    def _word(self, element: Element) -> str:
        return self._words.of(normal(element.get("name")))

    # -- types -------------------------------------------------------------------------------

    def _item(self, element: Element) -> FeelType | None:
        """The type of an item definition, when it is a simple one or a choice of words."""
        reference, allowed = element.first("typeRef"), element.first("allowedValues")
        of = _named(reference.text if reference else "")
        if of is None or element.get("isCollection") == "true" or element.first("typeConstraint"):
            return None
        if allowed is None:
            return of
        tests = self._words.tests(text_of(allowed), self._where)
        words = [test.value for test in tests.tests if isinstance(test, String)] if tests else []
        return Enumeration(tuple(words)) if tests and len(words) == len(tests.tests) else None

    def _type(self, element: Element) -> FeelType:
        variable = element.first("variable")
        reference = variable.get("typeRef") if variable else ""
        return _named(reference) or self._items.get(reference) or ANY

    # -- decisions ---------------------------------------------------------------------------

    def _ordered(self) -> list[Element]:
        """The decisions, each after those that it requires; those in a circle come last."""
        waiting, done = self._root.all("decision"), list[Element]()
        identities = {element.get("id") for element in waiting}
        while waiting:
            known = {element.get("id") for element in done}
            ready = [one for one in waiting if _required(one) & identities <= known] or waiting
            done += ready
            waiting = [one for one in waiting if one not in ready]
        return done

    def _take(self, element: Element) -> None:
        logic = element.first("decisionTable", "literalExpression")
        for part in element.walk():
            other = part.tag == "annotation" and part.get("name").lower() != "law"
            if part.tag in _WITHIN or other:
                self._note(NO_EQUIVALENT, part, element.get("name"), part=part.tag)
        if logic is None:
            boxed = next((one.tag for one in element.children if one.tag in _BOXED), "decision")
            self._note(NO_EQUIVALENT, element, part=boxed)
            return
        lacking = [one for one in self._needed(element) if self._word(one) not in self._names]
        for one in lacking:
            self._note(NEEDS, element, other=one.get("name"))
        if lacking:
            return
        try:
            take = self._table if logic.tag == "decisionTable" else self._fact
            found = self._names[self._word(element)] = take(self._word(element), logic)
            wanted = self._type(element)
            if not conforms(found, wanted):
                self._note(CONVERTED, element, found=str(found), wanted=str(wanted))
        except Mistakes as mistakes:
            for problem in mistakes.problems:
                french, english = problem.message("fr"), problem.message("en")
                self._note(NOT_TAKEN, element, reason=french, reason_en=english)

    def _needed(self, element: Element) -> list[Element]:
        """The decisions that a decision requires."""
        required = _required(element)
        return [one for one in self._root.all("decision") if one.get("id") in required]

    def _fact(self, name: str, logic: Element) -> FeelType:
        text = self._words.expression(text_of(logic), self._where)
        fact = compile_expression(text, self._names, where=self._where)
        self._found.facts[name] = text
        return fact.type

    def _table(self, name: str, logic: Element) -> FeelType:
        text = sheet(name, logic, self._words, self._where)
        laws = laws_of(logic)
        table = load_table(name, text, where=self._where, names=self._names, laws=laws)
        self._found.tables[name] = text
        self._found.laws = tuple(dict.fromkeys((*self._found.laws, *laws)))
        return table.type


_BOXED: Final = (
    "context", "relation", "list", "invocation", "functionDefinition", "conditional", "filter",
    "for", "some", "every",
)  # fmt: skip


def _named(reference: str) -> FeelType | None:
    return named_type(re.sub(r"^.*[:.]", "", reference.strip()))


def _required(element: Element) -> set[str]:
    links = (link for one in element.all("informationRequirement") for link in one.children)
    return {link.get("href").rpartition("#")[2] for link in links}

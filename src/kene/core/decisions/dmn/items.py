"""Item definitions of a DMN model as FEEL types (DMN 1.5, 7.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kene.core.decisions.dmn.xml import Element
from kene.core.expressions import types as feel
from kene.core.expressions.scanner import normal
from kene.core.expressions.standard import Vocabulary, compile_tree, read_tests
from kene.core.expressions.syntax import INPUT
from kene.core.expressions.types import ANY, FeelType, Function, List, Restricted, named_type
from kene.core.problems import Mistakes, Where

_PREFIXES: Final = ("feel.", "xsd.")


class ItemTypes:
    """The types of one model by name, those of imported models as `import.name`."""

    def __init__(
        self,
        definitions: list[Element],
        imported: Mapping[str, FeelType],
        members: frozenset[str],
        where: Where,
    ) -> None:
        self.types: dict[str, FeelType] = dict(imported)
        self.mistakes: list[Mistakes] = []
        self._definitions = {normal(one.get("name")): one for one in definitions}
        self._members = members
        self._where = where
        self._under_way: set[str] = set()
        for name in self._definitions:
            self._defined(name)

    def referenced(self, reference: str) -> FeelType | None:
        """The type that a `typeRef` names, or None when there is none."""
        name = normal(reference.replace(":", "."))
        for prefix in _PREFIXES:
            name = name.removeprefix(prefix)
        return self._defined(name) or named_type(name)

    def _defined(self, name: str) -> FeelType | None:
        known = self.types.get(name)
        definition = self._definitions.get(name)
        if known is not None or definition is None:
            return known
        if name in self._under_way:
            return ANY  # a type that contains itself
        self._under_way.add(name)
        self.types[name] = of = self._type(definition)
        return of

    def _type(self, definition: Element) -> FeelType:
        of = self._structure(definition)
        allowed = self._test(definition.first("allowedValues"))
        constraint = self._test(definition.first("typeConstraint"))
        if allowed is not None:
            of = Restricted(of, allowed)
        if definition.get("isCollection") == "true":
            of = List(of)
        return of if constraint is None else Restricted(of, constraint)

    def _structure(self, definition: Element) -> FeelType:
        components = definition.all("itemComponent")
        if components:
            return feel.Context(tuple((normal(c.get("name")), self._type(c)) for c in components))
        function = definition.first("functionItem")
        if function is not None:
            parameters = (self._named(one.get("typeRef")) for one in function.all("parameters"))
            return Function(tuple(parameters), self._named(function.get("outputTypeRef")))
        reference = definition.first("typeRef")
        return self._named(definition.get("typeRef") if reference is None else reference.text)

    def _named(self, reference: str) -> FeelType:
        return self.referenced(reference.strip()) or ANY

    def _test(self, element: Element | None) -> Callable[[object], bool] | None:
        """The test that allowed values or a constraint make."""
        text = "" if element is None else text_of(element)
        if not text:
            return None
        vocabulary = Vocabulary(frozenset((INPUT,)), self._members, {})
        try:
            tree = read_tests(text, vocabulary, where=self._where)
        except Mistakes as mistakes:
            self.mistakes.append(mistakes)
            return None
        run = compile_tree(tree, vocabulary)
        return lambda value: run({INPUT: value}) is True


def text_of(element: Element) -> str:
    """The text inside an element's `text` child, without outer blanks."""
    text = element.first("text")
    return "" if text is None else text.text.strip()

"""Boxed expressions of DMN (1.5, 7.3 and 10.2) as trees of FEEL: one meaning for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kene.core.decisions.dmn.items import ItemTypes, text_of
from kene.core.decisions.dmn.mistakes import NO_LOGIC, UNKNOWN_TYPE
from kene.core.decisions.dmn.tables import Reader, embedded_table
from kene.core.decisions.dmn.xml import Element
from kene.core.expressions import syntax as tree
from kene.core.expressions.scanner import normal
from kene.core.expressions.standard import Vocabulary, read_expression, read_tests
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import ANY, FeelType, Function
from kene.core.problems import Mistakes, Problem, Where

EXPRESSIONS: Final = (
    "literalExpression", "decisionTable", "context", "relation", "list", "invocation",
    "functionDefinition", "conditional", "for", "some", "every", "filter",
)  # fmt: skip


@dataclass(slots=True)
class Boxes:
    """Reads the boxed expressions of one model; `problems` fills as it goes."""

    types: ItemTypes
    where: Where
    problems: list[Problem] = field(default_factory=list)

    def inside(self, element: Element | None, vocabulary: Vocabulary) -> Node:
        """The expression that is a child of an element; null when it has none."""
        found = None if element is None else element.first(*EXPRESSIONS)
        return tree.Null() if found is None else self.boxed(found, vocabulary)

    def boxed(self, element: Element, vocabulary: Vocabulary) -> Node:
        """The tree of a boxed expression, its `typeRef` applied."""
        node = _READERS[element.tag](self, element, vocabulary)
        if isinstance(node, tree.FunctionLiteral):
            return node
        return self.converted(node, element)

    def converted(self, node: Node, element: Element) -> Node:
        """A tree made to be of the type that an element's `typeRef` names."""
        to = self.type_of(element)
        return node if to in (None, ANY) or to is None else tree.Converted(node, to)

    def type_of(self, element: Element | None) -> FeelType | None:
        """The type that an element's `typeRef` names; an unknown one is noted."""
        reference = "" if element is None else element.get("typeRef").strip()
        if element is None or not reference:
            return None
        found = self.types.referenced(reference)
        if found is None:
            self._note(UNKNOWN_TYPE, element, name=reference)
        return found

    def result_type(self, element: Element | None) -> FeelType | None:
        """What a function gives whose variable is typed by itself or by its result."""
        of = self.type_of(element)
        return of.result if isinstance(of, Function) else of

    def _note(self, kind: object, element: Element, **details: str) -> None:
        at = self.where.moved(element.line, 1)
        self.problems.append(Problem(kind, at, details))  # type: ignore[arg-type]

    # -- texts -------------------------------------------------------------------------------

    def expression(self, element: Element, vocabulary: Vocabulary) -> Node:
        """The tree of an element's text; null when it cannot be read, which is noted."""
        text = text_of(element)
        if not text:
            return tree.Null()
        try:
            return read_expression(text, vocabulary, where=self.where.moved(element.line, 1))
        except Mistakes as mistakes:
            self.problems += mistakes.problems
            return tree.Null()

    def tests(self, element: Element, vocabulary: Vocabulary) -> tree.Tests | None:
        """The unary tests of an element's text; None when they cannot be read, which is noted."""
        try:
            at = self.where.moved(element.line, 1)
            return read_tests(text_of(element), vocabulary, where=at)
        except Mistakes as mistakes:
            self.problems += mistakes.problems
            return None

    def _literal(self, element: Element, vocabulary: Vocabulary) -> Node:
        return self.expression(element, vocabulary)

    def _table(self, element: Element, vocabulary: Vocabulary) -> Node:
        return embedded_table(element, vocabulary, Reader(self.expression, self.tests))

    # -- structures --------------------------------------------------------------------------

    def _context(self, element: Element, vocabulary: Vocabulary) -> Node:
        entries: list[tuple[str, Node]] = []
        for entry in element.all("contextEntry"):
            variable = entry.first("variable")
            node = self.inside(entry, vocabulary)
            if variable is None:
                return self._with_result(entries, node)
            name = normal(variable.get("name"))
            if not isinstance(node, tree.FunctionLiteral):
                node = self.converted(node, variable)
            entries.append((name, node))
            vocabulary = vocabulary.with_names((name,))
        return tree.ContextLiteral(tuple(entries))

    def _with_result(self, entries: list[tuple[str, Node]], result: Node) -> Node:
        """A context whose last entry has no name: that entry is its value."""
        unnamed = ""  # no other entry can have this name
        return tree.Path(tree.ContextLiteral((*entries, (unnamed, result))), unnamed)

    def _relation(self, element: Element, vocabulary: Vocabulary) -> Node:
        columns = element.all("column")
        rows: list[Node] = []
        for row in element.all("row"):
            cells = row.all(*EXPRESSIONS)
            rows.append(
                tree.ContextLiteral(
                    tuple(
                        (
                            normal(column.get("name")),
                            self.converted(self.boxed(cell, vocabulary), column),
                        )
                        for column, cell in zip(columns, cells, strict=False)
                    )
                )
            )
        return tree.ListLiteral(tuple(rows))

    def _list(self, element: Element, vocabulary: Vocabulary) -> Node:
        items = (self.boxed(item, vocabulary) for item in element.all(*EXPRESSIONS))
        return tree.ListLiteral(tuple(items))

    # -- functions ---------------------------------------------------------------------------

    def _invocation(self, element: Element, vocabulary: Vocabulary) -> Node:
        function = self.inside(element, vocabulary)
        names: list[str] = []
        arguments: list[Node] = []
        for binding in element.all("binding"):
            parameter = binding.first("parameter")
            names.append(normal(parameter.get("name")) if parameter else "")
            arguments.append(self.inside(binding, vocabulary))
        return tree.Call(function, tuple(arguments), tuple(names) if names else None)

    def function(self, element: Element, vocabulary: Vocabulary) -> tree.FunctionLiteral:
        """A `functionDefinition` or a business knowledge model's logic as a function."""
        parameters = tuple(
            tree.Parameter(normal(one.get("name")), _written_type(one, self.types))
            for one in element.all("formalParameter")
        )
        external = element.get("kind") in ("Java", "PMML")
        inner = vocabulary.with_names([parameter.name for parameter in parameters])
        body = tree.Null() if external else self.inside(element, inner)
        of = self.result_type(element)
        if of is not None and not isinstance(body, tree.FunctionLiteral):
            body = tree.Converted(body, of)
        return tree.FunctionLiteral(parameters, body, external)

    # -- choices and iterations --------------------------------------------------------------

    def _conditional(self, element: Element, vocabulary: Vocabulary) -> Node:
        condition, then, otherwise = (
            self.inside(element.first(tag), vocabulary) for tag in ("if", "then", "else")
        )
        return tree.If(condition, then, otherwise)

    def _iterator(
        self, element: Element, vocabulary: Vocabulary
    ) -> tuple[tuple[tree.Iterator], Vocabulary]:
        name = normal(element.get("iteratorVariable"))
        domain = self.inside(element.first("in"), vocabulary)
        return (tree.Iterator(name, domain),), vocabulary.with_names((name,))

    def _for(self, element: Element, vocabulary: Vocabulary) -> Node:
        iterators, inner = self._iterator(element, vocabulary)
        inner = inner.with_names(("partial",))
        return tree.For(iterators, self.inside(element.first("return"), inner))

    def _quantified(self, element: Element, vocabulary: Vocabulary) -> Node:
        iterators, inner = self._iterator(element, vocabulary)
        condition = self.inside(element.first("satisfies"), inner)
        return tree.Quantified("some" if element.tag == "some" else "every", iterators, condition)

    def _filter(self, element: Element, vocabulary: Vocabulary) -> Node:
        of = self.inside(element.first("in"), vocabulary)
        inner = vocabulary.with_names((*vocabulary.members, "item"))
        return tree.Filter(of, self.inside(element.first("match"), inner))

    def without_logic(self, element: Element) -> None:
        """Note that an element has nothing to decide with."""
        self._note(NO_LOGIC, element, name=element.get("name"))


def _written_type(parameter: Element, types: ItemTypes) -> tree.TypeName | None:
    """The type of a formal parameter, unless it is unknown."""
    reference = parameter.get("typeRef").strip()
    name = normal(reference.replace(":", ".")).removeprefix("feel.")
    return tree.TypeName(name) if reference and types.referenced(reference) else None


_Reader = Callable[[Boxes, Element, Vocabulary], Node]
_READERS: Final[Mapping[str, _Reader]] = {
    "literalExpression": Boxes._literal,
    "decisionTable": Boxes._table,
    "context": Boxes._context,
    "relation": Boxes._relation,
    "list": Boxes._list,
    "invocation": Boxes._invocation,
    "functionDefinition": Boxes.function,
    "conditional": Boxes._conditional,
    "for": Boxes._for,
    "some": Boxes._quantified,
    "every": Boxes._quantified,
    "filter": Boxes._filter,
}

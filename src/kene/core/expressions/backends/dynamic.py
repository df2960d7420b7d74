"""Python source for a tree of the standard dialect: types are known only when it runs, null is.

Every name has a code (`Scope`); inside a filter the entries of the item come before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, Protocol, cast

from kene.core.expressions import iteration, operations, structures
from kene.core.expressions import syntax as tree
from kene.core.expressions.callables import Parameter, closure
from kene.core.expressions.calls import invoke, invoke_named
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.instances import converted_or_null, is_instance
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import ANY, FeelType
from kene.core.expressions.values.text import read_temporal

TypeNamed = Callable[[tree.TypeName], FeelType | None]
"""What a type's name means; None when it means nothing."""

_ARITHMETIC: Final = {
    "+": operations.add,
    "-": operations.subtract,
    "*": operations.multiply,
    "/": operations.divide,
    "**": operations.raised,
}
_COMPARISONS: Final = {
    "=": operations.equal,
    "!=": operations.not_equal,
    "<": operations.less,
    "<=": operations.at_most,
    ">": operations.greater,
    ">=": operations.at_least,
}


class Scope(Protocol):
    """Where names are looked up."""

    def code(self, name: str) -> str | None:
        """The Python expression of a name, or None when it is unknown."""

    def knows(self, name: str) -> bool:
        """Whether the name surely is a variable here."""


class Variables:
    """Names with a code each, before those of an outer scope."""

    def __init__(self, codes: Mapping[str, str], outer: Scope | None = None) -> None:
        self._codes = codes
        self._outer = outer

    def code(self, name: str) -> str | None:
        """The Python expression of a name, or None when it is unknown."""
        found = self._codes.get(name)
        return found if found or self._outer is None else self._outer.code(name)

    def knows(self, name: str) -> bool:
        """Whether the name surely is a variable here."""
        return name in self._codes or (self._outer is not None and self._outer.knows(name))


class Entries:
    """The names inside a filter: entries of the item if it has them, else those outside."""

    def __init__(self, pick: str, item: str, outer: Scope) -> None:
        self._pick = pick
        self._item = item
        self._outer = outer

    def code(self, name: str) -> str | None:
        """The Python expression of a name, or None when it is unknown."""
        outside = self._item if name == "item" else self._outer.code(name)
        return f"{self._pick}({self._item}, {name!r}, {outside})"

    def knows(self, name: str) -> bool:
        """Whether the name surely is a variable here."""
        return name == "item" or self._outer.knows(name)


class DynamicSource:
    """A Python expression in the making, and the objects that it names."""

    def __init__(self, type_named: TypeNamed) -> None:
        self.objects: dict[str, object] = {}
        self._names: dict[int, str] = {}
        self._count = 0
        self._type_named = type_named

    def bind(self, value: object) -> str:
        """The name by which the code knows an object."""
        name = self._names.get(id(value))
        if name is None:
            name = self._names[id(value)] = f"k{len(self.objects)}"
            self.objects[name] = value
        return name

    def fresh(self) -> str:
        """A variable that nothing else names."""
        self._count += 1
        return f"x{self._count}"

    def emit(self, node: Node, scope: Scope) -> str:
        """The Python expression of a node."""
        return _EMITTERS[type(node)](self, node, scope)

    def calls(self, function: Callable[..., object], *arguments: str) -> str:
        """A call of one of the runtime's functions."""
        return f"{self.bind(function)}({', '.join(arguments)})"

    # -- literals and names ------------------------------------------------------------------

    def _null(self, node: tree.Null, scope: Scope) -> str:
        return "None"

    def _literal(self, node: tree.Boolean | tree.Number | tree.String, scope: Scope) -> str:
        value = node.value
        return self.bind(value) if isinstance(value, Decimal) else f"({value!r})"

    def _temporal(self, node: tree.Temporal, scope: Scope) -> str:
        return self.bind(read_temporal(node.text))

    def _name(self, node: tree.Name, scope: Scope) -> str:
        code = scope.code(node.name)
        if not scope.knows(node.name) and node.name in BUILTINS:
            builtin = self.bind(BUILTINS[node.name])
            return builtin if code is None else f"({code} or {builtin})"
        return code or "None"

    def _path(self, node: tree.Path, scope: Scope) -> str:
        return self.calls(structures.path, self.emit(node.of, scope), repr(node.name))

    # -- operators ---------------------------------------------------------------------------

    def _negation(self, node: tree.Negation, scope: Scope) -> str:
        return self.calls(operations.opposite, self.emit(node.of, scope))

    def _arithmetic(self, node: tree.Arithmetic, scope: Scope) -> str:
        left, right = self.emit(node.left, scope), self.emit(node.right, scope)
        return self.calls(_ARITHMETIC[node.op], left, right)

    def _comparison(self, node: tree.Comparison, scope: Scope) -> str:
        left, right = self.emit(node.left, scope), self.emit(node.right, scope)
        return self.calls(_COMPARISONS[node.op], left, right)

    def _logic(self, node: tree.Logic, scope: Scope) -> str:
        parts = (self.emit(operand, scope) for operand in node.operands)
        return self.calls(operations.both if node.op == "and" else operations.either, *parts)

    def _between(self, node: tree.Between, scope: Scope) -> str:
        parts = (self.emit(part, scope) for part in (node.value, node.low, node.high))
        return self.calls(operations.between, *parts)

    def _if(self, node: tree.If, scope: Scope) -> str:
        condition = self.emit(node.condition, scope)
        then, otherwise = self.emit(node.then, scope), self.emit(node.otherwise, scope)
        return f"({then} if {condition} is True else {otherwise})"

    def _instance_of(self, node: tree.InstanceOf, scope: Scope) -> str:
        of = self._type_named(node.of)
        if of is None:
            return "None"
        return self.calls(is_instance, self.emit(node.value, scope), self.bind(of))

    # -- unary tests -------------------------------------------------------------------------

    def _in(self, node: tree.In, scope: Scope) -> str:
        value, name = self.emit(node.value, scope), self.fresh()
        inner = Variables({INPUT: name}, scope)
        tests = (self._test(test, inner, operations.meets_test) for test in node.tests.tests)
        return f"(lambda {name}: {self.calls(operations.either, *tests)})({value})"

    def _tests(self, node: tree.Tests, scope: Scope) -> str:
        tests = (self._test(test, scope, operations.passes) for test in node.tests)
        code = self.calls(operations.either, *tests)
        return self.calls(operations.negated, code) if node.negated else code

    def _test(self, node: Node, scope: Scope, meets: Callable[..., object]) -> str:
        if isinstance(node, tree.Anything):
            return "True"
        value = scope.code(INPUT) or "None"
        if isinstance(node, tree.UnaryTest):
            return self.calls(_COMPARISONS[node.op], value, self.emit(node.operand, scope))
        code = self.emit(node, scope)
        if INPUT in tree.free_names(node):
            return self.calls(operations.answers, value, code)
        return self.calls(meets, value, code)

    def _unary_test(self, node: tree.UnaryTest, scope: Scope) -> str:
        return self.calls(structures.half_range, repr(node.op), self.emit(node.operand, scope))

    # -- lists, ranges, contexts -------------------------------------------------------------

    def _list(self, node: tree.ListLiteral, scope: Scope) -> str:
        return f"[{', '.join(self.emit(item, scope) for item in node.items)}]"

    def _context(self, node: tree.ContextLiteral, scope: Scope) -> str:
        if len({name for name, _ in node.entries}) < len(node.entries):
            return "None"
        built = self.fresh()
        entries = []
        for name, value in node.entries:
            entries.append(f"({name!r}, lambda {built}: {self.emit(value, scope)})")
            scope = Variables({name: f"{built}[{name!r}]"}, scope)
        return self.calls(structures.context, f"({', '.join(entries)},)" if entries else "()")

    def _range(self, node: tree.RangeLiteral, scope: Scope) -> str:
        low, high = self.emit(node.low, scope), self.emit(node.high, scope)
        ends = repr(node.low_included), repr(node.high_included)
        return self.calls(structures.made_range, low, high, *ends)

    def _filter(self, node: tree.Filter, scope: Scope) -> str:
        item = self.fresh()
        by = self.emit(node.by, Entries(self.bind(structures.pick), item, scope))
        return self.calls(iteration.filtered, self.emit(node.of, scope), f"lambda {item}: {by}")

    # -- iterators ---------------------------------------------------------------------------

    def _span(self, node: tree.Span, scope: Scope) -> str:
        low, high = self.emit(node.low, scope), self.emit(node.high, scope)
        return self.calls(structures.span, low, high)

    def _domains(
        self, iterators: tuple[tree.Iterator, ...], scope: Scope
    ) -> tuple[str, str, Scope]:
        """The functions that give the domains, the variables, and the scope inside."""
        variables: list[str] = []
        domains: list[str] = []
        for iterator in iterators:
            domain = self.emit(iterator.domain, scope)
            domains.append(f"lambda {', '.join(variables)}: {domain}")
            variables.append(self.fresh())
            scope = Variables({iterator.name: variables[-1]}, scope)
        return f"({', '.join(domains)},)", ", ".join(variables), scope

    def _for(self, node: tree.For, scope: Scope) -> str:
        domains, variables, inner = self._domains(node.iterators, scope)
        partial = self.fresh()
        body = self.emit(node.body, Variables({"partial": partial}, inner))
        return self.calls(iteration.collected, domains, f"lambda {variables}, {partial}: {body}")

    def _quantified(self, node: tree.Quantified, scope: Scope) -> str:
        domains, variables, inner = self._domains(node.iterators, scope)
        condition = self.emit(node.condition, inner)
        question = iteration.some if node.kind == "some" else iteration.every
        return self.calls(question, domains, f"lambda {variables}: {condition}")

    # -- functions ---------------------------------------------------------------------------

    def _call(self, node: tree.Call, scope: Scope) -> str:
        function = self.emit(node.function, scope)
        arguments = [self.emit(argument, scope) for argument in node.arguments]
        if node.names is None:
            return self.calls(invoke, function, *arguments)
        return self.calls(invoke_named, function, self.bind(node.names), *arguments)

    def _function(self, node: tree.FunctionLiteral, scope: Scope) -> str:
        made = tuple(self._parameter(parameter) for parameter in node.parameters)
        variables = {parameter.name: self.fresh() for parameter in node.parameters}
        body = "None" if node.external else self.emit(node.body, Variables(variables, scope))
        return self.calls(
            closure, self.bind(made), f"lambda {', '.join(variables.values())}: {body}"
        )

    def _parameter(self, parameter: tree.Parameter) -> Parameter:
        of = None if parameter.of is None else self._type_named(parameter.of)
        return Parameter(parameter.name, of or ANY, nullable=True)

    # -- what no text writes -----------------------------------------------------------------

    def _embedded(self, node: tree.Embedded, scope: Scope) -> str:
        codes = {name: self.emit(tree.Name(name), scope) for name in sorted(node.reads)}
        entries = ", ".join(f"{name!r}: {code}" for name, code in codes.items())
        return self.calls(node.run, f"{{{entries}}}")

    def _converted(self, node: tree.Converted, scope: Scope) -> str:
        return self.calls(converted_or_null, self.emit(node.of, scope), self.bind(node.to))


_Emitter = Callable[[DynamicSource, Node, Scope], str]
_EMITTERS: Final = cast(
    Mapping[type[Node], _Emitter],
    {
        tree.Null: DynamicSource._null,
        tree.Boolean: DynamicSource._literal,
        tree.Number: DynamicSource._literal,
        tree.String: DynamicSource._literal,
        tree.Temporal: DynamicSource._temporal,
        tree.Name: DynamicSource._name,
        tree.Path: DynamicSource._path,
        tree.Filter: DynamicSource._filter,
        tree.Call: DynamicSource._call,
        tree.Negation: DynamicSource._negation,
        tree.Arithmetic: DynamicSource._arithmetic,
        tree.Comparison: DynamicSource._comparison,
        tree.Logic: DynamicSource._logic,
        tree.Between: DynamicSource._between,
        tree.UnaryTest: DynamicSource._unary_test,
        tree.Tests: DynamicSource._tests,
        tree.In: DynamicSource._in,
        tree.InstanceOf: DynamicSource._instance_of,
        tree.If: DynamicSource._if,
        tree.Span: DynamicSource._span,
        tree.For: DynamicSource._for,
        tree.Quantified: DynamicSource._quantified,
        tree.ListLiteral: DynamicSource._list,
        tree.ContextLiteral: DynamicSource._context,
        tree.RangeLiteral: DynamicSource._range,
        tree.FunctionLiteral: DynamicSource._function,
        tree.Embedded: DynamicSource._embedded,
        tree.Converted: DynamicSource._converted,
    },
)

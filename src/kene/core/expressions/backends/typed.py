"""Python source for a typed tree of the pack dialect, where every input has a value.

The code is optimistic: types are those that the checker found, so operators are Python's own. It
raises where it cannot go on (a missing input, a division by zero), and the careful evaluation of
the same tree takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Final, cast

from kene.core.expressions import operations, structures
from kene.core.expressions import syntax as tree
from kene.core.expressions.bounds import bound
from kene.core.expressions.callables import Parameter, Signature, closure
from kene.core.expressions.calls import invoke, invoke_named
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.numbers import minus, plus, power, quotient, times
from kene.core.expressions.signatures import chosen
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    DAYS_DURATION,
    NUMBER,
    STRING,
    YEARS_DURATION,
    Context,
    FeelType,
    List,
    plain,
)
from kene.core.expressions.types import Range as RangeType
from kene.core.expressions.values import Range
from kene.core.expressions.values.text import read_temporal

Locals = Mapping[str, str]
"""The Python expression of each FEEL name."""

_EQUATABLE: Final = frozenset((NUMBER, STRING, BOOLEAN, DATE, DAYS_DURATION, YEARS_DURATION))
_SORTABLE: Final = _EQUATABLE - {BOOLEAN}
_PYTHON: Final = {"=": "==", "!=": "!="}
_SLOW_COMPARISON: Final = {
    "=": operations.equal,
    "!=": operations.not_equal,
    "<": operations.less,
    "<=": operations.at_most,
    ">": operations.greater,
    ">=": operations.at_least,
}
_ON_NUMBERS: Final = {"+": plus, "-": minus, "*": times, "/": quotient, "**": power}
_ON_ANYTHING: Final = {
    "+": operations.add,
    "-": operations.subtract,
    "*": operations.multiply,
    "/": operations.divide,
    "**": operations.raised,
}


class NoResult(Exception):
    """An operation has no result for these values."""


def must(value: object) -> object:
    """The value. Raises NoResult when there is none."""
    if value is None:
        raise NoResult
    return value


def truth(value: object) -> bool:
    """The boolean. Raises NoResult on anything else."""
    if type(value) is not bool:
        raise NoResult
    return value


class TypedSource:
    """A Python expression in the making, and the objects that it names."""

    def __init__(
        self, small: Collection[str] = (), objects: dict[str, object] | None = None
    ) -> None:
        """`small` are inputs known to be whole and below `SMALL`; `objects` may be shared."""
        self.objects: dict[str, object] = {} if objects is None else objects
        self._small = small
        self._names: dict[int, str] = {}
        self._count = 0

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

    def emit(self, node: Node, names: Locals) -> str:
        """The Python expression of a typed node."""
        return _EMITTERS[type(node)](self, node, names)

    def calls(self, function: Callable[..., object], *arguments: str) -> str:
        """A call of one of the runtime's functions."""
        return f"{self.bind(function)}({', '.join(arguments)})"

    def sure(self, code: str) -> str:
        """Code that may give None, made to raise instead."""
        return f"{self.bind(must)}({code})"

    def condition(self, node: Node, names: Locals) -> str:
        """The code of a condition, whose value is True or False."""
        code = self.emit(node, names)
        return code if node.type == BOOLEAN else self.calls(truth, code)

    # -- literals and names ------------------------------------------------------------------

    def _literal(self, node: tree.Boolean | tree.Number | tree.String, names: Locals) -> str:
        value = node.value
        if isinstance(value, Decimal):
            return self.bind(value)
        return f"({value!r})" if type(value) is int else repr(value)

    def _temporal(self, node: tree.Temporal, names: Locals) -> str:
        return self.bind(read_temporal(node.text))

    def _name(self, node: tree.Name, names: Locals) -> str:
        return names.get(node.name) or self.bind(BUILTINS[node.name])

    def _path(self, node: tree.Path, names: Locals) -> str:
        of = self.emit(node.of, names)
        if node.of.type == DATE and node.name in ("year", "month", "day"):
            return f"{of}.{node.name}"
        if isinstance(node.of.type, Context):
            return f"{of}[{node.name!r}]"
        return self.sure(self.calls(structures.path, of, repr(node.name)))

    # -- operators ---------------------------------------------------------------------------

    def _negation(self, node: tree.Negation, names: Locals) -> str:
        return self.sure(self.calls(operations.opposite, self.emit(node.of, names)))

    def _arithmetic(self, node: tree.Arithmetic, names: Locals) -> str:
        left, right = self.emit(node.left, names), self.emit(node.right, names)
        if self._small and bound(node, self._small) is not None:
            return f"({left} {node.op} {right})"
        if node.left.type == node.right.type == NUMBER:
            code = self.calls(_ON_NUMBERS[node.op], left, right)
            return code if node.op in "+-*" else self.sure(code)
        return self.sure(self.calls(_ON_ANYTHING[node.op], left, right))

    def _comparison(self, node: tree.Comparison, names: Locals) -> str:
        left, right = self.emit(node.left, names), self.emit(node.right, names)
        return self.compare(node.op, (left, node.left.type), (right, node.right.type))

    def compare(self, op: str, left: tuple[str, FeelType], right: tuple[str, FeelType]) -> str:
        """The code of a comparison between two codes of known types."""
        direct = _EQUATABLE if op in _PYTHON else _SORTABLE
        if plain(left[1]) == plain(right[1]) and plain(left[1]) in direct:
            return f"({left[0]} {_PYTHON.get(op, op)} {right[0]})"
        return self.sure(self.calls(_SLOW_COMPARISON[op], left[0], right[0]))

    def _logic(self, node: tree.Logic, names: Locals) -> str:
        parts = (self.condition(operand, names) for operand in node.operands)
        return f"({f' {node.op} '.join(parts)})"

    def _between(self, node: tree.Between, names: Locals) -> str:
        ends = [(self.emit(part, names), part.type) for part in (node.low, node.value, node.high)]
        if {plain(of) for _, of in ends} <= _SORTABLE and len({plain(of) for _, of in ends}) == 1:
            return f"({ends[0][0]} <= {ends[1][0]} <= {ends[2][0]})"
        value, low, high = ends[1][0], ends[0][0], ends[2][0]
        return self.sure(self.calls(operations.between, value, low, high))

    def _if(self, node: tree.If, names: Locals) -> str:
        condition = self.condition(node.condition, names)
        then, otherwise = self.emit(node.then, names), self.emit(node.otherwise, names)
        return f"({then} if {condition} else {otherwise})"

    # -- unary tests -------------------------------------------------------------------------

    def _in(self, node: tree.In, names: Locals) -> str:
        value = self.emit(node.value, names)
        if isinstance(node.value, tree.Name):
            return self.tests(node.tests, node.value.type, {**names, INPUT: value})
        name = self.fresh()
        inner = self.tests(node.tests, node.value.type, {**names, INPUT: name})
        return f"(lambda {name}: {inner})({value})"

    def tests(self, node: tree.Tests, of: FeelType, names: Locals) -> str:
        """The code of unary tests of the value whose code is `names[INPUT]`."""
        options = [test.value for test in node.tests if isinstance(test, tree.String)]
        if len(options) == len(node.tests) > 1 and plain(of) == STRING:
            code = f"({names[INPUT]} in {self.bind(frozenset(options))})"
        else:
            code = f"({' or '.join(self._test(test, of, names) for test in node.tests)})"
        return f"(not {code})" if node.negated else code

    def _test(self, node: Node, of: FeelType, names: Locals) -> str:
        value = names[INPUT]
        match node:
            case tree.Anything():
                return "True"
            case tree.UnaryTest(op, operand):
                right = (self.emit(operand, names), operand.type)
                return self.compare(op, (value, of), right)
            case tree.RangeLiteral() if not _names_input(node):
                return self._in_range(node, (value, of), names)
        if _names_input(node):
            return self.condition(node, names)
        if isinstance(node.type, List | RangeType) or ANY in (node.type, of):
            code = self.calls(operations.meets_test, value, self.emit(node, names))
            return self.sure(code)
        return self.compare("=", (value, of), (self.emit(node, names), node.type))

    def _in_range(self, node: tree.RangeLiteral, value: tuple[str, FeelType], names: Locals) -> str:
        low = (self.emit(node.low, names), node.low.type)
        high = (self.emit(node.high, names), node.high.type)
        types = {plain(of) for _, of in (low, value, high)}
        above, below = "<=" if node.low_included else "<", "<=" if node.high_included else "<"
        if len(types) == 1 and types <= _SORTABLE:
            return f"({low[0]} {above} {value[0]} {below} {high[0]})"
        return f"({self.compare(above, low, value)} and {self.compare(below, value, high)})"

    def _unary_test(self, node: tree.UnaryTest, names: Locals) -> str:
        code = self.calls(structures.half_range, repr(node.op), self.emit(node.operand, names))
        return self.sure(code)

    # -- lists, ranges, contexts -------------------------------------------------------------

    def _list(self, node: tree.ListLiteral, names: Locals) -> str:
        return f"[{', '.join(self.emit(item, names) for item in node.items)}]"

    def _context(self, node: tree.ContextLiteral, names: Locals) -> str:
        built = self.fresh()
        known = dict(names)
        entries = []
        for name, value in node.entries:
            entries.append(f"({name!r}, lambda {built}: {self.emit(value, known)})")
            known[name] = f"{built}[{name!r}]"
        return self.calls(structures.context, f"({', '.join(entries)},)" if entries else "()")

    def _range(self, node: tree.RangeLiteral, names: Locals) -> str:
        low, high = self.emit(node.low, names), self.emit(node.high, names)
        return self.calls(Range, low, high, repr(node.low_included), repr(node.high_included))

    def _filter(self, node: tree.Filter, names: Locals) -> str:
        of = self.emit(node.of, names)
        if node.by.type == NUMBER:
            return self.sure(self.calls(structures.element, of, self.emit(node.by, names)))
        item = self.fresh()
        inside = node.of.type.of if isinstance(node.of.type, List) else ANY
        entries = inside.names if isinstance(inside, Context) else ()
        known = {"item": item, **{name: f"{item}[{name!r}]" for name in entries}}
        by = self.condition(node.by, {**names, **known})
        return f"[{item} for {item} in {of} if {by}]"

    # -- iterators ---------------------------------------------------------------------------

    def _span(self, node: tree.Span, names: Locals) -> str:
        low, high = self.emit(node.low, names), self.emit(node.high, names)
        return self.sure(self.calls(structures.span, low, high))

    def _clauses(self, iterators: tuple[tree.Iterator, ...], names: Locals) -> tuple[str, Locals]:
        """The `for` clauses of a comprehension, and the names inside."""
        clauses: list[str] = []
        for iterator in iterators:
            domain = self.emit(iterator.domain, names)
            if not isinstance(iterator.domain.type, List):
                domain = self.sure(self.calls(structures.iterable, domain))
            variable = self.fresh()
            clauses.append(f"for {variable} in {domain}")
            names = {**names, iterator.name: variable}
        return " ".join(clauses), names

    def _for(self, node: tree.For, names: Locals) -> str:
        clauses, known = self._clauses(node.iterators, names)
        if "partial" not in tree.free_names(node.body):
            return f"[{self.emit(node.body, known)} {clauses}]"
        partial = self.fresh()
        body = self.emit(node.body, {**known, "partial": f"list({partial})"})
        each = f"[{partial}.append({body}) {clauses}]"
        return f"(lambda {partial}: ({each}, {partial})[1])([])"

    def _quantified(self, node: tree.Quantified, names: Locals) -> str:
        clauses, known = self._clauses(node.iterators, names)
        question = "any" if node.kind == "some" else "all"
        return f"{question}({self.condition(node.condition, known)} {clauses})"

    # -- functions ---------------------------------------------------------------------------

    def _call(self, node: tree.Call, names: Locals) -> str:
        arguments = [self.emit(argument, names) for argument in node.arguments]
        types = [argument.type for argument in node.arguments]
        function = node.function
        if isinstance(function, tree.Name) and function.name not in names and ANY not in types:
            found = chosen(BUILTINS[function.name], types, node.names)
            if found is not None:
                return self._direct(found[0], found[2], arguments)
        code = self.emit(function, names)
        if node.names is None:
            return self.sure(self.calls(invoke, code, *arguments))
        return self.sure(self.calls(invoke_named, code, self.bind(node.names), *arguments))

    def _direct(self, signature: Signature, order: tuple[int, ...], arguments: list[str]) -> str:
        ordered = (arguments[index] if index >= 0 else "None" for index in order)
        code = self.calls(signature.run, *ordered)
        # A function whose result is declared without None always has one.
        result = str(signature.run.__annotations__.get("return", ""))
        return self.sure(code) if "None" in result or result == "object" else code

    def _function(self, node: tree.FunctionLiteral, names: Locals) -> str:
        parameters = {parameter.name: self.fresh() for parameter in node.parameters}
        body = self.emit(node.body, {**names, **parameters})
        made = tuple(Parameter(name, ANY, nullable=True) for name in parameters)
        # What it reads is fixed when it is made: variables of a comprehension go on changing.
        read = sorted({code for code in names.values() if code.isidentifier()})
        inner = f"lambda {', '.join(parameters.values())}: {body}"
        code = self.calls(closure, self.bind(made), inner)
        return f"(lambda {', '.join(read)}: {code})({', '.join(read)})"


_Emitter = Callable[[TypedSource, Node, Locals], str]
_EMITTERS: Final = cast(
    Mapping[type[Node], _Emitter],
    {
        tree.Boolean: TypedSource._literal,
        tree.Number: TypedSource._literal,
        tree.String: TypedSource._literal,
        tree.Temporal: TypedSource._temporal,
        tree.Name: TypedSource._name,
        tree.Path: TypedSource._path,
        tree.Filter: TypedSource._filter,
        tree.Call: TypedSource._call,
        tree.Negation: TypedSource._negation,
        tree.Arithmetic: TypedSource._arithmetic,
        tree.Comparison: TypedSource._comparison,
        tree.Logic: TypedSource._logic,
        tree.Between: TypedSource._between,
        tree.UnaryTest: TypedSource._unary_test,
        tree.In: TypedSource._in,
        tree.If: TypedSource._if,
        tree.Span: TypedSource._span,
        tree.For: TypedSource._for,
        tree.Quantified: TypedSource._quantified,
        tree.ListLiteral: TypedSource._list,
        tree.ContextLiteral: TypedSource._context,
        tree.RangeLiteral: TypedSource._range,
        tree.FunctionLiteral: TypedSource._function,
    },
)


def _names_input(node: Node) -> bool:
    return INPUT in tree.free_names(node)

"""Typing a tree of the pack dialect: every problem at once, and the tree with its types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, cast

from kene.core.expressions import mistakes
from kene.core.expressions import syntax as tree
from kene.core.expressions import types as feel
from kene.core.expressions.functions import BUILTINS, USAGES
from kene.core.expressions.instances import is_instance
from kene.core.expressions.properties import properties_of
from kene.core.expressions.reporting import Report, shown
from kene.core.expressions.results import DURATIONS, combined
from kene.core.expressions.signatures import chosen
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NUMBER,
    ORDERED,
    TIME,
    YEARS_DURATION,
    Context,
    Enumeration,
    FeelType,
    Function,
    List,
    Range,
    comparable,
    joined,
    plain,
)
from kene.core.expressions.values.text import read_temporal

Names = Mapping[str, FeelType]


class Checker(Report):
    """One typing of one tree; `problems` fills as it goes."""

    def typed(self, node: Node, names: Names) -> Node:
        """The node with its type and those of its parts."""
        return _CHECKS[type(node)](self, node, names)

    # -- literals and names ------------------------------------------------------------------

    def _null(self, node: tree.Null, names: Names) -> Node:
        self.report(mistakes.NO_NULL, node)
        return node

    def _boolean(self, node: tree.Boolean, names: Names) -> Node:
        return replace(node, type=BOOLEAN)

    def _number(self, node: tree.Number, names: Names) -> Node:
        return replace(node, type=NUMBER)

    def _string(self, node: tree.String, names: Names) -> Node:
        return replace(node, type=Enumeration((node.value,)))

    def _temporal(self, node: tree.Temporal, names: Names) -> Node:
        value = read_temporal(node.text)
        if value is None:
            self.report(mistakes.WRONG_LITERAL, node, found=node.text)
            return node
        types = (DATE_TIME, DATE, TIME, DAYS_DURATION, YEARS_DURATION)
        return replace(node, type=next(of for of in types if is_instance(value, of)))

    def _name(self, node: tree.Name, names: Names) -> Node:
        of = names.get(node.name)
        if of is None and node.name in BUILTINS:
            of = BUILTINS[node.name].type
        if of is None:
            known = [name for name in names if name != INPUT]
            self.unknown(mistakes.UNKNOWN_NAME, node, node.name, known)
            return node
        return replace(node, type=of)

    def _path(self, node: tree.Path, names: Names) -> Node:
        of = self.typed(node.of, names)
        inner = of.type.of if isinstance(of.type, List) else of.type
        properties = properties_of(inner)
        found = properties.get(node.name)
        if found is None and inner != ANY:
            self.unknown(mistakes.UNKNOWN_NAME, node, node.name, list(properties))
        result = found or ANY
        return replace(node, of=of, type=List(result) if isinstance(of.type, List) else result)

    # -- operators ---------------------------------------------------------------------------

    def _negation(self, node: tree.Negation, names: Names) -> Node:
        of = self.typed(node.of, names)
        if of.type not in DURATIONS:
            self.expect(of, NUMBER)
        return replace(node, of=of, type=of.type)

    def _arithmetic(self, node: tree.Arithmetic, names: Names) -> Node:
        left, right = self.typed(node.left, names), self.typed(node.right, names)
        one, other = plain(left.type), plain(right.type)
        of = combined(node.op, one, other)
        if of is None:
            self.report(mistakes.NO_OPERATION, node, op=node.op, one=shown(one), other=shown(other))
        return replace(node, left=left, right=right, type=of or ANY)

    def _comparison(self, node: tree.Comparison, names: Names) -> Node:
        left, right = self.typed(node.left, names), self.typed(node.right, names)
        if node.op in ("=", "!="):
            self._equatable(left, right, node)
        else:
            self._ordered(left, right, node)
        return replace(node, left=left, right=right, type=BOOLEAN)

    def _equatable(self, left: Node, right: Node, at: Node) -> None:
        if not comparable(left.type, right.type):
            self._incomparable(left, right, at)
        if isinstance(left.type, Enumeration) and isinstance(right.type, Enumeration):
            if isinstance(right, tree.String):
                self.option(right, right.type, left.type)
            elif isinstance(left, tree.String):
                self.option(left, left.type, right.type)

    def _ordered(self, left: Node, right: Node, at: Node) -> None:
        ordered = plain(left.type) in ORDERED | {ANY} and plain(right.type) in ORDERED | {ANY}
        if not ordered or not comparable(left.type, right.type):
            self._incomparable(left, right, at)

    def _incomparable(self, left: Node, right: Node, at: Node) -> None:
        one, other = shown(left.type), shown(right.type)
        self.report(mistakes.NOT_COMPARABLE, at, one=one, other=other)

    def _logic(self, node: tree.Logic, names: Names) -> Node:
        operands = tuple(self._condition(operand, names) for operand in node.operands)
        return replace(node, operands=operands, type=BOOLEAN)

    def _condition(self, node: Node, names: Names) -> Node:
        typed = self.typed(node, names)
        self.expect(typed, BOOLEAN)
        return typed

    def _between(self, node: tree.Between, names: Names) -> Node:
        value = self.typed(node.value, names)
        low, high = self.typed(node.low, names), self.typed(node.high, names)
        self._ordered(value, low, low)
        self._ordered(value, high, high)
        return replace(node, value=value, low=low, high=high, type=BOOLEAN)

    def _if(self, node: tree.If, names: Names) -> Node:
        condition = self._condition(node.condition, names)
        then, otherwise = self.typed(node.then, names), self.typed(node.otherwise, names)
        result = joined([then.type, otherwise.type])
        if result == ANY and ANY not in (then.type, otherwise.type):
            self.wrong_type(otherwise, then.type)
        return replace(node, condition=condition, then=then, otherwise=otherwise, type=result)

    def _instance_of(self, node: tree.InstanceOf, names: Names) -> Node:
        self.report(mistakes.NOT_HERE, node, what="instance of")
        return replace(node, type=BOOLEAN)

    # -- unary tests -------------------------------------------------------------------------

    def _in(self, node: tree.In, names: Names) -> Node:
        value = self.typed(node.value, names)
        tests = cast(tree.Tests, self.typed(node.tests, {**names, INPUT: value.type}))
        return replace(node, value=value, tests=tests, type=BOOLEAN)

    def _tests(self, node: tree.Tests, names: Names) -> Node:
        tests = tuple(self._test(test, names) for test in node.tests)
        answering = tuple(reads_input(test) for test in node.tests)
        return replace(node, tests=tests, type=BOOLEAN, answering=answering)

    def _test(self, node: Node, names: Names) -> Node:
        typed = self.typed(node, names)
        if isinstance(node, tree.Anything | tree.UnaryTest) or reads_input(node):
            self.expect(typed, BOOLEAN)
            return typed
        value = tree.Name(INPUT, type=names[INPUT])
        of = typed.type
        if isinstance(of, Range):
            self._ordered(value, replace(typed, type=of.of), node)
        elif isinstance(of, List):
            self._equatable(value, replace(typed, type=of.of), node)
        else:
            self._equatable(value, typed, node)
        return typed

    def _anything(self, node: tree.Anything, names: Names) -> Node:
        return replace(node, type=BOOLEAN)

    def _unary_test(self, node: tree.UnaryTest, names: Names) -> Node:
        operand = self.typed(node.operand, names)
        value = tree.Name(INPUT, type=names.get(INPUT, operand.type))
        check = self._equatable if node.op in ("=", "!=") else self._ordered
        check(value, operand, operand)
        if INPUT not in names:
            return replace(node, operand=operand, type=Range(operand.type))
        return replace(node, operand=operand, type=BOOLEAN)

    # -- lists, ranges, contexts -------------------------------------------------------------

    def _list(self, node: tree.ListLiteral, names: Names) -> Node:
        items = tuple(self.typed(item, names) for item in node.items)
        return replace(node, items=items, type=List(joined(item.type for item in items)))

    def _context(self, node: tree.ContextLiteral, names: Names) -> Node:
        entries: list[tuple[str, Node]] = []
        for name, value in node.entries:
            typed = self.typed(value, names)
            entries.append((name, typed))
            names = {**names, name: typed.type}
        of = Context(tuple((name, value.type) for name, value in entries))
        return replace(node, entries=tuple(entries), type=of)

    def _range(self, node: tree.RangeLiteral, names: Names) -> Node:
        low, high = self.typed(node.low, names), self.typed(node.high, names)
        self._ordered(low, high, node)
        return replace(node, low=low, high=high, type=Range(plain(low.type)))

    def _filter(self, node: tree.Filter, names: Names) -> Node:
        of = self.typed(node.of, names)
        item = of.type.of if isinstance(of.type, List) else of.type
        entries = dict(item.entries) if isinstance(item, Context) else {}
        by = self.typed(node.by, {**names, "item": item, **entries})
        if not isinstance(of.type, List) and of.type != ANY:
            self.wrong_type(of, List(ANY))
        if by.type == NUMBER:
            return replace(node, of=of, by=by, type=item)
        self.expect(by, BOOLEAN)
        return replace(node, of=of, by=by, type=of.type)

    # -- iterators ---------------------------------------------------------------------------

    def _iterators(
        self, iterators: tuple[tree.Iterator, ...], names: Names
    ) -> tuple[tuple[tree.Iterator, ...], dict[str, FeelType]]:
        known = dict(names)
        result: list[tree.Iterator] = []
        for iterator in iterators:
            domain = self.typed(iterator.domain, known)
            match domain.type:
                case List(of=item) | Range(of=item):
                    known[iterator.name] = item
                case _:
                    self.expect(domain, List(ANY))
                    known[iterator.name] = ANY
            result.append(replace(iterator, domain=domain))
        return tuple(result), known

    def _span(self, node: tree.Span, names: Names) -> Node:
        low, high = self.typed(node.low, names), self.typed(node.high, names)
        if low.type != DATE:
            self.expect(low, NUMBER)
        self.expect(high, low.type)
        return replace(node, low=low, high=high, type=Range(low.type))

    def _for(self, node: tree.For, names: Names) -> Node:
        iterators, known = self._iterators(node.iterators, names)
        body = self.typed(node.body, {**known, "partial": List(ANY)})
        return replace(node, iterators=iterators, body=body, type=List(body.type))

    def _quantified(self, node: tree.Quantified, names: Names) -> Node:
        iterators, known = self._iterators(node.iterators, names)
        condition = self._condition(node.condition, known)
        return replace(node, iterators=iterators, condition=condition, type=BOOLEAN)

    # -- functions ---------------------------------------------------------------------------

    def _call(self, node: tree.Call, names: Names) -> Node:
        arguments = tuple(self.typed(argument, names) for argument in node.arguments)
        node = replace(node, arguments=arguments)
        name = node.function.name if isinstance(node.function, tree.Name) else ""
        if name and name not in names:
            return self._call_builtin(node, name)
        function = self.typed(node.function, names)
        match function.type:
            case Function(parameters, result):
                self._arguments(node, parameters, function.type)
                return replace(node, function=function, type=result)
        if function.type != ANY:
            self.report(mistakes.NOT_A_FUNCTION, function, given=shown(function.type))
        return replace(node, function=function)

    def _arguments(
        self, node: tree.Call, parameters: tuple[FeelType, ...], usage: FeelType
    ) -> None:
        if len(parameters) != len(node.arguments) or node.names is not None:
            self.report(mistakes.WRONG_ARGUMENTS, node, name=str(usage), usage=str(usage))
            return
        for argument, parameter in zip(node.arguments, parameters, strict=True):
            self.expect(argument, parameter)

    def _call_builtin(self, node: tree.Call, name: str) -> Node:
        function = BUILTINS.get(name)
        if function is None:
            self.unknown(mistakes.UNKNOWN_NAME, node.function, name, list(BUILTINS))
            return node
        found = chosen(function, [argument.type for argument in node.arguments], node.names)
        if found is None:
            usage = " / ".join(USAGES[name])
            self.report(mistakes.WRONG_ARGUMENTS, node, name=name, usage=usage)
            return node
        return replace(node, function=replace(node.function, type=function.type), type=found[1])

    def _function(self, node: tree.FunctionLiteral, names: Names) -> Node:
        if node.external:
            self.report(mistakes.NOT_HERE, node, what="external")
            return node
        types = {parameter.name: self._parameter(parameter) for parameter in node.parameters}
        body = self.typed(node.body, {**names, **types})
        return replace(node, body=body, type=Function(tuple(types.values()), body.type))

    def _parameter(self, parameter: tree.Parameter) -> FeelType:
        if parameter.of is None:
            return ANY
        found = feel.named_type(parameter.of.name)
        if found is None:
            self.unknown(
                mistakes.UNKNOWN_NAME, parameter, parameter.of.name, list(feel.type_names())
            )
        return found or ANY


def reads_input(node: Node) -> bool:
    """Whether a test names the tested value, `?`, and so answers by itself."""
    return any(isinstance(part, tree.Name) and part.name == INPUT for part in tree.walk(node))


_Check = Callable[[Checker, Node, Names], Node]
_CHECKS: Final = cast(
    Mapping[type[Node], _Check],
    {
        tree.Null: Checker._null,
        tree.Boolean: Checker._boolean,
        tree.Number: Checker._number,
        tree.String: Checker._string,
        tree.Temporal: Checker._temporal,
        tree.Name: Checker._name,
        tree.Path: Checker._path,
        tree.Filter: Checker._filter,
        tree.Call: Checker._call,
        tree.Negation: Checker._negation,
        tree.Arithmetic: Checker._arithmetic,
        tree.Comparison: Checker._comparison,
        tree.Logic: Checker._logic,
        tree.Between: Checker._between,
        tree.Anything: Checker._anything,
        tree.UnaryTest: Checker._unary_test,
        tree.Tests: Checker._tests,
        tree.In: Checker._in,
        tree.InstanceOf: Checker._instance_of,
        tree.If: Checker._if,
        tree.Span: Checker._span,
        tree.For: Checker._for,
        tree.Quantified: Checker._quantified,
        tree.ListLiteral: Checker._list,
        tree.ContextLiteral: Checker._context,
        tree.RangeLiteral: Checker._range,
        tree.FunctionLiteral: Checker._function,
    },
)

"""Evaluating a typed tree when inputs may be missing: slower, and it says what is missing.

Whatever does not depend on a missing input is still decided: `false and x` is false. The generated
code falls back on this where it cannot go on, so this is what the pack dialect means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from kene.core.expressions import operations, structures
from kene.core.expressions import syntax as tree
from kene.core.expressions.callables import Parameter, closure
from kene.core.expressions.calls import invoke, invoke_named
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import ANY, NUMBER
from kene.core.expressions.undetermined import HOPELESS, Undetermined, all_of, any_of
from kene.core.expressions.values import Range
from kene.core.expressions.values.text import read_temporal

Scope = Mapping[str, object]

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


def evaluate(node: Node, scope: Scope) -> object:
    """The value of a typed node, or Undetermined. A name absent from `scope` is missing."""
    return _RULES[type(node)](node, scope)


def _strict(operation: Callable[..., object], scope: Scope, *operands: Node) -> object:
    """An operation that needs all of its operands."""
    values = [evaluate(operand, scope) for operand in operands]
    unknown = [value for value in values if isinstance(value, Undetermined)]
    return all_of(unknown) if unknown else _determined(operation(*values))


def _determined(value: object) -> object:
    return HOPELESS if value is None else value


def _missing_within(node: Node, scope: Scope) -> Undetermined | None:
    """What is missing of all that a node may read; None when nothing is."""
    unknown = []
    for name in sorted(tree.free_names(node) - set(BUILTINS) - {INPUT}):
        value = _name(tree.Name(name), scope)
        if isinstance(value, Undetermined):
            unknown.append(value)
    return all_of(unknown) if unknown else None


def _literal(node: tree.Boolean | tree.Number | tree.String, scope: Scope) -> object:
    return node.value


def _temporal(node: tree.Temporal, scope: Scope) -> object:
    return _determined(read_temporal(node.text))


def _name(node: tree.Name, scope: Scope) -> object:
    value = scope.get(node.name)
    if value is None:
        return BUILTINS.get(node.name) or Undetermined(frozenset((node.name,)))
    return value


def _path(node: tree.Path, scope: Scope) -> object:
    return _strict(lambda of: structures.path(of, node.name), scope, node.of)


def _negation(node: tree.Negation, scope: Scope) -> object:
    return _strict(operations.opposite, scope, node.of)


def _arithmetic(node: tree.Arithmetic, scope: Scope) -> object:
    return _strict(_ARITHMETIC[node.op], scope, node.left, node.right)


def _comparison(node: tree.Comparison, scope: Scope) -> object:
    return _strict(_COMPARISONS[node.op], scope, node.left, node.right)


def _between(node: tree.Between, scope: Scope) -> object:
    above = tree.Comparison(">=", node.value, node.low)
    below = tree.Comparison("<=", node.value, node.high)
    return _logic(tree.Logic("and", (above, below)), scope)


def _logic(node: tree.Logic, scope: Scope) -> object:
    return _joined((evaluate(part, scope) for part in node.operands), node.op == "or")


def _joined(answers: object, settles: bool) -> object:
    """Ternary logic: one answer equal to `settles` is enough."""
    unknown: list[Undetermined] = []
    for answer in cast("list[object]", answers):
        if answer is settles:
            return settles
        if not isinstance(answer, bool):
            unknown.append(answer if isinstance(answer, Undetermined) else HOPELESS)
    return any_of(unknown) if unknown else not settles


def _if(node: tree.If, scope: Scope) -> object:
    condition = evaluate(node.condition, scope)
    if isinstance(condition, bool):
        return evaluate(node.then if condition else node.otherwise, scope)
    then, otherwise = evaluate(node.then, scope), evaluate(node.otherwise, scope)
    results = (condition, then, otherwise)
    unknown = [result for result in results if isinstance(result, Undetermined)]
    if len(unknown) == 1 and operations.same(then, otherwise):
        return then
    if isinstance(condition, Undetermined) and condition.missing:
        return any_of(unknown)
    return HOPELESS


def _in(node: tree.In, scope: Scope) -> object:
    return tests_of(node.tests, evaluate(node.value, scope), scope)


def tests_of(tests: tree.Tests, value: object, scope: Scope) -> object:
    """Whether a value, which may be Undetermined, passes unary tests."""
    return evaluate(tests, {**scope, INPUT: value})


def _tests(node: tree.Tests, scope: Scope) -> object:
    tests = zip(node.tests, node.answering, strict=True)
    answer = _joined((_test(test, answers, scope) for test, answers in tests), True)
    return not answer if node.negated and isinstance(answer, bool) else answer


_VALUE: Final = tree.Name(INPUT)


def _test(node: Node, answers: bool, scope: Scope) -> object:
    if isinstance(node, tree.Anything):
        return True
    if answers or isinstance(node, tree.UnaryTest):
        return evaluate(node, scope)
    if isinstance(node, tree.RangeLiteral):
        value = _VALUE
        above = tree.Comparison(">=" if node.low_included else ">", value, node.low)
        below = tree.Comparison("<=" if node.high_included else "<", value, node.high)
        return _logic(tree.Logic("and", (above, below)), scope)
    return _strict(operations.meets_test, scope, _VALUE, node)


def _unary_test(node: tree.UnaryTest, scope: Scope) -> object:
    if INPUT in scope:
        return _strict(_COMPARISONS[node.op], scope, _VALUE, node.operand)
    return _strict(lambda end: structures.half_range(node.op, end), scope, node.operand)


def _list(node: tree.ListLiteral, scope: Scope) -> object:
    return _strict(lambda *items: list(items), scope, *node.items)


def _context(node: tree.ContextLiteral, scope: Scope) -> object:
    built: dict[str, object] = {}
    for name, value in node.entries:
        built[name] = evaluate(value, {**scope, **built})
    unknown = [value for value in built.values() if isinstance(value, Undetermined)]
    return all_of(unknown) if unknown else built


def _range(node: tree.RangeLiteral, scope: Scope) -> object:
    def made(low: object, high: object) -> Range:
        return Range(low, high, node.low_included, node.high_included)

    return _strict(made, scope, node.low, node.high)


def _span(node: tree.Span, scope: Scope) -> object:
    return _strict(structures.span, scope, node.low, node.high)


def _filter(node: tree.Filter, scope: Scope) -> object:
    items = evaluate(node.of, scope)
    if isinstance(items, Undetermined):
        return any_of([items, _missing_within(node.by, _shadowed(scope, node)) or items])
    if node.by.type == NUMBER:
        return _strict(lambda number: structures.element(items, number), scope, node.by)
    kept: list[object] = []
    unknown: list[Undetermined] = []
    for item in cast("list[object]", items):
        entries = item if isinstance(item, dict) else {}
        chosen = evaluate(node.by, {**scope, "item": item, **entries})
        if chosen is True:
            kept.append(item)
        elif chosen is not False:
            unknown.append(chosen if isinstance(chosen, Undetermined) else HOPELESS)
    return all_of(unknown) if unknown else kept


def _shadowed(scope: Scope, node: tree.Filter) -> Scope:
    """The scope of a filter whose items are unknown: the names of their entries are not missing."""
    return {**scope, **dict.fromkeys(tree.entry_names(node.of.type), False)}


def _rounds(
    iterators: tuple[tree.Iterator, ...], body: Node, scope: Scope
) -> list[dict[str, object]] | Undetermined:
    """What the names of iterators are at each round."""
    rounds = [dict(scope)]
    for index, iterator in enumerate(iterators):
        following: list[dict[str, object]] = []
        for known in rounds:
            domain = evaluate(iterator.domain, known)
            steps = domain if isinstance(domain, Undetermined) else structures.iterable(domain)
            if steps is None or isinstance(steps, Undetermined):
                bound = {later.name: False for later in iterators[index:]}
                rest = _missing_within(body, {**known, **bound, "partial": False})
                unknown = steps or HOPELESS
                return any_of([unknown, rest]) if rest and unknown.missing else unknown
            following += [{**known, iterator.name: step} for step in steps]
        rounds = following
    return rounds


def _for(node: tree.For, scope: Scope) -> object:
    rounds = _rounds(node.iterators, node.body, scope)
    if isinstance(rounds, Undetermined):
        return rounds
    results: list[object] = []
    unknown: list[Undetermined] = []
    for known in rounds:
        result = evaluate(node.body, {**known, "partial": list(results)})
        if isinstance(result, Undetermined):
            unknown.append(result)
        results.append(result)
    return all_of(unknown) if unknown else results


def _quantified(node: tree.Quantified, scope: Scope) -> object:
    rounds = _rounds(node.iterators, node.condition, scope)
    if isinstance(rounds, Undetermined):
        return rounds
    return _joined((evaluate(node.condition, known) for known in rounds), node.kind == "some")


def _call(node: tree.Call, scope: Scope) -> object:
    names = node.names
    if names is not None:
        return _strict(
            lambda function, *values: invoke_named(function, names, *values),
            scope,
            node.function,
            *node.arguments,
        )
    return _strict(invoke, scope, node.function, *node.arguments)


def _function(node: tree.FunctionLiteral, scope: Scope) -> object:
    bound = {parameter.name: False for parameter in node.parameters}
    missing = _missing_within(node.body, {**scope, **bound})
    if missing is not None:
        return missing
    names = [parameter.name for parameter in node.parameters]

    def run(*arguments: object) -> object:
        value = evaluate(node.body, {**scope, **dict(zip(names, arguments, strict=True))})
        return None if isinstance(value, Undetermined) else value

    return closure(tuple(Parameter(name, ANY, nullable=True) for name in names), run)


_RULES: Final = cast(
    "Mapping[type[Node], Callable[[Node, Scope], object]]",
    {
        tree.Boolean: _literal,
        tree.Number: _literal,
        tree.String: _literal,
        tree.Temporal: _temporal,
        tree.Name: _name,
        tree.Path: _path,
        tree.Filter: _filter,
        tree.Call: _call,
        tree.Negation: _negation,
        tree.Arithmetic: _arithmetic,
        tree.Comparison: _comparison,
        tree.Logic: _logic,
        tree.Between: _between,
        tree.UnaryTest: _unary_test,
        tree.Tests: _tests,
        tree.In: _in,
        tree.If: _if,
        tree.Span: _span,
        tree.For: _for,
        tree.Quantified: _quantified,
        tree.ListLiteral: _list,
        tree.ContextLiteral: _context,
        tree.RangeLiteral: _range,
        tree.FunctionLiteral: _function,
    },
)

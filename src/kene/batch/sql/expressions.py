"""A typed tree of the pack dialect as a term of a query, which means what `careful` means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, cast

import ibis

from kene.batch.sql import calendar, durations, numbers, strings
from kene.batch.sql.functions import function, opposite
from kene.batch.sql.numbers import Inexact, shape
from kene.batch.sql.refusals import refusal
from kene.batch.sql.shapes import Value
from kene.batch.sql.shapes import cast as converted
from kene.batch.sql.terms import Missing, Term, any_of, both, either, needed, settled
from kene.core.expressions import syntax as tree
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, plain
from kene.core.expressions.values.text import read_temporal
from kene.core.problems import Where

Names = Mapping[str, Term]
SCALARS: Final = frozenset((NUMBER, STRING, BOOLEAN, DATE))


class Query:
    """Terms of one text that begins at `where`, for an engine."""

    def __init__(self, where: Where, engine: str) -> None:
        self.where = where
        self._engine = engine

    def term(self, node: Node, names: Names) -> Term:
        """The term of an expression whose names are terms already. Raises Mistakes."""
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise refusal(node, self.where, type(node).__name__.removesuffix("Literal").lower())
        try:
            return writer(self, node, names)
        except Inexact:
            raise refusal(node, self.where, _shown(node)) from None

    def _terms(self, nodes: Sequence[Node], names: Names) -> list[Term]:
        return [self.term(node, names) for node in nodes]

    # -- literals and names ------------------------------------------------------------------

    def _boolean(self, node: tree.Boolean, names: Names) -> Term:
        return Term(ibis.literal(node.value), BOOLEAN)

    def _number(self, node: tree.Number, names: Names) -> Term:
        return numbers.number(node.value)

    def _string(self, node: tree.String, names: Names) -> Term:
        return Term(ibis.literal(node.value), STRING)

    def _temporal(self, node: tree.Temporal, names: Names) -> Term:
        return self._moment(node, node.text)

    def _moment(self, node: Node, text: str) -> Term:
        """A day or a duration."""
        value = read_temporal(text)
        if isinstance(value, date):
            return Term(ibis.literal(value), DATE)
        duration = durations.literal(value)
        if duration is None:
            raise refusal(node, self.where, text)
        return duration

    def _name(self, node: tree.Name, names: Names) -> Term:
        if node.name not in names:
            raise refusal(node, self.where, node.name)
        return names[node.name]

    def _path(self, node: tree.Path, names: Names) -> Term:
        if isinstance(node.of, tree.Name) and f"{node.of.name}.{node.name}" in names:
            return names[f"{node.of.name}.{node.name}"]
        of = self.term(node.of, names)
        if of.of == DATE and node.name in calendar.PARTS:
            value = calendar.part(of.value, node.name)
            return Term(value, NUMBER, calendar.PARTS[node.name], needed((of,)))
        found = durations.part(of, node.name)
        if found is None:
            raise refusal(node, self.where, node.name)
        return found

    # -- operators ---------------------------------------------------------------------------

    def _negation(self, node: tree.Negation, names: Names) -> Term:
        if node.type != NUMBER:
            raise refusal(node, self.where, str(node.type))
        of = self.term(node.of, names)
        if of.constant is not None:
            return numbers.number(
                -of.constant if isinstance(of.constant, int) else of.constant.copy_negate()
            )
        return numbers.negated(of)

    def _arithmetic(self, node: tree.Arithmetic, names: Names) -> Term:
        left, right = self._terms((node.left, node.right), names)
        if left.of == right.of == NUMBER and node.op != "**":
            return numbers.calculated(node.op, left, right)
        if left.of == right.of == STRING and node.op == "+":
            return Term(left.value + right.value, STRING, missing=needed((left, right)))
        found = durations.calculated(node.op, left, right)
        if found is None:
            raise refusal(node, self.where, node.op)
        return found

    def _comparison(self, node: tree.Comparison, names: Names) -> Term:
        left, right = self._terms((node.left, node.right), names)
        return self._compared(node.op, left, right, node)

    def _compared(self, op: str, left: Term, right: Term, at: Node) -> Term:
        if left.of != right.of or left.of not in SCALARS | durations.TYPES:
            raise refusal(at, self.where, op)
        if left.of == NUMBER or left.of in durations.TYPES:
            return numbers.compared(op, left, right)
        one, other = left.value, right.value
        if left.of == STRING and op not in ("=", "!="):
            one, other = (strings.sortable(value, self._engine) for value in (one, other))
        value = numbers.COMPARED[op](one, other)
        return Term(value, BOOLEAN, missing=needed((left, right)))

    def all_of(self, parts: Sequence[Term]) -> Term:
        """`and` of one condition or more."""
        return self._joined(both, parts)

    def _any_of(self, parts: Sequence[Term]) -> Term:
        return self._joined(either, parts)

    def _joined(self, join: Callable[[Sequence[Value]], Value], parts: Sequence[Term]) -> Term:
        if len(parts) == 1:
            return parts[0]
        value = join([part.value for part in parts])
        return Term(value, BOOLEAN, missing=settled(value, parts))

    def _logic(self, node: tree.Logic, names: Names) -> Term:
        parts = self._terms(node.operands, names)
        return self._any_of(parts) if node.op == "or" else self.all_of(parts)

    def _between(self, node: tree.Between, names: Names) -> Term:
        value, low, high = self._terms((node.value, node.low, node.high), names)
        above = self._compared(">=", value, low, node)
        return self.all_of((above, self._compared("<=", value, high, node)))

    def _if(self, node: tree.If, names: Names) -> Term:
        condition, then, otherwise = self._terms((node.condition, node.then, node.otherwise), names)
        if then.of != otherwise.of or then.of not in SCALARS:
            raise refusal(node, self.where, "if")
        of = None
        results = [then.value, otherwise.value]
        if then.of == NUMBER:
            of = shape(then) | shape(otherwise)
            if not of.exact:
                raise Inexact
            results = [converted(result, of.type) for result in results]
        value = ibis.cases(
            (condition.value, results[0]),
            (~condition.value, results[1]),
            (results[0] == results[1], results[0]),
        )
        return Term(value, then.of, of, _missing_of_if(value, condition, then, otherwise))

    # -- unary tests -------------------------------------------------------------------------

    def _in(self, node: tree.In, names: Names) -> Term:
        return self.tests(node.tests, self.term(node.value, names), names)

    def tests(self, node: tree.Tests, value: Term, names: Names) -> Term:
        """Whether a value passes unary tests. Raises Mistakes."""
        options = [test.value for test in node.tests if isinstance(test, tree.String)]
        if len(options) == len(node.tests) > 1 and value.of == STRING:
            passed = Term(value.value.isin(options), BOOLEAN, missing=needed((value,)))
        else:
            known = {**names, INPUT: value}
            answering = node.answering or (False,) * len(node.tests)
            pairs = zip(node.tests, answering, strict=True)
            passed = self._any_of([self._test(test, ans, known) for test, ans in pairs])
        return opposite(passed) if node.negated else passed

    def _test(self, node: Node, answers: bool, names: Names) -> Term:
        value = names[INPUT]
        match node:
            case tree.Anything():
                return Term(ibis.literal(True), BOOLEAN)
            case _ if answers:
                return self.term(node, names)
            case tree.UnaryTest(op, operand):
                return self._compared(op, value, self.term(operand, names), operand)
            case tree.RangeLiteral(low, high, first, last):
                start, end = self._terms((low, high), names)
                above = self._compared(">=" if first else ">", value, start, low)
                below = self._compared("<=" if last else "<", value, end, high)
                return self.all_of((above, below))
        return self._compared("=", value, self.term(node, names), node)

    # -- functions ---------------------------------------------------------------------------

    def _call(self, node: tree.Call, names: Names) -> Term:
        match node:
            case tree.Call(tree.Name("date" | "duration"), (tree.String(text),), None):
                return self._moment(node, text)
            case tree.Call(tree.Name(name), arguments, None) if name not in names:
                run = function(name, [plain(argument.type) for argument in arguments])
                if run is None:
                    raise refusal(node, self.where, name)
                return run(*self._terms(arguments, names))
        raise refusal(node, self.where, "function")


def _shown(node: Node) -> str:
    return node.op if isinstance(node, tree.Arithmetic | tree.Comparison) else str(node.type)


def _missing_of_if(
    value: Value, condition: Term, then: Term, otherwise: Term
) -> Callable[[], Missing]:
    """What a choice lacks: what its branch does, or all of it while the condition is unknown."""

    def missing() -> Missing:
        known, one, other = condition.missing(), then.missing(), otherwise.missing()
        together = any_of((known, one, other))
        if together.bits is None:
            return together
        asked = ibis.literal(False) if known.bits is None else known.bits != 0
        bits = ibis.cases(
            (condition.value, 0 if one.bits is None else one.bits),
            (~condition.value, 0 if other.bits is None else other.bits),
            (value.isnull() & asked, together.bits),
            else_=0,
        )
        return Missing(bits, together.hopeless)

    return missing


_WRITERS: Final = cast(
    "Mapping[type[Node], Callable[[Query, Node, Names], Term]]",
    {
        tree.Boolean: Query._boolean,
        tree.Number: Query._number,
        tree.String: Query._string,
        tree.Temporal: Query._temporal,
        tree.Name: Query._name,
        tree.Path: Query._path,
        tree.Negation: Query._negation,
        tree.Arithmetic: Query._arithmetic,
        tree.Comparison: Query._comparison,
        tree.Logic: Query._logic,
        tree.Between: Query._between,
        tree.If: Query._if,
        tree.In: Query._in,
        tree.Call: Query._call,
    },
)

"""Typed trees as Z3's terms: numbers are exact, days and words are whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, cast

import z3

from kene.core.decisions import Decision, HitPolicy
from kene.core.decisions.proving import Domain, World
from kene.core.decisions.proving.literals import constant
from kene.core.expressions import syntax as tree
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, FeelType, plain

Term = Any
"""A term of Z3, whose library has no types."""

_COMPARED: Final[Mapping[str, Callable[[Term, Term], Term]]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_DAYS: Final = {"months between": (28, 31), "years between": (365, 366)}
"""The fewest and the most days of one."""


class Untold(Exception):
    """Something has no exact meaning as a term: what."""


class Terms:
    """The terms of one decision's world; `facts` gathers what is always true of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.facts: list[Term] = []
        self.variables: dict[str, Term] = {}
        self.types: dict[str, FeelType] = {}
        self.words: dict[str, int] = {}
        self._spans: dict[Node, Term] = {}
        self._inside: dict[str, Term] = {}

    @property
    def loose(self) -> bool:
        """Whether something has a variable of its own that answers settle."""
        return bool(self._spans) or not self._inside.keys().isdisjoint(self.world.decisions)

    # -- names -------------------------------------------------------------------------------

    def named(self, name: str, of: FeelType) -> Term:
        """The term of a name. Raises Untold."""
        if name in self.variables:
            return self.variables[name]
        if name in self._inside:
            return self._inside[name]
        if name in self.world.facts:
            self._inside[name] = self.of(self.world.facts[name].tree)
            return self._inside[name]
        if name in self.world.decisions:
            self._inside[name] = self._decided(name, self.world.decisions[name])
            return self._inside[name]
        self.types[name] = of
        self.variables[name] = self._variable(name, self.world.of(tree.Name(name, type=of)))
        return self.variables[name]

    def _variable(self, name: str, domain: Domain) -> Term:
        match plain(domain.of):
            case of if of == BOOLEAN:
                return z3.Bool(name)
            case of if of == STRING:
                term = z3.Int(name)
                options = domain.options
                if options is not None:
                    self.facts.append(z3.Or([term == self.word(str(each)) for each in options]))
                return term
            case of if of in (NUMBER, DATE):
                return self._number(name, domain)
        raise Untold(name)

    def _number(self, name: str, domain: Domain) -> Term:
        """A number as so many of its smallest part, where it has one."""
        term = z3.Real(name)
        if domain.places is not None:
            term = z3.ToReal(z3.Int(name)) / 10**domain.places
        if domain.low is not None:
            self.facts.append(term >= numeral(domain.low))
        if domain.high is not None:
            self.facts.append(term <= numeral(domain.high))
        return term

    def word(self, text: str) -> int:
        """The number of a text."""
        return self.words.setdefault(text, len(self.words))

    def _decided(self, name: str, decision: Decision) -> Term:
        """What an earlier decision gives: one of the rules that win."""
        if None in decision.constants or isinstance(decision.constants[0], dict):
            raise Untold(name)
        literals = [
            self._literal(cast("str | bool | int | Decimal", c)) for c in decision.constants
        ]
        kind = z3.Bool if isinstance(decision.constants[0], bool) else z3.Real
        term = kind(name) if not isinstance(decision.constants[0], str) else z3.Int(name)
        wins = self.winning(decision, self.matching(decision))
        pairs = zip(wins, literals, strict=True)
        self.facts.append(z3.Or([z3.And(win, term == literal) for win, literal in pairs]))
        return term

    # -- decisions ---------------------------------------------------------------------------

    def matching(self, decision: Decision) -> list[Term]:
        """Whether each rule matches. Raises Untold."""
        tested = [
            self.of(column.expression)
            if any(not rule.tests[index].always for rule in decision.rules)
            else None
            for index, column in enumerate(decision.columns)
        ]
        return [
            z3.And(
                [
                    self.passes(test, value, column.type)
                    for test, value, column in zip(
                        rule.tests, tested, decision.columns, strict=True
                    )
                    if not test.always
                ]
            )
            for rule in decision.rules
        ]

    def winning(self, decision: Decision, matches: Sequence[Term]) -> list[Term]:
        """Whether each rule gives the outcome, or one of them."""
        return [
            z3.And(match, *(z3.Not(matches[other]) for other in _before(decision, number)))
            for number, match in enumerate(matches)
        ]

    # -- expressions -------------------------------------------------------------------------

    def of(self, node: Node) -> Term:
        """The term of an expression. Raises Untold."""
        value = constant(node)
        if value is not None:
            return self._literal(value)
        match node:
            case tree.Name(name):
                return self.named(name, node.type)
            case tree.Negation(of) if node.type == NUMBER:
                return -self.of(of)
            case tree.Arithmetic(op, left, right) if node.type == NUMBER:
                return _calculated(op, self.of(left), self.of(right))
            case tree.If(condition, then, otherwise):
                return z3.If(self.of(condition), self.of(then), self.of(otherwise))
            case tree.Call(tree.Name(name), arguments, None):
                return self._call(node, name, arguments)
        return self._condition(node)

    def _condition(self, node: Node) -> Term:
        match node:
            case tree.Comparison(op, left, right):
                return self._compared(op, (self.of(left), left.type), (self.of(right), right.type))
            case tree.Logic(op, operands):
                parts = [self.of(operand) for operand in operands]
                return z3.And(parts) if op == "and" else z3.Or(parts)
            case tree.Between(value, low, high):
                tested = self.of(value), value.type
                above = self._compared(">=", tested, (self.of(low), low.type))
                return z3.And(above, self._compared("<=", tested, (self.of(high), high.type)))
            case tree.In(value, tests):
                return self.passes(tests, self.of(value), value.type)
        raise Untold(type(node).__name__)

    def _literal(self, value: object) -> Term:
        match value:
            case bool():
                return z3.BoolVal(value)
            case str():
                return z3.IntVal(self.word(value))
            case int() | Decimal():
                return numeral(value)
        return numeral(cast(Any, value).toordinal())

    def _compared(self, op: str, left: tuple[Term, FeelType], right: tuple[Term, FeelType]) -> Term:
        kinds = {plain(left[1]), plain(right[1])}
        if len(kinds) > 1 or not kinds <= {NUMBER, DATE, STRING, BOOLEAN}:
            raise Untold(op)
        if op not in ("=", "!=") and not kinds <= {NUMBER, DATE}:
            raise Untold(op)
        return _COMPARED[op](left[0], right[0])

    def passes(self, tests: tree.Tests, value: Term, of: FeelType) -> Term:
        """Whether a value passes unary tests. Raises Untold."""
        outer = self._inside.get(INPUT)
        if value is not None:
            self._inside[INPUT] = value
        answering = tests.answering or (False,) * len(tests.tests)
        parts = [
            self.of(test) if answers else self._test(test, value, of)
            for test, answers in zip(tests.tests, answering, strict=True)
        ]
        self._inside.pop(INPUT, None)
        if outer is not None:
            self._inside[INPUT] = outer
        return z3.Not(z3.Or(parts)) if tests.negated else z3.Or(parts)

    def _test(self, node: Node, value: Term, of: FeelType) -> Term:
        match node:
            case tree.Anything():
                return z3.BoolVal(True)
            case tree.UnaryTest(op, operand):
                return self._compared(op, (value, of), (self.of(operand), operand.type))
            case tree.RangeLiteral(low, high, first, last):
                start, end = (self.of(low), low.type), (self.of(high), high.type)
                above = self._compared(">=" if first else ">", (value, of), start)
                return z3.And(above, self._compared("<=" if last else "<", (value, of), end))
        return self._compared("=", (value, of), (self.of(node), node.type))

    def _call(self, node: Node, name: str, arguments: tuple[Node, ...]) -> Term:
        match name, arguments:
            case "not", (one,):
                return z3.Not(self.of(one))
            case "abs", (one,) if node.type == NUMBER:
                value = self.of(one)
                return z3.If(value < 0, -value, value)
            case "days between", (start, end):
                return self.of(end) - self.of(start)
            case (("months between" | "years between"), (start, end)):
                return self._span(node, name, start, end)
        raise Untold(name)

    def _span(self, node: Node, name: str, start: Node, end: Node) -> Term:
        """Months or years, of which only the fewest and the most days are told: too much may
        seem possible, never too little."""
        if node not in self._spans:
            days = self.of(end) - self.of(start)
            count = z3.ToReal(z3.Int(f"{name} {len(self._spans)}"))
            self._spans[node] = count
            fewest, most = _DAYS[name]
            for sign in (1, -1):
                within = z3.And(
                    sign * count >= 0,
                    fewest * sign * count <= sign * days,
                    sign * days < most * (sign * count + 1) + 1,
                )
                self.facts.append(z3.Implies(sign * days >= 0, within))
        return self._spans[node]


def numeral(value: int | Decimal) -> Term:
    """A number, exactly."""
    return z3.RealVal(format(Decimal(value), "f"))


def _calculated(op: str, left: Term, right: Term) -> Term:
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    raise Untold(op)


def _before(decision: Decision, number: int) -> list[int]:
    """The rules that win over one where both match."""
    match decision.hit_policy:
        case HitPolicy.FIRST:
            return list(range(number))
        case HitPolicy.PRIORITY:
            ranks = [(rank, other) for other, rank in enumerate(decision.priorities)]
            return [other for rank, other in ranks if (rank, other) < ranks[number]]
    return []

"""Conditions, spans and prices in words, for whoever reads them on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kene.core.decisions import Decision
from kene.core.expressions import Expression
from kene.core.expressions import syntax as tree
from kene.core.expressions.types import DATE
from kene.core.expressions.values.text import read_temporal
from kene.core.services import Naming, Service, Span
from kene.core.values import Setting
from kene.core.wording import Wording, bundled

_TESTS: Final = {"=": "is", "!=": "is_not", ">": "above", ">=": "at_least", "<": "below"} | {
    "<=": "at_most"
}
_DATES: Final = {**_TESTS, ">": "after", ">=": "from", "<": "before", "<=": "until"}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class _Unsaid(Exception):
    """An expression without words of its own."""


@dataclass(frozen=True, slots=True)
class Saying:
    """The words of a service in a language; `numbers` are those of its questions on paper."""

    service: Service
    setting: Setting
    numbers: Mapping[str, str]

    @property
    def own(self) -> Wording:
        """The words of this room."""
        return bundled("kene.exchange", self.setting.language)

    @property
    def naming(self) -> Naming:
        """What the service calls its fields and values."""
        return Naming(self.service, self.setting)

    def only_if(self, condition: Expression | None) -> str:
        """`Seulement si …`; "" without a condition."""
        if condition is None:
            return ""
        return self.own.say("if.only", condition=self.condition(condition))

    def condition(self, condition: Expression) -> str:
        """The condition, or that an agent tells whether it holds."""
        try:
            return self._said(condition.tree)
        except _Unsaid:
            return self.own.say("if.otherwise")

    def span(self, span: Span) -> str:
        """`2 jours ouvrés`, `1 an après la fin de votre demande`."""
        said = self.own.say(f"span.{span.unit.replace(' ', '_')}", n=span.count)
        return self.own.say("span.after_close", span=said) if span.after == "close" else said

    def fee(self) -> str:
        """The price; where a decision sets it, from the least to the most that it can be."""
        fee = self.service.fee
        if fee.decision:
            amounts = _amounts(self.service.decisions[fee.decision])
            if not amounts:
                return self.own.say("fee.decided")
            low, high = _francs(min(amounts)), _francs(max(amounts))
            return self.own.say("fee.between", low=low, high=high)
        if fee.unknown:
            return self.own.say("fee.unknown")
        if not fee.amount:
            return self.own.say("fee.free")
        key = "fee.amount" if fee.exempt is None else "fee.exempt"
        return self.own.say(key, amount=_francs(fee.amount))

    def before(self, whom: str) -> str:
        """Before whom a decision is contested."""
        key = f"before.{whom}"
        return self.own.say(key) if self.own.has(key) else whom.replace("-", " ")

    def _said(self, node: tree.Node) -> str:
        match node:
            case tree.Logic(op, operands):
                said = [self._said(each) for each in operands]
                whole = said[0]
                for each in said[1:]:
                    whole = self.own.say(f"if.{op}", a=whole, b=each)
                return whole
            case tree.Comparison(op, tree.Name(name), right):
                return self._compared(name, op, right)
            case tree.Comparison(op, left, tree.Name(name)):
                return self._compared(name, _TURNED[op], left)
            case tree.Comparison(op, tree.Call(tree.Name(unit), (tree.Name(a), b)), right):
                return self._since(unit, (a, b), op, right)
            case tree.Name(name):
                return self._answered(name, (True,), denied=False)
            case tree.In(tree.Name(name), tests):
                return self._answered(name, _listed(tests), denied=tests.negated)
            case tree.Call(tree.Name("not"), (inner,)):
                return self._denied(inner)
            case tree.Call(tree.Name("list contains"), (tree.Name(name), tree.String(value))):
                return self._ticked(name, value)
            case _:
                raise _Unsaid

    def _denied(self, inner: tree.Node) -> str:
        match inner:
            case tree.Name(name):
                return self._answered(name, (False,), denied=False)
            case tree.Comparison("=", tree.Name(name), tree.String(value)):
                return self._answered(name, (value,), denied=True)
        return self.own.say("if.not", condition=self._said(inner))

    def _compared(self, name: str, op: str, right: tree.Node) -> str:
        match right:
            case tree.String(value) | tree.Boolean(value) if op in ("=", "!="):
                return self._answered(name, (value,), denied=op == "!=")
            case tree.Number(value):
                test = self.own.say(f"if.{_TESTS[op]}", value=f"{value}".replace(".", ","))
            case _ if right.type == DATE:
                test = self.own.say(f"if.{_DATES[op]}", value=self._day(right))
            case _:
                raise _Unsaid
        if name in self.numbers:
            return self.own.say("if.compared", number=self.numbers[name], test=test)
        return self.own.say("if.told", label=self.naming.label(name), test=test)

    def _since(self, unit: str, between: tuple[str, tree.Node], op: str, right: tree.Node) -> str:
        """A time that has passed since an answer, compared to a number."""
        name, until = between
        key = f"if.since.{unit.removesuffix(' between')}"
        counted = isinstance(right, tree.Number) and until == tree.Name("today")
        if not counted or name not in self.numbers or not self.own.has(key):
            raise _Unsaid
        assert isinstance(right, tree.Number)
        test = self.own.say(f"if.{_TESTS[op]}", value=str(right.value))
        return self.own.say(key, number=self.numbers[name], test=test)

    def _day(self, node: tree.Node) -> str:
        match node:
            case tree.Temporal(text) | tree.Call(_, (tree.String(text),)):
                day = read_temporal(text)
                if isinstance(day, date):
                    return self.naming.shown("", day)
        raise _Unsaid

    def _answered(self, name: str, values: tuple[object, ...], *, denied: bool) -> str:
        shown = [self._shown(name, value) for value in values]
        value = shown[0]
        for each in shown[1:]:
            value = self.own.say("if.either", a=value, b=each)
        if name in self.numbers:
            key = "if.not_answered" if denied else "if.answered"
            return self.own.say(key, value=value, number=self.numbers[name])
        key = "if.not_fact" if denied else "if.fact"
        return self.own.say(key, label=self.naming.label(name), value=value)

    def _ticked(self, name: str, value: str) -> str:
        if name not in self.numbers:
            raise _Unsaid
        shown = self._shown(name, value)
        return self.own.say("if.ticked", value=shown, number=self.numbers[name])

    def _shown(self, name: str, value: object) -> str:
        """An option as the sheet writes it; any other value as the service shows it."""
        field = self.service.fields.get(name)
        key = str(value).lower() if isinstance(value, bool) else value
        offered = field.type.offered(self.setting) if field else ()
        labels = {option.key: option.label for option in offered}
        return labels[key] if key in labels else self.naming.shown(name, value)


def _listed(tests: tree.Tests) -> tuple[object, ...]:
    """The values of tests for equality. Raises _Unsaid for others."""
    values: list[object] = []
    for test in tests.tests:
        match test:
            case tree.UnaryTest("=", tree.String(value) | tree.Number(value)):
                values.append(value)
            case tree.String(value) | tree.Number(value):
                values.append(value)
            case _:
                raise _Unsaid
    return tuple(values)


def _amounts(decision: Decision) -> list[int]:
    """The amounts that a decision gives, when all of them are written in its rules."""
    amounts = [
        int(each.value)
        for rule in decision.rules
        for each in rule.outputs
        if isinstance(each, tree.Number)
    ]
    return amounts if len(amounts) == len(decision.rules) else []


def _francs(amount: int) -> str:
    """An amount, its thousands apart."""
    return f"{amount:,}".replace(",", "\u202f")

"""Why a decision came out as it did, in sentences of a language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final, Protocol

from kene.core.decisions.explain import Explanation, PassedOver, Used
from kene.core.decisions.nearby import Change
from kene.core.decisions.table import Decision, Rule
from kene.core.expressions import syntax as tree
from kene.core.expressions.printing import printed
from kene.core.expressions.undetermined import Undetermined
from kene.core.expressions.values.text import read_temporal
from kene.core.wording import bundled

_COMPARED: Final = {
    "<": "below", "<=": "most", ">": "above", ">=": "least", "!=": "other",
}  # fmt: skip


class Names(Protocol):
    """What a pack calls its inputs, their values and its laws."""

    def label(self, name: str) -> str:
        """The name of an input: a column's expression as it is written."""

    def shown(self, name: str, value: object) -> str:
        """A value of that input, or an outcome of the decision of that name."""

    def law(self, key: str) -> str:
        """A law and its article."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """An explanation in words: the decision's title, its outcome ("" for none), and sentences.

    Sentences say what is missing ("" when nothing is), which rules apply and by which law, the
    inputs that mattered with their values, why each other rule does not apply, and what change
    of one input would change the outcome.
    """

    title: str
    outcome: str
    missing: str
    fired: tuple[str, ...]
    used: tuple[str, ...]
    passed_over: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of them, in the order in which they are best read."""
        missing = (self.missing,) if self.missing else ()
        return (*missing, *self.fired, *self.used, *self.passed_over, *self.changes)


def tell(
    explained: Explanation,
    decision: Decision,
    names: Names,
    language: str,
    changes: Iterable[Change] = (),
) -> Reasons:
    """The sentences of an explanation of that decision, in French, Bambara or English.

    Raises FileNotFoundError for another language.
    """
    return _Telling(decision, names, language).reasons(explained, changes)


def row(rule: Rule, decision: Decision, names: Names, language: str) -> str:
    """A rule of that decision in one sentence: what it asks, what it gives, and by which law."""
    return _Telling(decision, names, language).row(rule)


class _Telling:
    def __init__(self, decision: Decision, names: Names, language: str) -> None:
        self._names = names
        self._wording = bundled("kene.core.decisions", language)
        self._decision = decision.name
        self._outputs = decision.outputs
        columns = [column.text for column in decision.columns]
        self._tests = {
            (rule.label, column): tests
            for rule in decision.rules
            for column, tests in zip(columns, rule.tests, strict=True)
        }

    def reasons(self, explained: Explanation, changes: Iterable[Change]) -> Reasons:
        """All sentences."""
        title = self._names.label(self._decision)
        settled = not isinstance(explained.outcome, Undetermined)
        return Reasons(
            title,
            self._value(self._decision, explained.outcome) if settled else "",
            "" if settled else self._missing(explained.missing),
            tuple(self._fired(fired.rule, fired.laws) for fired in explained.fired),
            tuple(self._used(used) for used in explained.used),
            tuple(self._passed_over(over) for over in explained.passed_over),
            tuple(self._change(change) for change in changes),
        )

    def row(self, rule: Rule) -> str:
        """A rule in one sentence."""
        asked = [
            self._say("used", label=self._names.label(column), value=self._asked(column, tests))
            for (label, column), tests in self._tests.items()
            if label == rule.label and not tests.always
        ]
        given = [self._operand(self._decision, output) for output in rule.outputs]
        if len(given) > 1:
            given = [
                self._say("used", label=output.name, value=value)
                for output, value in zip(self._outputs, given, strict=True)
            ]
        return self._say(
            "row_cited" if rule.laws else "row",
            asked=" ; ".join(asked) or self._say("everybody"),
            given=" ; ".join(given),
            laws=" ; ".join(map(self._names.law, rule.laws)),
        )

    def _say(self, key: str, **details: str) -> str:
        return self._wording.say(key, short=False, **details)

    def _value(self, name: str, value: object) -> str:
        if value is None or isinstance(value, Undetermined):
            return self._say("unknown")
        return self._names.shown(name, value)

    def _missing(self, names: Sequence[str]) -> str:
        if not names:
            return self._say("no_rule")
        return self._say("missing", labels=", ".join(map(self._names.label, names)))

    def _rule(self, rule: str, laws: Sequence[str]) -> str:
        if not laws:
            return self._say("rule", rule=rule)
        cited = " ; ".join(self._names.law(law) for law in laws)
        return self._say("rule_cited", rule=rule, laws=cited)

    def _fired(self, rule: str, laws: Sequence[str]) -> str:
        return self._say("fired" if laws else "fired_uncited", rule=self._rule(rule, laws))

    def _used(self, used: Used) -> str:
        label = self._names.label(used.input)
        return self._say("used", label=label, value=self._value(used.input, used.value))

    def _passed_over(self, over: PassedOver) -> str:
        tests = self._tests.get((over.rule, over.column))
        return self._say(
            "passed_over",
            rule=self._rule(over.rule, over.laws),
            label=self._names.label(over.column),
            value=self._value(over.column, over.value),
            test=self._asked(over.column, tests) if tests else self._quoted(over.test),
        )

    def _change(self, change: Change) -> str:
        return self._say(
            "change",
            label=self._names.label(change.input),
            value=self._value(change.input, change.value),
            outcome=self._value(self._decision, change.outcome),
        )

    # -- what a rule asks of an input --------------------------------------------------------

    def _asked(self, column: str, tests: tree.Tests) -> str:
        words = (self._test(column, test) for test in tests.tests)
        asked = reduce(lambda one, other: self._say("test.either", one=one, other=other), words)
        return self._say("test.not_one", test=asked) if tests.negated else asked

    def _test(self, column: str, test: tree.Node) -> str:
        match test:
            case tree.UnaryTest(op, operand) if op in _COMPARED:
                return self._compared(column, op, operand)
            case tree.RangeLiteral(low, high, True, True):
                ends = self._operand(column, low), self._operand(column, high)
                return self._say("test.between", low=ends[0], high=ends[1])
            case tree.RangeLiteral(low, high, first, last):
                one = self._compared(column, ">=" if first else ">", low)
                other = self._compared(column, "<=" if last else "<", high)
                return self._say("test.both", one=one, other=other)
        return self._operand(column, test)

    def _compared(self, column: str, op: str, operand: tree.Node) -> str:
        return self._say(f"test.{_COMPARED[op]}", value=self._operand(column, operand))

    def _operand(self, column: str, operand: tree.Node) -> str:
        """A constant as a value of the column, a name as what it is called, else the text."""
        match operand:
            case tree.Number(value) | tree.String(value) | tree.Boolean(value):
                return self._names.shown(column, value)
            case tree.Negation(tree.Number(value)):
                return self._names.shown(column, -value)
            case tree.Temporal(text) | tree.Call(tree.Name("date"), (tree.String(text),)):
                return self._value(column, read_temporal(text))
            case tree.Name(name):
                return self._names.label(name)
        return self._quoted(printed(operand))

    def _quoted(self, text: str) -> str:
        return self._say("test.text", text=text)

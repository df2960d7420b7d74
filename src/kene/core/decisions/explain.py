"""Why a decision came out as it did, as data that can be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kene.core.decisions.run import Values, answers
from kene.core.decisions.table import Decision, Rule
from kene.core.expressions.backends.careful import tests_of
from kene.core.expressions.expression import scope_of
from kene.core.expressions.undetermined import Undetermined
from kene.core.expressions.values import DateTime, DaysDuration, FarDate, Time, YearsDuration
from kene.core.expressions.values.text import read_temporal, write_temporal

Json = str | int | bool | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that gave the outcome, and the keys of its laws."""

    rule: str
    laws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Used:
    """What a column tests, and the value that it had; an Undetermined says what is missing."""

    input: str
    value: object


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule that did not match, and its first test that failed: column, test, and value."""

    rule: str
    laws: tuple[str, ...]
    column: str
    test: str
    value: object


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: the outcome, the rules that gave it, what they looked at, and why others did not.

    `missing` are the inputs that would settle an outcome that is undetermined.
    """

    decision: str
    outcome: object
    missing: tuple[str, ...]
    fired: tuple[Fired, ...]
    used: tuple[Used, ...]
    passed_over: tuple[PassedOver, ...]

    def to_json(self) -> Json:
        """Its only form as JSON, with nothing lost."""
        return {
            "decision": self.decision,
            "outcome": encode(self.outcome),
            "missing": list(self.missing),
            "fired": [{"rule": one.rule, "laws": list(one.laws)} for one in self.fired],
            "used": [{"input": one.input, "value": encode(one.value)} for one in self.used],
            "passed_over": [
                {
                    "rule": one.rule,
                    "laws": list(one.laws),
                    "column": one.column,
                    "test": one.test,
                    "value": encode(one.value),
                }
                for one in self.passed_over
            ],
        }

    @staticmethod
    def from_json(tree: Json) -> Explanation:
        """The explanation that `to_json` wrote. Raises ValueError on anything else."""
        try:
            return _explanation(tree)
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError("this is no explanation") from wrong


def explanation(
    decision: Decision, outcome: object, fired: Sequence[int], values: Values
) -> Explanation:
    """The explanation of an outcome that `values` gave."""
    tested, matches = answers(decision, values)
    scope = scope_of(decision.inputs, values)
    mattered: set[int] = set()
    passed_over: list[PassedOver] = []
    for rule, answer in zip(decision.rules, matches, strict=True):
        if answer is False:
            failed = next(
                index
                for index, test in enumerate(rule.tests)
                if tests_of(test, tested[index], scope) is False
            )
            mattered.add(failed)
            passed_over.append(_passed_over(decision, rule, failed, tested[failed]))
        else:
            mattered |= {index for index, test in enumerate(rule.tests) if not test.always}
    missing = outcome.missing if isinstance(outcome, Undetermined) else frozenset()
    return Explanation(
        decision.name,
        outcome,
        tuple(sorted(missing)),
        tuple(Fired(decision.rules[n].label, decision.rules[n].laws) for n in fired),
        tuple(Used(decision.columns[index].text, tested[index]) for index in sorted(mattered)),
        tuple(passed_over),
    )


def _passed_over(decision: Decision, rule: Rule, index: int, value: object) -> PassedOver:
    column, test = decision.columns[index].text, rule.test_texts[index]
    return PassedOver(rule.label, rule.laws, column, test, value)


# -- values as JSON ----------------------------------------------------------------------------


def encode(value: object) -> Json:
    """A FEEL value as JSON, its kind kept: what JSON lacks is an object with one key."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"number": str(value)}
        case list() | tuple():
            return [encode(item) for item in value]
        case dict():
            return {"context": {name: encode(item) for name, item in value.items()}}
        case Undetermined():
            return {"undetermined": [*sorted(value.missing)]}
    return {_kind(value): write_temporal(value)}


def _kind(value: object) -> str:
    match value:
        case date() | FarDate():
            return "date"
        case Time():
            return "time"
        case DateTime():
            return "date and time"
        case DaysDuration() | YearsDuration():
            return "duration"
    raise TypeError(f"no FEEL value can be kept of type {type(value).__name__}")


def decode(tree: Json) -> object:
    """The value that `encode` wrote. Raises ValueError on anything else."""
    if isinstance(tree, list):
        return [decode(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if len(tree) != 1:
        raise ValueError(tree)
    ((kind, inner),) = tree.items()
    return _decoded(kind, inner)


def _decoded(kind: str, inner: Json) -> object:
    match kind, inner:
        case "number", str():
            return Decimal(inner)
        case "context", dict():
            return {name: decode(item) for name, item in inner.items()}
        case "undetermined", list():
            return Undetermined(frozenset(str(name) for name in inner))
        case (("date" | "time" | "date and time" | "duration"), str()):
            return read_temporal(inner)
    raise ValueError(kind)


def _explanation(tree: Json) -> Explanation:
    parts: Mapping[str, Json] = _object(tree)
    return Explanation(
        _text(parts["decision"]),
        decode(parts["outcome"]),
        _texts(parts["missing"]),
        tuple(Fired(_text(one["rule"]), _texts(one["laws"])) for one in _objects(parts["fired"])),
        tuple(Used(_text(one["input"]), decode(one["value"])) for one in _objects(parts["used"])),
        tuple(
            PassedOver(
                _text(one["rule"]),
                _texts(one["laws"]),
                _text(one["column"]),
                _text(one["test"]),
                decode(one["value"]),
            )
            for one in _objects(parts["passed_over"])
        ),
    )


def _object(tree: Json) -> dict[str, Json]:
    if not isinstance(tree, dict):
        raise ValueError(tree)
    return tree


def _objects(tree: Json) -> list[dict[str, Json]]:
    if not isinstance(tree, list):
        raise ValueError(tree)
    return [_object(item) for item in tree]


def _text(tree: Json) -> str:
    if not isinstance(tree, str):
        raise ValueError(tree)
    return tree


def _texts(tree: Json) -> tuple[str, ...]:
    if not isinstance(tree, list):
        raise ValueError(tree)
    return tuple(_text(item) for item in tree)

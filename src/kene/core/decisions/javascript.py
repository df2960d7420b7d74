"""A decision table as a JavaScript module, for the offline counter and for forms in a page."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Final

from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.decisions.table import Decision, Rule
from kene.core.expressions import syntax as tree
from kene.core.expressions.backends.javascript import NOT_IN_JAVASCRIPT, JavaScript, number, quoted
from kene.core.expressions.numbers import write_number
from kene.core.expressions.operations import same
from kene.core.expressions.syntax import INPUT
from kene.core.problems import Mistakes, Problem

_POLICIES: Final = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)


def javascript(decision: Decision) -> str:
    """A module whose default function takes inputs by name and gives `{value, missing, rules}`.

    It decides as `decide` does: `rules` are the labels of those that fired. Raises Mistakes for
    policies of several outcomes, outcomes that are computed, and tests that have no exact meaning
    in a page; the place is that of the rule.
    """
    first = decision.rules[0]
    if decision.hit_policy not in _POLICIES:
        raise _refusal(first, decision.hit_policy.value)
    for rule, constant in zip(decision.rules, decision.constants, strict=True):
        if constant is None:
            raise _refusal(rule, rule.label)
    source = JavaScript(first.where)
    names = _reading(decision, source)
    for index, column in enumerate(decision.columns):
        if any(not rule.tests[index].always for rule in decision.rules):
            source.line(f"c{index}={source.emit(column.expression, names)}")
    matches = ",".join(_matching(rule, decision, source, names) for rule in decision.rules)
    source.use("settle", "shown")
    unique = "true" if decision.hit_policy is HitPolicy.UNIQUE else "false"
    outcomes = ",".join(_outcome(constant) for constant in decision.constants)
    labels = json.dumps([rule.label for rule in decision.rules]).replace("<", "\\u003c")
    source.line(
        f"[f,r]=settle([{matches}],{_alike(decision)},{_before(decision)},{unique},[{outcomes}])"
    )
    source.line(f"l={labels}")
    return source.module("return{...shown(r),rules:f.map(i=>l[i])}")


def _refusal(rule: Rule, what: str) -> Mistakes:
    return Mistakes([Problem(NOT_IN_JAVASCRIPT, rule.where, {"what": what})])


def _reading(decision: Decision, source: JavaScript) -> dict[str, str]:
    read: dict[str, tree.Name] = {}
    nodes = [column.expression for column in decision.columns]
    nodes += [test for rule in decision.rules for test in rule.tests]
    for node in nodes:
        read |= source.inputs_of(node, decision.inputs)
    return source.reading(read)


def _matching(rule: Rule, decision: Decision, source: JavaScript, names: dict[str, str]) -> str:
    """Whether a rule matches."""
    source.where = rule.where
    tests = [
        source.tests(test, column.type, {**names, INPUT: f"c{index}"})
        for index, (column, test) in enumerate(zip(decision.columns, rule.tests, strict=True))
        if not test.always
    ]
    return source.joined(False, tests) if tests else "true"


def _outcome(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case dict():
            entries = (f"{quoted(name)}:{_entry(each)}" for name, each in value.items())
            return f"{{{','.join(entries)}}}"
        case int() | Decimal():
            return number(value)
    raise TypeError(f"{type(value).__name__} is the outcome of no table")


def _entry(value: object) -> str:
    """A value inside a context: a number is its digits already."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return quoted(write_number(value))
    return _outcome(value)


def _alike(decision: Decision) -> str:
    """For each rule, the first one that gives the same."""
    constants = decision.constants
    firsts = [next(i for i, one in enumerate(constants) if same(one, each)) for each in constants]
    return json.dumps(firsts, separators=(",", ":"))


def _before(decision: Decision) -> str:
    """What puts the rules in order where one wins over others."""
    match decision.hit_policy:
        case HitPolicy.FIRST:
            return json.dumps(list(range(len(decision.rules))), separators=(",", ":"))
        case HitPolicy.PRIORITY:
            ranks = sorted(set(decision.priorities))
            order = [ranks.index(one) for one in decision.priorities]
            return json.dumps(order, separators=(",", ":"))
    return "null"

"""Deciding: generated code where every input is known, the careful way where one is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from kene.core.decisions.hitpolicy import HitPolicy, aggregated
from kene.core.decisions.table import Decision, Input, Rule
from kene.core.expressions.backends.careful import evaluate, tests_of
from kene.core.expressions.backends.typed import NoResult, TypedSource
from kene.core.expressions.expression import ABSENT, reading, scope_of
from kene.core.expressions.operations import same
from kene.core.expressions.syntax import INPUT
from kene.core.expressions.undetermined import HOPELESS, Undetermined, any_of

Values = Mapping[str, object]
Answer = bool | Undetermined
Fire = Callable[[Values], tuple[tuple[object, ...], list[int]]]

_ORDERED: Final = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


def compiled(columns: Sequence[Input], rules: Sequence[Rule], inputs: frozenset[str]) -> Fire:
    """The function that reads inputs and gives the columns' values and the rules that match.

    It raises one of `GIVE_UP` when an input is missing or an operation has no result.
    """
    source = TypedSource()
    names = {name: f"v{index}" for index, name in enumerate(sorted(inputs))}
    tested = [f"c{index}" for index in range(len(columns))]
    lines = ["def fire(values):", reading(names, indent=4).rstrip("\n")]
    for variable, column in zip(tested, columns, strict=True):
        lines.append(f"    {variable} = {source.emit(column.expression, names)}")
    lines.append("    hits = []")
    for number, rule in enumerate(rules):
        tests = [
            source.tests(test, column.type, {**names, INPUT: variable})
            for variable, column, test in zip(tested, columns, rule.tests, strict=True)
            if not test.always
        ]
        lines.append(f"    if {' and '.join(tests) or 'True'}: hits.append({number})")
    lines.append(f"    return ({''.join(f'{variable}, ' for variable in tested)}), hits")
    made: dict[str, object] = {**source.objects, "ABSENT": ABSENT, "NoResult": NoResult}
    exec("\n".join(line for line in lines if line), made)  # noqa: S102 # all names are numbered
    return cast("Fire", made["fire"])


def answers(decision: Decision, values: Values) -> tuple[list[object], list[Answer]]:
    """The value of each column and whether each rule matches, each as far as it is known."""
    scope = scope_of(decision.inputs, values)
    tested = [evaluate(column.expression, scope) for column in decision.columns]
    return tested, [_matches(rule, tested, scope) for rule in decision.rules]


def _matches(rule: Rule, tested: list[object], scope: Values) -> Answer:
    unknown: list[Undetermined] = []
    for value, test in zip(tested, rule.tests, strict=True):
        answer = tests_of(test, value, scope)
        if answer is False:
            return False
        if isinstance(answer, Undetermined):
            unknown.append(answer)
    return any_of(unknown) if unknown else True


def outcome_of(decision: Decision, number: int, values: Values) -> object:
    """What one rule gives."""
    constant = decision.constants[number]
    if constant is not None:
        return constant
    scope = scope_of(decision.inputs, values)
    results = [evaluate(cell, scope) for cell in decision.rules[number].outputs]
    unknown = [result for result in results if isinstance(result, Undetermined)]
    if unknown:
        return any_of(unknown) if all(part.missing for part in unknown) else HOPELESS
    return decision.shaped(results)


def settled(
    decision: Decision, matches: Sequence[Answer], values: Values
) -> tuple[object, tuple[int, ...]]:
    """The outcome, and the rules that give it, of what is known of each rule."""
    fired = [number for number, answer in enumerate(matches) if answer is True]
    waiting = {n: answer for n, answer in enumerate(matches) if isinstance(answer, Undetermined)}
    if decision.hit_policy is HitPolicy.FIRST and fired:
        fired = fired[:1]
        waiting = {number: answer for number, answer in waiting.items() if number < fired[0]}
    if decision.hit_policy is HitPolicy.PRIORITY and fired:
        fired = _by_priority(decision, fired)[:1]
        waiting = _preceding(decision, fired[0], waiting)
    if waiting and not _agree(decision, [*fired, *waiting], values, bool(fired)):
        return any_of(list(waiting.values())), tuple(fired)
    return chosen(decision, fired, values)


def _preceding(
    decision: Decision, best: int, waiting: dict[int, Undetermined]
) -> dict[int, Undetermined]:
    ordered = _by_priority(decision, [best, *waiting])
    before = set(ordered[: ordered.index(best)])
    return {number: answer for number, answer in waiting.items() if number in before}


def _agree(decision: Decision, numbers: list[int], values: Values, fired: bool) -> bool:
    """Whether the outcome is the same however the rules that wait turn out."""
    if not fired or not decision.hit_policy.single or decision.hit_policy is HitPolicy.UNIQUE:
        return False
    outcomes = [outcome_of(decision, number, values) for number in numbers]
    return all(same(outcomes[0], outcome) for outcome in outcomes)


def chosen(
    decision: Decision, fired: Sequence[int], values: Values
) -> tuple[object, tuple[int, ...]]:
    """The outcome when it is known which rules match, and the rules that give it."""
    policy = decision.hit_policy
    if not policy.single:
        return _several(decision, fired, values), tuple(fired)
    if not fired or (policy is HitPolicy.UNIQUE and len(fired) > 1):
        return HOPELESS, tuple(fired)
    if policy is HitPolicy.ANY:
        outcomes = [outcome_of(decision, number, values) for number in fired]
        agreed = all(same(outcomes[0], outcome) for outcome in outcomes)
        return (outcomes[0] if agreed else HOPELESS), tuple(fired)
    first = fired[0] if policy is not HitPolicy.PRIORITY else _by_priority(decision, fired)[0]
    return outcome_of(decision, first, values), (first,)


def _several(decision: Decision, fired: Sequence[int], values: Values) -> object:
    numbers = fired if decision.hit_policy not in _ORDERED else _by_priority(decision, fired)
    outcomes = [outcome_of(decision, number, values) for number in numbers]
    unknown = [outcome for outcome in outcomes if isinstance(outcome, Undetermined)]
    if unknown:
        return any_of(unknown) if all(part.missing for part in unknown) else HOPELESS
    if not decision.hit_policy.aggregates:
        return outcomes
    total = aggregated(decision.hit_policy, outcomes)
    return HOPELESS if total is None else total


def _by_priority(decision: Decision, numbers: Sequence[int]) -> list[int]:
    """The rules in the order of their outputs; those alike stay in theirs."""
    return sorted(numbers, key=lambda number: decision.priorities[number])

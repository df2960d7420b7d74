"""From the rules that match, as far as it is known, to the outcome: the hit policies at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kene.core.decisions.hitpolicy import HitPolicy, aggregated
from kene.core.decisions.table import Decision, Rule
from kene.core.expressions.backends.careful import evaluate, tests_of
from kene.core.expressions.expression import scope_of
from kene.core.expressions.operations import same
from kene.core.expressions.undetermined import HOPELESS, Undetermined, any_of

Values = Mapping[str, object]
Answer = bool | Undetermined

_ORDERED: Final = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


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

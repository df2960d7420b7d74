"""Decision tables of DMN models: the standard's semantics, null included (DMN 1.5, chapter 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kene.core.decisions.dmn.items import text_of
from kene.core.decisions.dmn.xml import Element
from kene.core.decisions.hitpolicy import HitPolicy, aggregated
from kene.core.expressions import syntax as tree
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.operations import same
from kene.core.expressions.scanner import normal
from kene.core.expressions.standard import Run, Vocabulary, compile_tree
from kene.core.expressions.syntax import INPUT, Node

_AGGREGATIONS: Final = {
    "SUM": HitPolicy.SUM,
    "MIN": HitPolicy.MIN,
    "MAX": HitPolicy.MAX,
    "COUNT": HitPolicy.COUNT,
}
_POLICIES: Final = {one.name.replace("_", " "): one for one in HitPolicy}
Values = Mapping[str, object]
ReadExpression = Callable[[Element, Vocabulary], Node]
ReadTests = Callable[[Element, Vocabulary], "tree.Tests | None"]


@dataclass(frozen=True, slots=True)
class Reader:
    """How the texts of a model become trees; what cannot be read is noted and counts as null."""

    expression: ReadExpression
    tests: ReadTests


@dataclass(frozen=True, slots=True)
class _Output:
    name: str
    default: Run | None
    ranks: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class StandardTable:
    """A table, compiled: called with the names that it reads, it gives its value.

    `notes` are the annotations of each rule.
    """

    policy: HitPolicy
    outputs: tuple[_Output, ...]
    matching: Callable[[Values], list[int] | None]
    results: tuple[tuple[Run, ...], ...]
    notes: tuple[tuple[str, ...], ...]

    def __call__(self, values: Values) -> object:
        """The value of the table; None when the policy gives none."""
        hits = self.matching(values)
        if hits is None:
            return None
        if not hits:
            return self._default(values)
        if self.policy is HitPolicy.UNIQUE and len(hits) > 1:
            return None
        return self._outcome([self._shaped(results) for _, results in self._given(hits, values)])

    def fired(self, values: Values) -> tuple[int, ...]:
        """The numbers, from 0, of the rules that give its value, those that count first first."""
        given = self._given(self.matching(values) or [], values)
        return tuple(hit for hit, _ in (given[:1] if self.policy is HitPolicy.PRIORITY else given))

    def _given(self, hits: list[int], values: Values) -> list[tuple[int, list[object]]]:
        """The rules that count among those that match, and what each gives."""
        if self.policy is HitPolicy.FIRST:
            hits = hits[:1]
        given = [(hit, [run(values) for run in self.results[hit]]) for hit in hits]
        if self.policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
            given.sort(key=lambda one: self._rank(one[1]))
        return given

    def _outcome(self, outcomes: list[object]) -> object:
        if self.policy is HitPolicy.ANY:
            agreed = all(same(outcomes[0], other) for other in outcomes)
            return outcomes[0] if agreed else None
        if self.policy.single:
            return outcomes[0]
        return aggregated(self.policy, outcomes) if self.policy.aggregates else outcomes

    def _default(self, values: Values) -> object:
        if all(output.default is None for output in self.outputs):
            return None
        results = [None if one.default is None else one.default(values) for one in self.outputs]
        return self._shaped(results)

    def _shaped(self, results: Sequence[object]) -> object:
        if len(self.outputs) == 1:
            return results[0]
        return {output.name: result for output, result in zip(self.outputs, results, strict=True)}

    def _rank(self, results: Sequence[object]) -> tuple[int, ...]:
        return tuple(
            _rank(o.ranks, result) for o, result in zip(self.outputs, results, strict=True)
        )


def _rank(ranks: tuple[object, ...], value: object) -> int:
    return next((n for n, rank in enumerate(ranks) if same(rank, value)), len(ranks))


def embedded_table(element: Element, vocabulary: Vocabulary, reader: Reader) -> tree.Embedded:
    """A `decisionTable` as a part of a tree."""
    return _Building(element, vocabulary, reader).node()


class _Building:
    def __init__(self, element: Element, vocabulary: Vocabulary, reader: Reader) -> None:
        self._element = element
        self._vocabulary = vocabulary
        self._reader = reader
        self._reads: set[str] = set()

    def node(self) -> tree.Embedded:
        """The table."""
        element = self._element
        outputs = tuple(self._output(one) for one in element.all("output"))
        rules = element.all("rule")
        table = StandardTable(
            policy_of(element),
            outputs,
            self._matching(element.all("input"), rules),
            tuple(tuple(self._run(cell) for cell in rule.all("outputEntry")) for rule in rules),
            tuple(
                tuple(text for note in rule.all("annotationEntry") if (text := text_of(note)))
                for rule in rules
            ),
        )
        return tree.Embedded(frozenset(self._reads - set(BUILTINS) - {INPUT}), table)

    def _output(self, element: Element) -> _Output:
        default = element.first("defaultOutputEntry")
        allowed = element.first("outputValues")
        ranks: list[object] = []
        if allowed is not None and text_of(allowed):
            tests = self._reader.tests(allowed, self._vocabulary)
            ranks = (
                [compile_tree(test, self._vocabulary)({}) for test in tests.tests] if tests else []
            )
        run = None if default is None or not text_of(default) else self._run(default)
        return _Output(normal(element.get("name")), run, tuple(ranks))

    def _run(self, element: Element) -> Run:
        node = self._reader.expression(element, self._vocabulary)
        self._reads |= tree.free_names(node)
        return compile_tree(node, self._vocabulary)

    def _tests(self, element: Element | None, vocabulary: Vocabulary) -> Run | None:
        """Unary tests as a function; None when they are always true."""
        if element is None or text_of(element) in ("", "-"):
            return None
        tests = self._reader.tests(element, vocabulary)
        if tests is None:
            return lambda values: None
        self._reads |= tree.free_names(tests)
        return compile_tree(tests, vocabulary)

    def _matching(
        self, inputs: list[Element], rules: list[Element]
    ) -> Callable[[Values], list[int] | None]:
        """The function that gives the numbers of the rules that match; None: a wrong input."""
        tested = self._vocabulary.with_names((INPUT,))
        expressions = [self._run(one.first("inputExpression") or one) for one in inputs]
        allowed = [self._tests(one.first("inputValues"), tested) for one in inputs]
        conditions = [
            [(index, test) for index, cell in enumerate(rule.all("inputEntry"))
             if (test := self._tests(cell, tested)) is not None]
            for rule in rules
        ]  # fmt: skip

        def matching(values: Values) -> list[int] | None:
            scopes = [{**values, INPUT: expression(values)} for expression in expressions]
            for scope, test in zip(scopes, allowed, strict=True):
                if test is not None and scope[INPUT] is not None and test(scope) is not True:
                    return None
            return [
                number
                for number, tests in enumerate(conditions)
                if all(test(scopes[index]) is True for index, test in tests)
            ]

        return matching


def policy_of(element: Element) -> HitPolicy:
    """The hit policy of a `decisionTable`, with its aggregation; unique when it says none."""
    policy = _POLICIES.get(element.get("hitPolicy") or "UNIQUE", HitPolicy.UNIQUE)
    if policy is HitPolicy.COLLECT:
        return _AGGREGATIONS.get(element.get("aggregation"), HitPolicy.COLLECT)
    return policy

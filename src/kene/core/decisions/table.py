"""A decision table, loaded and checked: frozen, and ready to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.expressions.syntax import Node, Tests
from kene.core.expressions.types import FeelType
from kene.core.problems import Where

Fire = Callable[[Mapping[str, object]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Input:
    """An input column: what it tests, as written and as a typed tree."""

    text: str
    expression: Node

    @property
    def type(self) -> FeelType:
        """The type of what is tested."""
        return self.expression.type


@dataclass(frozen=True, slots=True)
class Output:
    """An output column. `order` are its words from the first priority to the last.

    `declared` says whether the pack puts them in order itself; else it is that of the rules.
    """

    name: str
    type: FeelType
    order: tuple[str, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its tests and its outputs, one for each column, and the keys of its laws.

    `test_texts` are the tests as they are written.
    """

    label: str
    tests: tuple[Tests, ...]
    test_texts: tuple[str, ...]
    outputs: tuple[Node, ...]
    laws: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision table. `inputs` are the names that it reads, `type` that of its outcomes."""

    name: str
    hit_policy: HitPolicy
    columns: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    inputs: frozenset[str]
    type: FeelType
    fire: Fire = field(repr=False, compare=False)
    """The numbers of the rules that match; raises one of `GIVE_UP` where it cannot tell."""
    constants: tuple[object, ...] = field(repr=False, compare=False)
    """What each rule gives, where that depends on no input; else None."""
    direct: bool = field(repr=False, compare=False)
    """Whether one rule that matches alone gives its constant as the outcome."""
    priorities: tuple[tuple[int, ...], ...] = field(repr=False, compare=False)
    """What orders the rules by their outputs."""

    def shaped(self, results: Sequence[object]) -> object:
        """The results of the output columns as one outcome."""
        if len(self.outputs) == 1:
            return results[0]
        return {output.name: result for output, result in zip(self.outputs, results, strict=True)}

    @property
    def laws(self) -> frozenset[str]:
        """The keys of all laws that its rules cite."""
        return frozenset(law for rule in self.rules for law in rule.laws)

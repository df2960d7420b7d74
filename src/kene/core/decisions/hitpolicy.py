"""Which of the rules that match give the outcome (DMN 1.5, 8.2.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Final

from kene.core.expressions.functions import BUILTINS


class HitPolicy(Enum):
    """The hit policies, by their word."""

    UNIQUE = "unique"
    ANY = "any"
    PRIORITY = "priority"
    FIRST = "first"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"
    COLLECT = "collect"
    SUM = "collect sum"
    MIN = "collect min"
    MAX = "collect max"
    COUNT = "collect count"

    @property
    def single(self) -> bool:
        """Whether at most one rule gives the outcome."""
        return self in _SINGLE

    @property
    def aggregates(self) -> bool:
        """Whether the outcome is one number made from all rules that match."""
        return self in _AGGREGATORS


_SINGLE: Final = frozenset((HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST))
_AGGREGATORS: Final[Mapping[HitPolicy, str]] = {
    HitPolicy.SUM: "sum",
    HitPolicy.MIN: "min",
    HitPolicy.MAX: "max",
    HitPolicy.COUNT: "count",
}
_LETTERS: Final[Mapping[str, HitPolicy]] = {
    "u": HitPolicy.UNIQUE,
    "a": HitPolicy.ANY,
    "p": HitPolicy.PRIORITY,
    "f": HitPolicy.FIRST,
    "r": HitPolicy.RULE_ORDER,
    "o": HitPolicy.OUTPUT_ORDER,
    "c": HitPolicy.COLLECT,
    "c+": HitPolicy.SUM,
    "c<": HitPolicy.MIN,
    "c>": HitPolicy.MAX,
    "c#": HitPolicy.COUNT,
}


def hit_policy(text: str) -> HitPolicy | None:
    """The hit policy of that word (`rule order`) or letter (`R`), or None."""
    word = " ".join(text.lower().replace("-", " ").split())
    return _LETTERS.get(word) or next((one for one in HitPolicy if one.value == word), None)


def aggregated(policy: HitPolicy, values: Sequence[object]) -> object:
    """The outcome of a collecting policy; None when the values cannot be aggregated."""
    if policy is HitPolicy.COUNT:
        return len(values)
    run: Callable[..., object] = BUILTINS[_AGGREGATORS[policy]].signatures[0].run
    return run(list(values))

"""Deciding one case with a table, and the result that can explain itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kene.core.decisions.explain import Explanation, explanation
from kene.core.decisions.run import answers, chosen, settled
from kene.core.decisions.table import Decision
from kene.core.expressions.backends.entry import GIVE_UP


class Decided(NamedTuple):
    """What a decision gave: the outcome or Undetermined, and the rules that gave it."""

    decision: Decision
    outcome: object
    hits: Sequence[int]
    values: Mapping[str, object]

    @property
    def fired(self) -> tuple[str, ...]:
        """The labels of the rules that gave the outcome."""
        return tuple(self.decision.rules[number].label for number in self.hits)

    @property
    def laws(self) -> tuple[str, ...]:
        """The keys of the laws of these rules, each once."""
        cited = (law for number in self.hits for law in self.decision.rules[number].laws)
        return tuple(dict.fromkeys(cited))

    @property
    def explanation(self) -> Explanation:
        """Why, worked out when it is asked for; the values must not have changed since."""
        return explanation(self.decision, self.outcome, self.hits, self.values)


def decide(decision: Decision, values: Mapping[str, object]) -> Decided:
    """What a table decides of inputs by name.

    An input absent from `values`, None or Undetermined is missing. The outcome is Undetermined
    when it depends on one, or when the hit policy gives none.
    """
    try:
        hits = decision.fire(values)
    except GIVE_UP:
        outcome, hits = settled(decision, answers(decision, values)[1], values)
        return Decided(decision, outcome, hits, values)
    if decision.direct and len(hits) == 1:
        return Decided(decision, decision.constants[hits[0]], hits, values)
    return Decided(decision, *chosen(decision, hits, values), values)

"""What a proof finds: each thing with an example that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kene.core.problems import Where


class FindingKind(Enum):
    """What can be wrong with a table, or be left without proof."""

    GAP = "gap"
    OVERLAP = "overlap"
    DEAD_RULE = "dead-rule"
    DEAD_OUTCOME = "dead-outcome"
    NOT_MONOTONE = "not-monotone"
    UNPROVED = "unproved"
    UNRANKED = "unranked"
    UNDIRECTED = "undirected"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `example` are answers that show it; `tested` are what the columns make of
    them, by column; `rules` are the labels of the rules at fault.

    An `UNRANKED` promise is of outcomes without order, an `UNDIRECTED` one of a column without one.
    `word` is the outcome that nobody gets, or the input and the one that the outcome should follow,
    or the test that is in the way of a proof. `instead` is what the answers are changed to, where
    an outcome goes the wrong way.
    """

    kind: FindingKind
    where: Where
    rules: tuple[str, ...] = ()
    word: str = ""
    example: Mapping[str, object] = field(default_factory=dict)
    tested: Mapping[str, object] = field(default_factory=dict)
    instead: Mapping[str, object] = field(default_factory=dict)

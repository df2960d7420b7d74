"""What one version of a service changes for people: small facts, which a language then words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from kene.core.decisions import Rule
from kene.core.services.spans import Span


class Topic(Enum):
    """What a change is about, the first being what matters most to people."""

    ASK = "ask"
    DECIDE = "decide"
    TIME = "time"
    COST = "cost"
    PROCESS = "process"
    ACCESS = "access"
    DATA = "data"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Name:
    """Something of the pack that people know by another name: a field, a stage, a law…"""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Money, in whole francs."""

    francs: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision gives."""

    decision: str
    value: object


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of a decision."""

    decision: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by their answers."""

    answers: Mapping[str, object] = field(hash=False)


Worth = (
    str | int | date | Span | Name | Amount | Outcome | Row | Person | tuple["Worth", ...] | None
)
"""What something was, or is; a text is as it is written in the pack."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes: `what` is the key of its sentence, `of` what it is about, inside of
    what (`at`), and what that was and is now."""

    topic: Topic
    what: str
    of: Worth = None
    before: Worth = None
    after: Worth = None
    at: Worth = None


Changes = Iterator[Change]


def apart(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """The names that are new, gone, and in both, in the order of the packs."""
    return (
        [name for name in new if name not in old],
        [name for name in old if name not in new],
        [name for name in new if name in old],
    )


def replaced(
    topic: Topic, what: str, of: Worth, values: tuple[Worth, Worth], at: Worth = None
) -> Changes:
    """The change of a value that may be there or not: `what` ends with `.set`, `.unset` or
    `.changed`; nothing where it is the same."""
    before, after = values
    if before == after:
        return
    end = "set" if before is None else "unset" if after is None else "changed"
    yield Change(topic, f"{what}.{end}", of, before, after, at)


def listed(
    topic: Topic, what: str, of: Worth, lists: tuple[tuple[Worth, ...], tuple[Worth, ...]]
) -> Changes:
    """What a list takes in (`.added`) and leaves out (`.removed`)."""
    before, after = lists
    yield from (Change(topic, f"{what}.added", each, at=of) for each in after if each not in before)
    yield from (
        Change(topic, f"{what}.removed", each, at=of) for each in before if each not in after
    )

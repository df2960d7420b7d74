"""What higher rooms have the operator see: figures, and which of them are alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an operator watches; `name` is its metric's, `words` what it is, in French.

    An `alarm` asks for something to be done.
    """

    name: str
    value: float
    words: str
    alarm: bool = False


Look = Callable[[datetime], Iterable[Figure]]
_looks: list[Look] = []


def watch(look: Look) -> None:
    """Have the figures that `look(now)` gives shown to the operator; once is enough."""
    if look not in _looks:
        _looks.append(look)


def watched(now: datetime) -> tuple[Figure, ...]:
    """All figures, in the order in which they were declared."""
    return tuple(figure for look in _looks for figure in look(now))

"""What the higher layers declared: how a task of each name is run, and what is run from time to
time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

Payload = Mapping[str, str | int]
Run = Callable[[Payload, datetime], None]

ATTEMPTS: Final = 12
"""About two and a half hours of trying before the operator is asked."""


@dataclass(frozen=True, slots=True)
class Work:
    """How a task of a name is run, and how many attempts it is worth."""

    run: Run
    attempts: int = ATTEMPTS


class Later(Exception):
    """Raised by a task that cannot be done now, through no fault of its own: a gateway is down.

    It is tried again after `seconds`, as often as needed, and does not count as a failure.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


_works: dict[str, Work] = {}
_periods: dict[str, timedelta] = {}


def declare(name: str, run: Run, attempts: int = ATTEMPTS) -> None:
    """Say how the tasks of a name are run: `run(payload, now)`, outside any transaction.

    A task is run at least once, and again when the node stops before it is noted as done, or when
    it takes longer than two minutes: `run` must do no harm when repeated. Raises ValueError when
    the name is taken.
    """
    if name in _works and _works[name].run != run:
        raise ValueError(f"the task {name} is declared twice")
    _works[name] = Work(run, attempts)


def periodic(name: str, every: timedelta) -> None:
    """Run the declared task `name`, without payload, once in each period counted from 1970.

    Several workers run it once; periods that passed while the node was down are not made up for.
    """
    _periods[name] = every


def work(name: str) -> Work:
    """How a task of that name is run. Raises LookupError when nothing declared it."""
    try:
        return _works[name]
    except KeyError:
        raise LookupError(f"no task {name} is declared") from None


def names() -> tuple[str, ...]:
    """The names of all that was declared: what is not waits for a process that knows it."""
    return tuple(_works)


def attempts(name: str) -> int:
    """How many attempts a task of that name is worth, declared or not."""
    return _works[name].attempts if name in _works else ATTEMPTS


def due_periods(now: datetime) -> tuple[tuple[str, str], ...]:
    """The name and the key of each periodic task of the period that `now` is in."""
    return tuple(
        (name, f"{name}@{int(now.timestamp() // every.total_seconds())}")
        for name, every in _periods.items()
    )

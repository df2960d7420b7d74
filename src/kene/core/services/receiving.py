"""When people are received: calls, with the ranking of their requests, and appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from kene.core.expressions import Expression


@dataclass(frozen=True, slots=True)
class Appointment:
    """Appointments at a place: the days of the week (Monday is 0), the times at which somebody
    can come, and for how many people at once; how many days ahead one can be made, and how many
    days before it a reminder leaves, 0 for none."""

    name: str
    days: frozenset[int]
    starts: tuple[time, ...]
    places: int
    ahead: int
    remind: int = 0


@dataclass(frozen=True, slots=True)
class Rank:
    """How the requests that wait at `stage` are ranked: by numbers, the highest first. The first
    are done the action `granted`, the next `reserve` ones `waiting`, and the others `refused`."""

    stage: str
    by: tuple[Expression, ...]
    granted: str
    refused: str
    waiting: str = ""
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """When requests are received, from the day `opens` to the day `closes`, themselves included,
    and how many can be granted; None where nothing is said."""

    opens: date | None = None
    closes: date | None = None
    places: int | None = None
    rank: Rank | None = None
    law: str = ""

    def shut(self, today: date) -> Literal["", "early", "over"]:
        """Why no request is received on that day; "" when they are."""
        if self.opens is not None and today < self.opens:
            return "early"
        return "over" if self.closes is not None and today > self.closes else ""

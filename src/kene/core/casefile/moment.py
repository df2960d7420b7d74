"""When something is done to a case, by whom, with what words, and why it may be refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


class Refused(Exception):
    """An action that the process does not allow now; the reason is a word for a sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Misentered(Refused):
    """What an agent entered that cannot be kept: why, by entry, in sentences for them."""

    def __init__(self, why: Mapping[str, str]) -> None:
        self.why = why
        super().__init__("misentered")


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done: the time, the day in the country, and its holidays around it."""

    now: datetime
    today: date
    holidays: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts on a case: an agent, in a role of the authority."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Given:
    """What an agent writes with an action: why, the number of a receipt, and entries as typed."""

    reason: str = ""
    receipt: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)

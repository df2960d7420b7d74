"""What happens to a case. Events are appended, never edited; everything else is derived from them.

Times are UTC. `due` is the day by which the stage that an event enters must be left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kene.core.values import Json, Value


@dataclass(frozen=True, slots=True)
class Opened:
    """The applicant confirmed: the case exists, in the first stage."""

    at: datetime
    channel: str
    language: str
    answers: Mapping[str, Value]
    stage: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision was taken on `day`: its outcome, and the explanation as JSON."""

    at: datetime
    decision: str
    day: date
    outcome: Json
    explanation: Json


@dataclass(frozen=True, slots=True)
class Acted:
    """An agent did an action of a stage, and why where a reason is asked."""

    at: datetime
    agent: str
    stage: str
    action: str
    to: str
    due: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    """The applicant answered again what had been asked of them."""

    at: datetime
    channel: str
    stage: str
    action: str
    to: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A document was issued under a number; `code` is what its QR code says, sealed and signed."""

    at: datetime
    document: str
    number: str
    agent: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A message was posted to the applicant: which text, under which message identifier."""

    at: datetime
    message: str
    reference: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The applicant withdrew the request."""

    at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A deadline passed: the case moved to `to`, or stays and is more urgent when `to` is ""."""

    at: datetime
    stage: str
    to: str = ""
    due: date | None = None


Event = Opened | Decided | Acted | Completed | Issued | Told | Withdrawn | Lapsed

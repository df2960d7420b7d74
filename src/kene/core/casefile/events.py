"""What happens to a case. Events are appended, never edited; everything else is derived from them.

Times are UTC. `due` is the day by which the stage that an event enters must be left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from kene.core.values import Json, Value

NODE: Final = "node"
"""Who acts when nobody does: an automatic action, or what a deadline does."""


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
class Owed:
    """What the service costs this applicant, in whole francs; None once it was erased."""

    at: datetime
    amount: int | None


@dataclass(frozen=True, slots=True)
class Paid:
    """An agent took what was owed: how (`cash`), how much, and the number of the receipt."""

    at: datetime
    agent: str
    means: str
    amount: int | None
    receipt: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """The case was ranked among those of its call: its place from 1, and the numbers that gave it.

    An agent published the ranking; None once it was erased.
    """

    at: datetime
    agent: str
    rank: int | None
    keys: Json = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """An agent proposed an action that another has to confirm; `answers` are what they entered."""

    at: datetime
    agent: str
    stage: str
    action: str
    reason: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declined:
    """Another agent did not confirm what was proposed, and said why."""

    at: datetime
    agent: str
    stage: str
    action: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Acted:
    """An agent did an action of a stage, and why where a reason is asked.

    `second` is the agent who confirmed it; the agent of an automatic action is `NODE`. `answers`
    are what the agent entered.
    """

    at: datetime
    agent: str
    stage: str
    action: str
    to: str
    due: date | None = None
    reason: str = ""
    second: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)


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
class Contested:
    """The applicant contested how the case was closed, and said why: it is open again."""

    at: datetime
    channel: str
    to: str
    due: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """The applicant was reminded of the deadline of the stage, or of their appointment when `stage`
    is "". One that is `missed` left too late to be of use, and told nobody."""

    at: datetime
    stage: str = ""
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """The applicant sent a picture of a paper: which, and its number among those of the case."""

    at: datetime
    channel: str
    evidence: str
    piece: int


@dataclass(frozen=True, slots=True)
class Checked:
    """An agent saw a paper, in one of the forms in which it is accepted."""

    at: datetime
    agent: str
    evidence: str
    form: str


@dataclass(frozen=True, slots=True)
class Booked:
    """The applicant chose when to come, by an action of a stage; `slot` is the country's own time,
    `2026-12-01T08:30`. The first time, the case goes to `to`; later it is moved."""

    at: datetime
    channel: str
    stage: str
    action: str
    to: str
    slot: str
    due: date | None = None

    @property
    def at_time(self) -> datetime:
        """When the applicant comes, in the country's own time, without a zone."""
        return datetime.fromisoformat(self.slot)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The applicant cancelled their appointment: the case is again where another is chosen."""

    at: datetime
    channel: str
    to: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An agent moved the case to another version of its service, as the pack declares it.

    `since` and `digest` are the digests of both versions. `answers` are all answers from then on,
    and all that agents entered; `asked` is what the applicant is still asked again; `why` and
    `tell` come from the pack.
    """

    at: datetime
    agent: str
    since: str
    digest: str
    stage: str
    why: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    due: date | None = None
    asked: tuple[str, ...] = ()
    tell: str = ""


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


Event = (
    Opened
    | Decided
    | Owed
    | Paid
    | Ranked
    | Proposed
    | Declined
    | Acted
    | Completed
    | Issued
    | Told
    | Contested
    | Booked
    | Cancelled
    | Reminded
    | Received
    | Checked
    | Moved
    | Withdrawn
    | Lapsed
)

"""A person being received: where they are, what they see of their cases, what a node can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from kene.core.casefile import Cost, Due
from kene.core.conversation.state import Conversation
from kene.core.services import Service
from kene.core.values import Value

Spot = Literal[
    "start",
    "language",
    "menu",
    "resume",
    "talk",
    "cases",
    "number",
    "secret",
    "case",
    "withdraw",
    "contest",
    "day",
    "hour",
    "unbook",
]
SERVICE: Final = "service."
CASE: Final = "case."


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a person is. A conversation under way stays until it is confirmed or abandoned.

    `service` is the digest of the conversation's service; `case` the number looked at, and
    `completing` says that the conversation answers its request for more; `day` is the one that was
    chosen for an appointment, in ISO 8601.
    """

    language: str = ""
    spot: Spot = "start"
    service: str = ""
    conversation: Conversation | None = None
    case: str = ""
    completing: bool = False
    day: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What a case asks its applicant to answer again."""

    service: Service
    answers: Mapping[str, Value]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What an applicant sees of a case: short lines in their language, and what they can do."""

    number: str
    title: str
    lines: tuple[str, ...]
    request: Request | None = None
    withdrawable: bool = False
    contestable: bool = False
    bookable: bool = False
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a confirmation gave: the case's number, and by when its first stage is left.

    The `secret` is shown only where no message carries it. `shut` is the word of why none was
    opened: `early`, `over`, `full`. `said` tells that none was yet: a person writes down first what
    was said. `cost` is there where the answers to a request for more changed it, or did not settle
    it yet.
    """

    number: str
    due: Due | None = None
    secret_sent: bool = True
    secret: str = ""
    shut: str = ""
    cost: Cost | None = None
    said: bool = False


class Desk(Protocol):
    """What the reception can ask of a node, on behalf of one person."""

    def offered(self) -> tuple[Service, ...]:
        """The services that new conversations can choose."""

    def service(self, digest: str) -> Service:
        """A service by its digest, offered or not."""

    def languages(self) -> tuple[str, ...]:
        """The languages that the reception speaks, the first being the usual one."""

    def cases(self, language: str) -> tuple[Glimpse, ...]:
        """The cases of this person's phone, the latest first."""

    def look(self, number: str, secret: str, language: str) -> Glimpse | None:
        """A case by its number and secret; None when they do not go together."""

    def shut(self, service: Service) -> str:
        """Why the service receives no request now: `early`, `over`, `full`; "" when it does."""

    def confirm(self, service: Service, conversation: Conversation) -> Receipt:
        """Open the case of a confirmed conversation."""

    def complete(self, number: str, conversation: Conversation) -> Receipt | None:
        """Give a case the answers that it asked for; None when it waits for none any more."""

    def withdraw(self, number: str) -> bool:
        """Withdraw a request; False when it is closed already."""

    def contest(self, number: str, reason: str) -> str:
        """Contest how a case was closed; "" when it is done, else the word of why not:
        `too-late`, `not-now`."""

    def slots(self, number: str) -> tuple[datetime, ...]:
        """The next free times of a case's appointment, in the country's own time."""

    def book(self, number: str, slot: datetime) -> str:
        """Choose a time, or move to it; "" when it is done, else the word of why not: `full`,
        `no-slot`, `not-now`."""

    def unbook(self, number: str) -> bool:
        """Cancel an appointment; False when it can't be any more."""

    def recent(self) -> tuple[str, ...]:
        """The places that this person answered lately, by code."""

    def texted(self) -> str | None:
        """The number that a message to this node is sent to; "" where what is written now comes
        there already, None where the node takes no messages."""

"""The messages that simulated phones receive: kept in this process, and nowhere on a disk."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from kene.casework.api import Outgoing
from kene.channels.simulator.prices import price

KEPT: Final = 30
"""How many messages a phone holds; the oldest goes first."""
PHONES_KEPT: Final = 1_000
"""How many phones are simulated at most; the one whose first message is the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as a phone got it; `cost` is what the State pays for it, in FCFA, None where
    the country's tariff is not known."""

    reference: str
    at: datetime
    text: str
    segments: int
    cost: int | None


class Phones:
    """All the simulated phones of this process."""

    def __init__(self) -> None:
        self._messages: dict[str, deque[Message]] = defaultdict(lambda: deque(maxlen=KEPT))

    def receive(self, number: str, message: Message) -> None:
        """Put a message on a phone."""
        self._messages[number].append(message)
        while len(self._messages) > PHONES_KEPT:
            self._messages.pop(next(iter(self._messages)), None)

    def outbox_to(self, number: str) -> list[Message]:
        """The messages that the node sent to that number (E.164), oldest first."""
        return list(self._messages[number]) if number in self._messages else []


PHONES: Final = Phones()
"""The phones of this process: its worker puts messages there, its page reads them."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SimulatedCarrier:
    """Carries messages to simulated phones, as Kannel does to real ones."""

    def __init__(self, phones: Phones = PHONES, clock: Callable[[], datetime] = _utc_now) -> None:
        self._phones = phones
        self._clock = clock

    def send(self, message: Outgoing) -> Literal["sent"]:
        """Put the message on the phone that it is for; a simulated network never fails."""
        each = price("sms")
        cost = None if each is None else each * message.segments
        arrived = Message(message.reference, self._clock(), message.text, message.segments, cost)
        self._phones.receive(message.to, arrived)
        return "sent"

"""Messages out: the task that the casework's facts leave behind, done at most once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

import structlog

from kene.casework import api as casework
from kene.channels.sms.kannel import Sent
from kene.tasks import api as tasks

RETRY: Final = 30
_log = structlog.get_logger("kene.sms")


class Carrier(Protocol):
    """What carries messages: Kannel, or the simulator's phones."""

    def send(self, message: casework.Outgoing) -> Sent:
        """Give a message to be carried, and say what is known of it."""


def carry_by(carrier: Carrier | None) -> None:
    """Have this process's messages carried by `carrier`; by None, they wait until there is one."""
    _carrier[0] = carrier
    if carrier is not None:
        tasks.declare(casework.SEND, _send)


_carrier: list[Carrier | None] = [None]


def _send(payload: Mapping[str, str | int], now: datetime) -> None:
    reference, carrier = str(payload["message"]), _carrier[0]
    message = casework.outgoing(reference)
    if message is None:
        return
    if carrier is None:
        raise tasks.Later(RETRY)
    # Marked before it is given: if the node dies between the two, it is not sent a second time.
    casework.mark(reference, "unknown", now)
    outcome = carrier.send(message)
    _log.info("message", reference=reference, outcome=outcome, segments=message.segments)
    match outcome:
        case "unreachable":
            casework.mark(reference, "waiting", now)
            raise tasks.Later(RETRY)
        case "refused":
            casework.mark(reference, "failed", now)
        case "sent":
            casework.mark(reference, "sent", now)
        case "unknown":
            pass

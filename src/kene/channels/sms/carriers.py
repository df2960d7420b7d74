"""What carries messages, and what is known of a message given to it."""

from __future__ import annotations

from typing import Final, Literal, Protocol

from kene.casework import api as casework

RETRY: Final = 30
"""Seconds after which what surely was not taken is given again."""

Sent = Literal["sent", "told", "handed", "refused", "unreachable", "unknown"]
"""What is known of a message given to be carried: `told` says that it was sent where nothing is
paid, `handed` the same where a report says later whether it came, `unreachable` that it surely was
not taken, `unknown` that it may have been: sending again could cost and disturb twice."""


class Carrier(Protocol):
    """What carries messages: Kannel, an aggregator, or the simulator's phones."""

    def send(self, message: casework.Outgoing) -> Sent:
        """Give a message to be carried, and say what is known of it."""

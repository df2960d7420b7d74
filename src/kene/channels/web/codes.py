"""Codes sent to a telephone, by whatever carries this node's messages."""

from __future__ import annotations

import secrets
from typing import Protocol

from kene.casework.api import Outgoing
from kene.core.screens.encoding import fit_segments, segments
from kene.core.wording import bundled


class Carrier(Protocol):
    """What carries messages: Kannel, or the simulator's telephones."""

    def send(self, message: Outgoing) -> str:
        """Give a message to be carried: `sent`, `refused`, `unreachable` or `unknown`."""


_carriers: list[Carrier] = []


def carry_by(carrier: Carrier | None) -> None:
    """Have codes carried by `carrier`; by None, none can be sent."""
    _carriers[:] = [carrier] if carrier is not None else []


def send_code(phone: str, code: str, language: str) -> bool:
    """Send a code now: somebody waits for it. False when it surely did not leave."""
    said = bundled("kene.casework", language).say("code", short=True, secret=code)
    text = fit_segments(said)
    message = Outgoing(secrets.token_hex(16), phone, text, segments(text).count)
    return any(carrier.send(message) in ("sent", "unknown") for carrier in _carriers)

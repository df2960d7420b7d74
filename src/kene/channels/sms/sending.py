"""Messages out: the task that the casework's facts leave behind, done at most once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Final

import structlog

from kene.casework import api as casework
from kene.channels.hops import utc_now
from kene.channels.sms import pacing, replies, silence
from kene.channels.sms.carriers import RETRY, Carrier, Sent
from kene.tasks import api as tasks

REPLY: Final = "kene.sms.reply"

_log = structlog.get_logger("kene.sms")


class Counted:
    """A carrier for what somebody waits for now, such as a code: counted, and in its turn."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def send(self, message: casework.Outgoing) -> Sent:
        """Give a message to be carried, after a moment where the operator's rate asks for one."""
        now = utc_now()
        turn = pacing.take_turn(now)
        if turn > pacing.SHORT:
            return "unreachable"
        time.sleep(turn)
        outcome = _given(self._carrier, message, now)
        return "sent" if outcome == "handed" else outcome


def carry_by(carrier: Carrier | None) -> None:
    """Have this process's messages carried by `carrier`; by None, they wait until there is one."""
    _carrier[0] = carrier
    if carrier is not None:
        tasks.declare(casework.SEND, _send)
        tasks.declare(REPLY, _reply)
    tasks.watch(pacing.figures)


_carrier: list[Carrier | None] = [None]


def _send(payload: Mapping[str, str | int], now: datetime) -> None:
    """A message of a case."""
    reference = str(payload["message"])
    message = casework.outgoing(reference)
    if message is None:
        return
    message = replace(message, texted="texted" in payload)
    carrier = _ready(message, now)
    if message.optional and silence.is_kept(message.to):
        casework.mark(reference, "silenced", now)
        return
    # Marked before it is given: if the node dies between the two, it is not sent a second time, and
    # another worker that has it too finds it taken.
    if not casework.mark(reference, "unknown", now):
        return
    outcome = _given(carrier, message, now)
    if outcome == "unreachable":
        casework.mark(reference, "waiting", now)
        raise tasks.Later(RETRY)
    if outcome != "unknown":
        state = "failed" if outcome == "refused" else "sent"
        casework.mark(reference, state, now, held=outcome == "handed")


def _reply(payload: Mapping[str, str | int], now: datetime) -> None:
    """An answer to a message, where the gateway takes answers apart."""
    key = str(payload["reply"])
    message = replies.outgoing(key)
    if message is None:
        return
    carrier = _ready(message, now)
    replies.leave(key, lambda: _given(carrier, message, now))


def _ready(message: casework.Outgoing, now: datetime) -> Carrier:
    """The carrier, once the message may leave. Raises Later."""
    carrier = _carrier[0]
    if carrier is None:
        raise tasks.Later(RETRY)
    if seconds := pacing.wait(message, now):
        raise tasks.Later(ceil(seconds))
    turn = pacing.take_turn(now)
    if turn > pacing.SHORT:
        raise tasks.Later(ceil(turn))
    time.sleep(turn)
    return carrier


def _given(carrier: Carrier, message: casework.Outgoing, now: datetime) -> Sent:
    """The message given to be carried, and counted once it may have left and is paid."""
    outcome = carrier.send(message)
    _log.info("message", reference=message.reference, outcome=outcome, segments=message.segments)
    if outcome == "told":
        return "sent"
    if outcome in ("sent", "unknown"):
        pacing.count(message.segments, now)
    return outcome

"""The door of this room: a step of somebody's conversation, durable and done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Final, TypeVar

from django.db import connection, transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile.number import Random
from kene.core.conversation import View
from kene.intake import drafts
from kene.intake.desk import NodeDesk
from kene.intake.line import Arrival, Reply, answer
from kene.intake.pages import Shown, beginning, completing, showing, taking
from kene.intake.state import Kept, Slip
from kene.intake.writer import Stopped, Writer
from kene.privacy import api as privacy

__all__ = [
    "KEEP_DRAFTS",
    "Arrival",
    "Kept",
    "NodeDesk",
    "Once",
    "Reply",
    "Shown",
    "Slip",
    "Stopped",
    "beginning",
    "change",
    "completing",
    "desk_of",
    "draw_from",
    "expire",
    "forget",
    "hop",
    "look",
    "person_of",
    "showing",
    "stop",
    "taking",
]

T = TypeVar("T")
Once = Callable[[Reply], None]

PATIENCE: Final = 8.0
"""Seconds that a hop waits for the disk unless told otherwise: gateways give up after about ten."""
KEEP_DRAFTS: Final = timedelta(days=7)

_writer = Writer()
_draws: list[Random] = [SystemRandom()]


def hop(
    arrival: Arrival, now: datetime, patience: float = PATIENCE, once: Once | None = None
) -> Reply:
    """Take a hop of a phone's conversation; answered once it is on the disk.

    A repeated, late or doubled hop changes nothing and gets the last answer again. `once` is called
    with the reply in the transaction of a hop that changes something, and of no other. Raises
    TimeoutError when the disk takes longer than `patience` seconds, Stopped when the node can't
    write, and the database's errors.
    """
    person = person_of(arrival.address)
    if connection.vendor == "sqlite":
        return _writer.do(lambda: _hop(person, arrival, now, once), patience)
    with transaction.atomic():
        return _hop(person, arrival, now, once)


def person_of(address: str) -> bytes:
    """The key under which a person's draft is kept, from their address: E.164, or a web key."""
    return privacy.address_digest(address)


def desk_of(channel: str, phone: str, now: datetime, kept: Kept) -> NodeDesk:
    """The node's desk for a person: `phone` is E.164, or "" where it is not known."""
    return NodeDesk(channel, phone, now, _draws[0], kept.recent)


def draw_from(rng: Random) -> Random:
    """Draw case numbers and codes from `rng`; what they were drawn from before.

    The operating system's randomness is the only right one for a node in service.
    """
    before, _draws[0] = _draws[0], rng
    return before


def look(person: bytes) -> Kept:
    """What is kept of a person; the empty state when nothing is."""
    return drafts.load(person, lock=False)


def change(person: bytes, act: Callable[[Kept], tuple[Kept, T]], now: datetime) -> T:
    """Change what is kept of a person under a lock, in one transaction with what `act` does."""
    with transaction.atomic():
        kept = drafts.load(person, lock=True)
        after, result = act(kept)
        if after != kept:
            drafts.save(person, after, now)
    return result


def forget(person: bytes) -> None:
    """Delete what is kept of a person."""
    drafts.delete(person)


def expire(now: datetime) -> int:
    """Delete the drafts begun too long ago and destroy their keys; how many there were."""
    return drafts.expire((now - KEEP_DRAFTS).date())


def stop() -> None:
    """Finish the hops that were accepted, and accept no more."""
    _writer.stop()


def _hop(person: bytes, arrival: Arrival, now: datetime, once: Once | None) -> Reply:
    kept = drafts.load(person, lock=True)
    desk = desk_of(arrival.channel, arrival.address, now, kept)
    today = casework.moment(catalogue.home(), now).today
    after, reply = answer(kept, arrival, desk, View(today, "short"), now)
    if after is not kept:
        drafts.save(person, after, now)
        if once is not None:
            once(reply)
    return reply

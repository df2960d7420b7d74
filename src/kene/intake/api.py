"""The door of this room: a step of somebody's conversation, durable and done once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.conversation import View, step
from kene.core.screens import Say
from kene.intake import drafts, spoken
from kene.intake.counting import under_way
from kene.intake.desk import NodeDesk
from kene.intake.hopping import Hop, Once, desk_of, draw_from
from kene.intake.line import Arrival, Reply, is_read
from kene.intake.pages import (
    Reused,
    Shown,
    beginning,
    completing,
    receipt_of,
    sending,
    showing,
    taking,
)
from kene.intake.spoken import (
    ToWrite,
    Written,
    find_to_write,
    keep_recording,
    recording,
    to_write,
)
from kene.intake.state import Kept, Slip, digest_of
from kene.intake.writer import Stopped, Writer
from kene.privacy import api as privacy

__all__ = [
    "KEEP_DRAFTS",
    "Arrival",
    "Kept",
    "NodeDesk",
    "Once",
    "Reply",
    "Reused",
    "Shown",
    "Slip",
    "Stopped",
    "ToWrite",
    "Written",
    "answers",
    "awaited",
    "beginning",
    "change",
    "completing",
    "desk_of",
    "digest_of",
    "draw_from",
    "expire",
    "find_to_write",
    "forget",
    "hop",
    "keep_recording",
    "look",
    "person_of",
    "receipt_of",
    "recording",
    "sending",
    "showing",
    "stop",
    "taking",
    "to_write",
    "under_way",
    "write_down",
]

T = TypeVar("T")

PATIENCE: Final = 8.0
"""Seconds that a hop waits for the disk unless told otherwise: gateways give up after about ten."""
KEEP_DRAFTS: Final = timedelta(days=7)

_writer = Writer()


def hop(
    arrival: Arrival, now: datetime, patience: float = PATIENCE, once: Once | None = None
) -> Reply:
    """Take a hop of a phone's conversation; answered once it is on the disk.

    A repeated, late or doubled hop changes nothing and gets the last answer again. `once` is called
    with the reply in the transaction of a hop that changes something, and of no other. Raises
    TimeoutError when the disk takes longer than `patience` seconds, Stopped when the node can't
    write, and the database's errors.
    """
    return _writer.do(Hop(arrival, now, once), patience)


async def awaited(
    arrival: Arrival, now: datetime, patience: float = PATIENCE, once: Once | None = None
) -> Reply:
    """The same as `hop`, for an event loop."""
    return await _writer.done(Hop(arrival, now, once), patience)


def person_of(address: str) -> bytes:
    """The key under which a person's draft is kept, from their address: E.164, or a web key."""
    return privacy.address_digest(address)


def look(person: bytes) -> Kept:
    """What is kept of a person; the empty state when nothing is."""
    return drafts.load(person)


def answers(arrival: Arrival, now: datetime) -> bool:
    """Whether a message answers what is asked of its sender, or did when it first came."""
    kept = look(person_of(arrival.address))
    talk = kept.visit.conversation
    if is_read(kept, arrival):
        return True
    if talk is None or kept.visit.spot != "talk":
        return False
    service = catalogue.service(kept.visit.service)
    today = casework.moment(service.country, now).today
    after, _ = step(service, talk, Say(arrival.said), View(today, "short"))
    return after.answers != talk.answers


def change(person: bytes, act: Callable[[Kept], tuple[Kept, T]], now: datetime) -> T:
    """Change what is kept of a person under a lock, in one transaction with what `act` does."""
    with transaction.atomic():
        drafts.lock([person])
        kept = drafts.load(person)
        after, result = act(kept)
        if after != kept:
            drafts.save(person, after, now)
    return result


def forget(person: bytes) -> None:
    """Delete what is kept of a person."""
    drafts.delete(person)


def write_down(request: ToWrite, texts: Mapping[str, str]) -> Written:
    """Give a request that was said its texts, and open its case as of its confirmation. Once
    written, it is not written again."""
    desk = desk_of("voice", request.phone, request.at, Kept())
    return spoken.write_down(request, texts, desk.confirm)


def expire(now: datetime) -> int:
    """Delete the drafts begun too long ago and destroy their keys; how many there were."""
    spoken.expire(now - KEEP_DRAFTS, now)
    return drafts.expire((now - KEEP_DRAFTS).date())


def stop() -> None:
    """Finish the hops that were accepted, and accept no more."""
    _writer.stop()

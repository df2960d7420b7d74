"""What is kept of a person between two hops, in compact octets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import msgspec

from kene.core.casefile import Cost, Due
from kene.core.conversation import Scene, decode, encode
from kene.core.conversation.visit import Spot, Visit
from kene.core.services import Service

PAST: Final = 8
"""How many ended sessions, hops or read messages, are remembered to recognise a repeat."""
RECENT: Final = 3


Kind = Literal["opened", "completed", "closed", "early", "over", "full"]


@dataclass(frozen=True, slots=True)
class Slip:
    """What a confirmation on a page left: the case's number, and what comes next.

    `secret` is there only when no message carried it; `phone` is where one was sent. `closed` says
    that the case no longer waited for what was answered; the last three, that none was opened.
    `cost` is that of a completed one, where its answers changed it, or did not settle it yet.
    """

    kind: Kind
    number: str
    service: str
    due: Due | None = None
    secret: str = ""
    phone: str = ""
    papers: tuple[str, ...] = ()
    cost: Cost | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A person's visit, and the session that shows it.

    `session` is a digest of the gateway's session, `said` all that it sent so far, `page` and
    `count` the page on display, `reply` what was last answered and `more` whether the session goes
    on; `rest` are the pages of a last screen still to show. `past` are digests of ended sessions,
    of hops or of messages read. `recent` are places answered. `slip` is the last receipt of a page.
    `at` is when the last hop came, in seconds since 1970, where only its time can tell a repeat.
    `scene` is what this process worked out of the conversation already; it is not written.
    """

    visit: Visit = Visit()
    session: bytes = b""
    said: str = ""
    page: int = 0
    count: int = 1
    reply: str = ""
    more: bool = True
    rest: tuple[str, ...] = ()
    past: tuple[bytes, ...] = ()
    recent: tuple[str, ...] = ()
    slip: Slip | None = None
    at: int = 0
    scene: Scene | None = field(default=None, compare=False, repr=False)

    @property
    def mark(self) -> str:
        """What names the page on display: eight characters."""
        return digest_of(self.reply).hex()[:8]

    def remembering(self, seen: bytes) -> Kept:
        """The same, which will recognise that session or message again."""
        return replace(self, past=(*self.past, seen)[-PAST:]) if seen else self

    def holding(self, seen: bytes) -> Kept:
        """The same, which recognises that picture for as long as it is kept."""
        return self if seen in self.past else replace(self, past=(*self.past, seen))


class _Row(msgspec.Struct, array_like=True):
    language: str
    spot: Spot
    service: str
    talk: bytes
    case: str
    completing: bool
    session: bytes
    said: str
    page: int
    count: int
    reply: str
    more: bool
    rest: tuple[str, ...]
    past: tuple[bytes, ...]
    recent: tuple[str, ...]
    slip: Slip | None = None
    at: int = 0
    day: str = ""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Row)


def digest_of(identifier: str) -> bytes:
    """Eight octets that stand for a gateway's identifier."""
    return hashlib.blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def write(kept: Kept, service: Callable[[str], Service]) -> bytes:
    """The octets of what is kept; `service` finds a service by its digest."""
    visit = kept.visit
    talk = encode(service(visit.service), visit.conversation) if visit.conversation else b""
    return _encoder.encode(
        _Row(
            visit.language,
            visit.spot,
            visit.service if visit.conversation else "",
            talk,
            visit.case,
            visit.completing,
            kept.session,
            kept.said,
            kept.page,
            kept.count,
            kept.reply,
            kept.more,
            kept.rest,
            kept.past,
            kept.recent,
            kept.slip,
            kept.at,
            visit.day,
        )
    )


def service_of(octets: bytes) -> str:
    """The digest of the service that a conversation is with; "" when none is under way."""
    return _decoder.decode(octets).service


def read(octets: bytes, service: Callable[[str], Service]) -> Kept:
    """What `write` wrote. Raises ValueError on anything else."""
    row = _decoder.decode(octets)
    talk = decode(service(row.service), row.talk) if row.talk else None
    visit = Visit(row.language, row.spot, row.service, talk, row.case, row.completing, row.day)
    return Kept(
        visit,
        row.session,
        row.said,
        row.page,
        row.count,
        row.reply,
        row.more,
        row.rest,
        row.past,
        row.recent,
        row.slip,
        row.at,
    )

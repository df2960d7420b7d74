"""Hops on their way: worked out ahead of any lock, then settled under it.

What a hop gives depends on what is kept of the person, and most hops write nothing else. So a batch
is worked out from what is on the disk, beside other processes that do the same; then, in one short
transaction, each state replaces the one that it was worked out from. A hop whose state has changed
meanwhile, or that writes what can't be foreseen, is done whole, in a transaction of its own.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import SystemRandom
from typing import Final, TypeVar

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile.number import Random
from kene.core.conversation import View
from kene.intake import drafts
from kene.intake.desk import Glance, NodeDesk, Writes
from kene.intake.line import Arrival, Reply, answer
from kene.intake.state import Kept
from kene.intake.turns import turn
from kene.privacy import api as privacy
from kene.privacy.api import KEYS

Once = Callable[[Reply], None]
_Desk = TypeVar("_Desk", bound=NodeDesk)

RECALLED: Final = 1_024
"""How many people's states a process recalls from their last hop, so as not to open them again."""


@dataclass(slots=True)
class Hop:
    """One arrival, and what becomes of it.

    `once` is called with the reply in the transaction of a hop that changes something. Whoever
    waits has a `future` of an event loop, or else waits for `done`, which is held until then.
    """

    arrival: Arrival
    now: datetime
    once: Once | None = None
    future: asyncio.Future[Reply] | None = None
    done: threading.Lock = field(default_factory=threading.Lock)
    person: bytes = b""
    ahead: Ahead | None = None
    reply: Reply | None = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was worked out from the row that was `before`; None there: there was none.

    `openings` are the cases that open with it, whose keys are stored.
    """

    before: drafts.Row | None
    after: drafts.Row
    kept: Kept
    reply: Reply
    openings: Sequence[casework.Opening] = ()


class Recalled:
    """The states that one thread saved last, each good for as long as its row is the same."""

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[bytes, Kept]] = {}

    def kept(self, person: bytes, row: drafts.Row | None) -> Kept:
        """What that row of a person holds."""
        if row is None:
            return drafts.EMPTY
        known = self._kept.get(person)
        if known is not None and known[0] == row.sealed:
            return known[1]
        return drafts.opened(person, row)

    def hold(self, person: bytes, ahead: Ahead) -> None:
        """Recall what was saved, while the person's session goes on."""
        self._kept.pop(person, None)
        if ahead.reply.more:
            self._kept[person] = (ahead.after.sealed, ahead.kept)
            if len(self._kept) > RECALLED:
                del self._kept[next(iter(self._kept))]


_draws: list[Random] = [SystemRandom()]


def draw_from(rng: Random) -> Random:
    """Draw case numbers and codes from `rng`; what they were drawn from before.

    The operating system's randomness is the only right one for a node in service.
    """
    before, _draws[0] = _draws[0], rng
    return before


def desk_of(channel: str, phone: str, now: datetime, kept: Kept) -> NodeDesk:
    """The node's desk for a person: `phone` is E.164, or "" where it is not known."""
    return _desk(NodeDesk, channel, phone, now, kept)


def foresee(hops: Sequence[Hop], recalled: Recalled) -> None:
    """Work out what hops give, in no transaction; a repeated one has its reply already.

    What can't be foreseen has nothing `ahead`: it is to be done whole, and so is the second hop of
    a person, which waits for what the first one leaves.
    """
    for hop in hops:
        hop.person = privacy.address_digest(hop.arrival.address)
    rows = drafts.rows([hop.person for hop in hops])
    met: set[bytes] = set()
    for hop in hops:
        if hop.person not in met:
            _foresee(hop, rows.get(hop.person), recalled)
        met.add(hop.person)
    _store_keys([hop for hop in hops if hop.ahead is not None and hop.ahead.openings])


def settle(hops: Sequence[Hop], recalled: Recalled) -> None:
    """Save what was worked out of hops, in the transaction under way.

    One whose person's row has changed meanwhile gets no reply: it is to be done whole.
    """
    drafts.lock([hop.person for hop in hops])
    ahead = {hop.person: hop.ahead for hop in hops if hop.ahead is not None}
    saved = drafts.replace({p: (each.before, each.after) for p, each in ahead.items()})
    if openings := [each for person in saved for each in ahead[person].openings]:
        casework.write_openings(openings)
    for hop in hops:
        if hop.ahead is not None and hop.person in saved:
            recalled.hold(hop.person, hop.ahead)
            hop.reply = hop.ahead.reply
            if hop.once is not None:
                hop.once(hop.reply)


def whole(hop: Hop, recalled: Recalled) -> Reply:
    """Do a hop in the transaction under way, and save what it gives. Raises what it raises."""
    # Anew: where the keys were away, it was not foreseen whose it is.
    hop.person = privacy.address_digest(hop.arrival.address)
    drafts.lock([hop.person])
    kept = recalled.kept(hop.person, drafts.rows([hop.person]).get(hop.person))
    arrival = hop.arrival
    desk = _desk(NodeDesk, arrival.channel, arrival.phone, hop.now, kept)
    after, reply = _answer(hop, kept, desk)
    if after is not kept:
        drafts.save(hop.person, after, hop.now)
        if hop.once is not None:
            hop.once(reply)
    return reply


def _foresee(hop: Hop, row: drafts.Row | None, recalled: Recalled) -> None:
    try:
        before, arrival = recalled.kept(hop.person, row), hop.arrival
        desk = _desk(Glance, arrival.channel, arrival.phone, hop.now, before)
        after, reply = _answer(hop, before, desk)
        if after is before:
            hop.reply = reply
        else:
            octets = drafts.sealed(hop.person, after, hop.now)
            hop.ahead = Ahead(row, octets, after, reply, desk.openings)
    except Writes:
        pass  # it is done whole, under the lock
    except Exception:  # so it is too, where its own failure is told
        hop.ahead = None


def _store_keys(hops: Sequence[Hop]) -> None:
    """Store the keys of the cases that hops open; where that can't be, they are done whole."""
    if not hops:
        return
    stored = False
    try:
        openings = [each for hop in hops if hop.ahead is not None for each in hop.ahead.openings]
        with turn(KEYS):
            stored = casework.store_keys(openings)
    finally:
        if not stored:
            for hop in hops:
                hop.ahead = None


def _desk(kind: type[_Desk], channel: str, phone: str, now: datetime, kept: Kept) -> _Desk:
    return kind(channel, phone, now, _draws[0], kept.recent)


def _answer(hop: Hop, kept: Kept, desk: NodeDesk) -> tuple[Kept, Reply]:
    arrival = hop.arrival
    today = casework.moment(catalogue.home(), hop.now).today
    view = View(today, "speech" if arrival.spoken else "short")
    return answer(kept, arrival, desk, view, hop.now)

"""Papers of cases: pictures that applicants send, and papers that agents saw."""

from __future__ import annotations

from django.db import transaction

from kene.casework import store
from kene.casework.acting import Try
from kene.casework.entering import enter
from kene.casework.models import Piece
from kene.casework.photo import plain
from kene.casework.reading import Forbidden, NotFound, Reader, authorised, find
from kene.core.casefile import Agent, Moment, Received, checking, receiving
from kene.journal import api as journal
from kene.privacy import api as privacy


def receive(number: str, evidence: str, octets: bytes, channel: str, at: Moment) -> None:
    """Keep a picture of a paper, sealed with the case's key.

    Raises NotFound, NotAPicture, and the core's Refused: `not-now`, or `too-many`.
    """
    picture = plain(octets)
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        events = receiving(case.service, case.file, evidence, channel, at)
        [received] = events
        assert isinstance(received, Received)
        purpose = case.service.evidence[evidence].purpose
        ring = privacy.keys_of(number)
        sealed = ring.seal(purpose, picture, _bound(number, received.piece))
        Piece.objects.create(
            case=row, number=received.piece, evidence=evidence, purpose=purpose, sealed=sealed
        )
        enter(row, case.service, events, at)


def check(wanted: Try, evidence: str, form: str, agent: Reader, at: Moment) -> None:
    """Record that an agent saw a paper. Raises NotFound, Forbidden, and the core's Refused."""
    with transaction.atomic():
        row = find(wanted.number, lock=True)
        authorised(row, agent)
        if not agent.roles:
            raise Forbidden(wanted.number)
        case = store.opened(row)
        role = row.role if row.role in agent.roles else min(agent.roles)
        events = checking(case.service, case.file, (evidence, form), Agent(agent.id, role), at)
        enter(row, case.service, events, at)


def picture(number: str, piece: int, reader: Reader, at: Moment) -> bytes:
    """A picture of a paper, as JPEG, for an agent of the authority; journaled.

    Raises NotFound, also when it was erased, or Forbidden.
    """
    with transaction.atomic():
        row = find(number)
        authorised(row, reader)
        kept = Piece.objects.filter(case=row, number=piece).first()
        if kept is None:
            raise NotFound(number)
        try:
            ring = privacy.keys_of(number)
            octets = ring.unseal(kept.purpose, bytes(kept.sealed), _bound(number, piece))
        except privacy.Erased as error:
            raise NotFound(number) from error
        journal.append(journal.Entry(reader.id, "picture", number, kept.evidence), at.now)
    return octets


def _bound(number: str, piece: int) -> bytes:
    """What binds a sealed picture to its place in its case."""
    return f"{number}/piece/{piece}".encode()

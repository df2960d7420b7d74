"""Events between the core and the tables: sealed going in, opened coming out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec
from django.db import transaction

from kene import sql
from kene.casework.models import Case, CaseEvent
from kene.casework.places import give_back
from kene.catalogue import api as catalogue
from kene.core.casefile import (
    CaseFile,
    Event,
    Moved,
    Versions,
    canonical,
    decode,
    encode,
    fold,
    granted,
    remind_on,
    waiting_for,
)
from kene.core.services import Service
from kene.privacy import api as privacy

_packer = msgspec.msgpack.Encoder()
_unpacker = msgspec.msgpack.Decoder(dict[str, bytes])
# Plain, because it is on the path of every confirmed conversation.
_EVENT: Final = (
    "INSERT INTO kene_casework_caseevent (case_id, position, public, personal)"
    " VALUES (%s, %s, %s, %s)"
)
_MOVED: Final = Moved.__name__.lower()
"""The kind of an event after which a case is read by another version of its service."""


EventRow = tuple[str, int, str, bytes]
"""An event as it is stored: its case, its position, what is public of it, and the rest, sealed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as read: its row, its service, its events, their fold, and the purposes erased.

    Of a case that moved to another version, `before` are those that it left.
    """

    row: Case
    service: Service
    events: tuple[Event, ...]
    file: CaseFile
    erased: tuple[str, ...]
    before: Versions


def begun(
    row: Case, service: Service, events: Sequence[Event], ring: privacy.Keyring
) -> tuple[CaseFile, list[EventRow]]:
    """What the first events of a new case amount to, which its row then says, and their rows:
    nothing is written."""
    file = fold(service, events)
    _note(row, service, file)
    return file, _rows(row.number, service, events, (0, ring))


def write(rows: Sequence[EventRow]) -> None:
    """Write events, in the caller's transaction."""
    sql.run_each(_EVENT, rows)


def append(row: Case, service: Service, events: Sequence[Event]) -> None:
    """Write events after those that the case has, and what lists need of their fold.

    `service` is the version by which they happen: after a move, the one that the case goes to.
    """
    ring = privacy.keys_of(row.number)
    first = next(iter(events), None)
    now = catalogue.service(first.since) if isinstance(first, Moved) else service
    past = _read(row, now, ring)[0]
    write(_rows(row.number, service, events, (len(past), ring)))
    whole = (*past, *events)
    _keep(row, service, fold(service, whole, left(whole)))
    row.save(force_update=True)


def _rows(
    number: str, service: Service, events: Sequence[Event], place: tuple[int, privacy.Keyring]
) -> list[EventRow]:
    first, ring = place
    return [
        (number, position, *_sealed(service, event, context(number, position), ring))
        for position, event in enumerate(events, first)
    ]


def _note(row: Case, service: Service, file: CaseFile) -> None:
    """Note in the row what the events amount to."""
    row.stage, row.due, row.late = file.stage, file.due, file.late
    row.closed, row.count = file.closed, file.count
    row.role, row.proposed = waiting_for(service, file), file.proposed is not None
    row.remind = remind_on(service, file)


def _keep(row: Case, service: Service, file: CaseFile) -> None:
    """Keep what the events amount to; a case that ends without what was asked for gives its place
    back."""
    reopened = row.closed is not None and file.closed is None
    _note(row, service, file)
    if row.call and file.closed is not None and not granted(service, file):
        give_back(row.call)
        row.call = ""
    _keep_slot(row, service, file)
    if file.closed is not None or reopened:
        until = _kept(service, file.closed.date() if file.closed else None)
        transaction.on_commit(lambda: privacy.keep(row.number, until))


def slot_name(service: str, appointment: str, slot: datetime) -> str:
    """A time of an appointment, where how many come is counted."""
    return f"{service}/{appointment}/{slot.isoformat(timespec='minutes')}"


def _keep_slot(row: Case, service: Service, file: CaseFile) -> None:
    """Keep the time at which the applicant comes; one that they left is free again."""
    wanted, visit = "", file.visit
    if visit is not None and file.open:
        action = service.stages[visit.stage].actions[visit.action]
        wanted = slot_name(service.name, action.appointment, visit.at_time)
    if row.slot and row.slot != wanted:
        give_back(row.slot)
    row.slot = wanted


def service_of(row: Case) -> Service:
    """The version of the service that a case is pinned to."""
    return catalogue.service(row.digest)


def opened(row: Case) -> Opened:
    """The case of a row, its values unsealed; what was erased is left out and named."""
    service = service_of(row)
    events, erased = _read(row, service, privacy.keys_of(row.number))
    before = left(events)
    file = fold(service, events, before)
    return Opened(row, service, tuple(events), file, tuple(sorted(erased)), before)


def versions(case: Opened) -> tuple[Service, ...]:
    """Every version that a case was in, the first first."""
    moves = (event for event in case.events if isinstance(event, Moved))
    return (*(case.before[move.since] for move in moves), case.service)


def left(events: Iterable[Event]) -> Versions:
    """The versions of its service that a case left, by digest."""
    moves = (event for event in events if isinstance(event, Moved))
    return {move.since: catalogue.service(move.since) for move in moves}


def _kept(service: Service, closed: date | None) -> dict[str, date | None]:
    """Until when the values whose time runs from the close are kept; open, no end is known."""
    return {
        purpose.key: purpose.keep.end(closed) if closed else None
        for purpose in service.kept.values()
        if purpose.keep.after == "close"
    }


def context(number: str, position: int) -> bytes:
    """What binds a sealed part to its event."""
    return f"{number}/{position}".encode()


def _sealed(
    service: Service, event: Event, bound: bytes, ring: privacy.Keyring
) -> tuple[str, bytes]:
    """What is public of an event, and its personal parts, each sealed for its purpose."""
    encoded = encode(service, event)
    parts = {
        purpose: ring.seal(purpose, canonical(part), bound)
        for purpose, part in encoded.personal.items()
    }
    return canonical(encoded.public).decode(), _packer.encode(parts)


def _read(row: Case, service: Service, ring: privacy.Keyring) -> tuple[list[Event], set[str]]:
    events: list[Event] = []
    erased: set[str] = set()
    rows = [(stored, json.loads(stored.public)) for stored in CaseEvent.objects.filter(case=row)]
    moves = (public for _, public in rows if public["kind"] == _MOVED)
    now = catalogue.service(first["since"]) if (first := next(moves, None)) else service
    for stored, public in rows:
        if public["kind"] == _MOVED:
            now = catalogue.service(public["digest"])
        bound = context(row.number, stored.position)
        personal = {}
        for purpose, sealed in _unpacker.decode(bytes(stored.personal)).items():
            try:
                part = ring.unseal(purpose, sealed, bound)
            except privacy.Erased:
                erased.add(purpose)
                continue
            personal[purpose] = json.loads(part)
        events.append(decode(now, public, personal))
    return events, erased

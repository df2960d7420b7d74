"""Drafts in their table: a few lines of plain SQL, sealed with the key of the day they began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import connection

from kene import sql
from kene.catalogue import api as catalogue
from kene.intake.models import Draft
from kene.intake.state import Kept, read, write
from kene.privacy import api as privacy

EMPTY: Final = Kept()
_COLUMNS: Final = "SELECT person, day, sealed FROM kene_intake_draft WHERE person "
_INSERT: Final = "INSERT INTO kene_intake_draft (person, day, sealed) VALUES (%s, %s, %s) "
_UPSERT: Final = (
    f"{_INSERT}ON CONFLICT (person) DO UPDATE SET day = excluded.day, sealed = excluded.sealed"
)
_BEGIN: Final = f"{_INSERT}ON CONFLICT (person) DO NOTHING"
_REPLACE: Final = (
    "UPDATE kene_intake_draft SET day = %s, sealed = %s WHERE person = %s AND sealed = %s"
)
# The row may not exist yet: two first hops at once must wait for each other too.
_LOCK: Final = "SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) AS k"


class Row(NamedTuple):
    """What stands in the table of a person: the day whose key opens it, and the sealed octets."""

    day: date
    sealed: bytes


def rows(persons: Sequence[bytes]) -> dict[bytes, Row]:
    """The rows of some people, of those who have one."""
    if connection.vendor == "postgresql":
        found = sql.run(f"{_COLUMNS}= ANY(%s)", (list(persons),))
    else:
        found = sql.run(f"{_COLUMNS}IN ({','.join(['%s'] * len(persons))})", persons)
    return {bytes(person): Row(_day(day), bytes(sealed)) for person, day, sealed in found}


def lock(persons: Iterable[bytes]) -> None:
    """Let nobody else change what is kept of these people in this transaction.

    On SQLite the transaction itself sees to it: it has the only right to write.
    """
    if connection.vendor == "postgresql":
        sql.run(_LOCK, (sorted({_lock_key(person) for person in persons}),))


def load(person: bytes) -> Kept:
    """What is kept of a person."""
    row = rows([person]).get(person)
    return EMPTY if row is None else opened(person, row)


def opened(person: bytes, row: Row) -> Kept:
    """What a row holds.

    A draft whose key was destroyed, or whose service is gone, is as if it had never been.
    """
    try:
        return read(privacy.unseal_draft(row.day, row.sealed, person), catalogue.service)
    except (privacy.Erased, catalogue.Unknown):
        return EMPTY


def sealed(person: bytes, kept: Kept, now: datetime) -> Row:
    """The row that holds a person's state, sealed with today's key."""
    day = now.date()
    return Row(day, privacy.seal_draft(day, write(kept, catalogue.service), person))


def save(person: bytes, kept: Kept, now: datetime) -> None:
    """Keep a person's state, whatever was kept before."""
    day, octets = sealed(person, kept, now)
    sql.run(_UPSERT, (person, day.isoformat(), octets))


def replace(changes: Mapping[bytes, tuple[Row | None, Row]]) -> set[bytes]:
    """Replace rows by others where they still are what they were; of whom that was done.

    No two rows are alike, since each is sealed with a nonce of its own: the same octets are the
    same state.
    """
    begun = [(p, *_stored(after)) for p, (before, after) in changes.items() if before is None]
    went_on = [
        (*_stored(after), p, before.sealed)
        for p, (before, after) in changes.items()
        if before is not None
    ]
    if sql.run_each(_BEGIN, begun) + sql.run_each(_REPLACE, went_on) == len(changes):
        return set(changes)
    now = rows([*changes])
    return {p for p, (_, after) in changes.items() if now.get(p) == after}


def _stored(row: Row) -> tuple[str, bytes]:
    return row.day.isoformat(), row.sealed


def delete(person: bytes) -> None:
    """Delete what is kept of a person."""
    Draft.objects.filter(person=person).delete()


def expire(before: date) -> int:
    """Delete the drafts of days before that one, and destroy their keys; how many there were."""
    count, _ = Draft.objects.filter(day__lt=before).delete()
    privacy.expire_drafts(before)
    return count


def _lock_key(person: bytes) -> int:
    return int.from_bytes(person[:8], "big", signed=True)


def _day(day: date | str) -> date:
    """SQLite gives a date as text where the ORM is not asked."""
    return day if isinstance(day, date) else date.fromisoformat(day)

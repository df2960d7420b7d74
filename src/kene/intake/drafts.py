"""Drafts in their table: a few lines of plain SQL, sealed with the key of the day they began."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections

from kene.catalogue import api as catalogue
from kene.intake.models import Draft
from kene.intake.state import Kept, read, write
from kene.privacy import api as privacy

EMPTY: Final = Kept()
_SELECT: Final = "SELECT day, sealed FROM kene_intake_draft WHERE person = %s"
_UPSERT: Final = (
    "INSERT INTO kene_intake_draft (person, day, sealed) VALUES (%s, %s, %s) "
    "ON CONFLICT (person) DO UPDATE SET day = excluded.day, sealed = excluded.sealed"
)


def load(person: bytes, *, lock: bool) -> Kept:
    """What is kept of a person. With `lock`, nobody else changes it in this transaction.

    A draft whose key was destroyed, or whose service is gone, is as if it had never been.
    """
    if lock and connection.vendor == "postgresql":
        # The row may not exist yet: two first hops at once must wait for each other too.
        _execute("SELECT pg_advisory_xact_lock(%s)", _lock_key(person))
    row = _execute(_SELECT, person).fetchone()
    if row is None:
        return EMPTY
    day, sealed = row
    try:
        octets = privacy.unseal_draft(_day(day), bytes(sealed), person)
        return read(octets, catalogue.service)
    except (privacy.Erased, catalogue.Unknown):
        return EMPTY


def save(person: bytes, kept: Kept, now: datetime) -> None:
    """Keep a person's state, sealed with today's key."""
    day = now.date()
    sealed = privacy.seal_draft(day, write(kept, catalogue.service), person)
    _execute(_UPSERT, person, day.isoformat(), sealed)


def delete(person: bytes) -> None:
    """Delete what is kept of a person."""
    Draft.objects.filter(person=person).delete()


def expire(before: date) -> int:
    """Delete the drafts of days before that one, and destroy their keys; how many there were."""
    count, _ = Draft.objects.filter(day__lt=before).delete()
    privacy.expire_drafts(before)
    return count


def _execute(statement: str, *given: object) -> Any:  # noqa: ANN401 -- the driver's own cursor
    """Run a statement with the driver's own cursor: Django's costs as much as the statement."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    if database.vendor == "sqlite":
        statement = statement.replace("%s", "?")
    return database.connection.execute(statement, given)


def _lock_key(person: bytes) -> int:
    return int.from_bytes(person[:8], "big", signed=True)


def _day(day: date | str) -> date:
    """SQLite gives a date as text where the ORM is not asked."""
    return day if isinstance(day, date) else date.fromisoformat(day)

"""What a database still shows of a key that was overwritten, and how it is wiped.

SQLite: the row is overwritten, and its former page stays in the write-ahead log until that is
emptied; `scrub` empties it, and says when a long read prevented that. PostgreSQL: dead rows, its
own log and its replicas show former rows for a time that this program does not rule. What they show
is wrapped: it is worth nothing any more once the node's key has been rotated. The same holds for
backups, and for disks that write elsewhere than where they are told.
"""

from __future__ import annotations

from typing import Final

from django.db import OperationalError, connections

from kene.privacy.routing import KEYS

_LOCKS: Final = {"write": "ROW EXCLUSIVE", "refuse writers": "SHARE ROW EXCLUSIVE"}


def scrub() -> bool:
    """Wipe former rows from the keys' database; whether nothing is left of them in its files.

    Waits for readers as long as the connection's `busy_timeout`.
    """
    connection = connections[KEYS]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:  # another process is at it, and has not finished
            return False
        return not cursor.fetchone()[0]


def lock(to: str) -> None:
    """Keep those who write keys and whoever begins a rotation apart, until the transaction ends.

    SQLite's transactions begin with such a lock already.
    """
    connection = connections[KEYS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE kene_privacy_key IN {_LOCKS[to]} MODE")

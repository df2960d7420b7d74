"""The journal's SQL, plain because appending is on the path of every confirmed conversation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from kene import sql
from kene.journal.lines import Line, canonical
from kene.journal.merkle import Peaks

BLOCK: Final = 4096
"""Lines under one checkpoint; a power of two, so that it is a full subtree."""

Columns = tuple[int, str, str, str, str, str, bytes, bytes]
"""Number, at, who, what, about, detail, leaf and seal."""

_HASH: Final = 32
_INSERT: Final = (
    "INSERT INTO kene_journal_line (number, at, who, what, about, detail, leaf, seal)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_HEAD: Final = "SELECT size, peaks, seal FROM kene_journal_head WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Crown:
    """The head as it is stored."""

    size: int
    peaks: Peaks
    seal: bytes

    @property
    def sealed(self) -> bytes:
        """The octets that the head's seal covers."""
        return sealed(self.size, self.peaks)


@dataclass(frozen=True, slots=True)
class Stored:
    """One line as it is stored: its columns, its leaf hash and its seal."""

    number: int
    at: str
    who: str
    what: str
    about: str
    detail: str
    leaf: bytes
    seal: bytes

    def encoded(self, index: int) -> bytes:
        """The canonical octets of this line if its place were `index`."""
        return canonical(index, self.at, self.who, self.what, self.about, self.detail)


def sealed(size: int, peaks: Peaks) -> bytes:
    """The octets that the seal of a head of that size and those peaks covers."""
    return b"head" + size.to_bytes(8, "big") + b"".join(peaks)


def head(*, lock: bool = False) -> Crown | None:
    """The head, kept from other writers until the transaction ends when `lock`; None before one."""
    locking = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    found = sql.run(_HEAD + locking).fetchone()
    if found is None:
        return None
    size, peaks, seal = found
    octets = bytes(peaks)
    parts = tuple([octets[at : at + _HASH] for at in range(0, len(octets), _HASH)])
    return Crown(size, parts, bytes(seal))


def begin(seal: bytes) -> None:
    """Store the head of an empty journal, unless another writer just did."""
    sql.run(
        "INSERT INTO kene_journal_head (id, size, peaks, seal) VALUES (1, 0, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (b"", seal),
    )


def write(lines: Sequence[Columns], crown: Crown) -> None:
    """Store lines, and the head after them."""
    sql.run_each(_INSERT, lines)
    sql.run(
        "UPDATE kene_journal_head SET size = %s, peaks = %s, seal = %s WHERE id = 1",
        (crown.size, b"".join(crown.peaks), crown.seal),
    )


def mark(block: int, root: bytes) -> None:
    """Store the checkpoint of a block."""
    sql.run("INSERT INTO kene_journal_checkpoint (block, root) VALUES (%s, %s)", (block, root))


def last() -> int:
    """The greatest number of a stored line, or -1."""
    found = sql.run("SELECT COALESCE(MAX(number), -1) FROM kene_journal_line").fetchone()
    return int(found[0])


def is_empty() -> bool:
    """Whether nothing was ever written, whoever's key sealed it."""
    return last() < 0


def stored(first: int, end: int) -> Iterator[Stored]:
    """The lines from `first` to before `end` in order, read block by block without a long lock."""
    at = first
    while at < end:
        rows = _block(at, end)
        yield from rows
        if len(rows) < BLOCK:
            return
        at = rows[-1].number + 1


def _block(first: int, end: int) -> list[Stored]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, at, who, what, about, detail, leaf, seal FROM kene_journal_line"
            " WHERE number >= %s AND number < %s ORDER BY number LIMIT %s",
            (first, end, BLOCK),
        )
        rows = cursor.fetchall()
    return [
        Stored(number, at, who, what, about, detail, bytes(leaf), bytes(seal))
        for number, at, who, what, about, detail, leaf, seal in rows
    ]


def lines_about(about: str) -> tuple[Line, ...]:
    """The lines about one case or other thing, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, at, who, what, about, detail FROM kene_journal_line"
            " WHERE about = %s ORDER BY number",
            (about,),
        )
        rows = cursor.fetchall()
    return tuple(Line(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows)


def checkpoints(first: int, end: int) -> tuple[tuple[int, bytes], ...]:
    """The block numbers from `first` to before `end` that have a checkpoint, and its root."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT block, root FROM kene_journal_checkpoint"
            " WHERE block >= %s AND block < %s ORDER BY block",
            (first, end),
        )
        return tuple((block, bytes(root)) for block, root in cursor.fetchall())

"""How a line is appended: in the caller's transaction, one writer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from kene.journal import merkle, queries
from kene.journal.lines import Entry, canonical, moment
from kene.journal.queries import BLOCK, Crown
from kene.privacy.api import node_mac

_HEIGHT: Final = BLOCK.bit_length() - 1


class BrokenJournal(RuntimeError):
    """The head is missing or was not sealed by this node's key: run `kene journal verify`."""


def append(entry: Entry, now: datetime) -> int:
    """Append one line, as `extend` does; its index, from 0."""
    return extend([(entry, now)])


def extend(entries: Sequence[tuple[Entry, datetime]]) -> int:
    """Append lines, each with its time, in the caller's transaction on `default`; the index of the
    first, from 0.

    The next writer waits for that transaction's end. Call it inside `transaction.atomic()`. Raises
    BrokenJournal when the head is not the one that this node left.
    """
    crown = trusted(lock=True)
    peaks, lines = crown.peaks, []
    for index, (entry, now) in enumerate(entries, crown.size):
        at, told = moment(now), (entry.who, entry.what, entry.about, entry.detail)
        leaf = merkle.leaf(canonical(index, at, *told))
        if not (index + 1) % BLOCK:
            # The peaks of the block's other lines and this leaf fold into its full subtree.
            queries.mark(index // BLOCK, merkle.root((*peaks[-_HEIGHT:], leaf)))
        peaks = merkle.grown(peaks, index, leaf)
        lines.append((index, at, *told, leaf, seal_of(leaf)))
    queries.write(lines, _crown(crown.size + len(lines), peaks))
    return crown.size


def seal_of(leaf: bytes) -> bytes:
    """What only this node can say of a line: it names a changed line among a million."""
    return node_mac("journal", b"line" + leaf)


def trusted(*, lock: bool = False) -> Crown:
    """The head, once its seal is checked; a new one when the journal is empty."""
    crown = queries.head(lock=lock)
    if crown is None:
        empty = queries.last() < 0
        if empty and not lock:
            return _crown(0, ())
        if empty:
            queries.begin(_crown(0, ()).seal)
        # Read again: another writer may have begun the journal between the two looks.
        crown = queries.head(lock=lock)
    if crown is None or not genuine(crown):
        raise BrokenJournal("the journal's head is not the one that this node left")
    return crown


def genuine(crown: Crown) -> bool:
    """Whether the head was sealed by this node's key."""
    return node_mac("journal", crown.sealed) == crown.seal


def _crown(size: int, peaks: merkle.Peaks) -> Crown:
    return Crown(size, peaks, node_mac("journal", queries.sealed(size, peaks)))

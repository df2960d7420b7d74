"""The Merkle tree of RFC 6962, §2.1, grown leaf by leaf and proved leaf by leaf.

A tree of n leaves is kept as its peaks: the roots of the full subtrees whose sizes are the powers
of two that make up n, the largest first. `11 = 8 + 2 + 1` has three.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

Peaks = tuple[bytes, ...]
Subtree = Callable[[int, int], bytes]

EMPTY: Final = sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    """The hash of one leaf, which no inner node can have."""
    return sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def grown(peaks: Peaks, size: int, hashed: bytes) -> Peaks:
    """The peaks of a tree of `size` leaves and one more, whose hash is `hashed`."""
    kept = len(peaks)
    while size & 1:
        kept -= 1
        hashed = node(peaks[kept], hashed)
        size >>= 1
    return (*peaks[:kept], hashed)


def root(peaks: Peaks) -> bytes:
    """The hash of the whole tree."""
    if not peaks:
        return EMPTY
    *others, hashed = peaks
    for peak in reversed(others):
        hashed = node(peak, hashed)
    return hashed


def split(size: int) -> int:
    """How many leaves the left part of a tree of `size` > 1 leaves has."""
    return 1 << ((size - 1).bit_length() - 1)


def path(index: int, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf `index` to the root, the lowest first.

    `subtree(first, end)` is the hash of the subtree of those leaves.
    """
    first, end, found = 0, size, []
    while end - first > 1:
        middle = first + split(end - first)
        if index < middle:
            found.append(subtree(middle, end))
            end = middle
        else:
            found.append(subtree(first, middle))
            first = middle
    return tuple(reversed(found))


def leads(index: int, size: int, hashed: bytes, steps: tuple[bytes, ...]) -> bytes | None:
    """The root to which `steps` lead from a leaf, or None when there are too few or too many.

    RFC 9162, §2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    number, last = index, size - 1
    for step in steps:
        if not last:
            return None
        if number & 1 or number == last:
            hashed = node(step, hashed)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            hashed = node(hashed, step)
        number, last = number >> 1, last >> 1
    return None if last else hashed

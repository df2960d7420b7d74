"""One line proved against the tree's root, without the rest of the journal."""

from __future__ import annotations

from dataclasses import dataclass

from kene.journal import merkle, queries
from kene.journal.appending import trusted
from kene.journal.lines import Line, leaf_of
from kene.journal.queries import BLOCK


@dataclass(frozen=True, slots=True)
class Proof:
    """The inclusion proof of RFC 6962, §2.1.1: hashes of 32 octets, the lowest first."""

    index: int
    size: int
    steps: tuple[bytes, ...]


def size() -> int:
    """How many lines the journal has. Raises BrokenJournal."""
    return trusted().size


def root() -> bytes:
    """The hash of 32 octets that stands for all lines: keep it elsewhere, prove lines against it.

    Raises BrokenJournal.
    """
    return merkle.root(trusted().peaks)


def prove(index: int) -> Proof:
    """The proof of the line `index` in the journal as it is now. Raises IndexError, BrokenJournal.

    Reads the lines of two blocks and the checkpoints of the others.
    """
    end = size()
    if not 0 <= index < end:
        raise IndexError(f"the journal has no line {index}")
    return Proof(index, end, merkle.path(index, end, _subtree))


def check(proof: Proof, line: Line, root: bytes) -> bool:
    """Whether `line` is the one that the proof proves in the journal of that root."""
    steps = merkle.leads(proof.index, proof.size, leaf_of(line), proof.steps)
    return line.index == proof.index and steps == root


def _subtree(first: int, end: int) -> bytes:
    """The hash of the lines `first` to before `end`, which begin at a multiple of a power of 2."""
    peaks: merkle.Peaks = ()
    if first % BLOCK:
        blocks = 0
    else:
        blocks = (end - first) // BLOCK
        for block, hashed in queries.checkpoints(first // BLOCK, first // BLOCK + blocks):
            peaks = merkle.grown(peaks, block - first // BLOCK, hashed)
    for line in queries.stored(first + blocks * BLOCK, end):
        peaks = merkle.grown(peaks, line.number - first - blocks * BLOCK, line.leaf)
    return merkle.root(peaks)

"""Reading the whole journal again, to find what was changed and to name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from kene.journal import merkle, naming, queries
from kene.journal.appending import genuine, seal_of
from kene.journal.faults import Fault, fault
from kene.journal.queries import BLOCK, Crown, Stored

Progress = Callable[[int, int], None]

_FIRST: Final = -(1 << 63)
_END: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Verified:
    """The journal is whole: its number of lines, and the root that stands for them."""

    size: int
    root: bytes


def verify(progress: Progress | None = None) -> Verified | tuple[Fault, ...]:
    """Verify every line, their order, the checkpoints and the head; or every fault, in order.

    `progress(done, all)` is called after each 4,096 lines. Lines appended meanwhile are left for
    the next time. What it cannot see is the whole database put back as it was at an earlier time,
    with its head: compare the size with one kept elsewhere.
    """
    # In this order, because the journal grows meanwhile: no line to read is beyond the head.
    last, crown = queries.last(), queries.head()
    faults = []
    if crown is None or not genuine(crown):
        if crown is not None or last >= 0:
            faults.append(fault("head", 0))
        crown = Crown(last + 1, (), b"")
    reading = _Reading(crown.size, dict(queries.checkpoints(0, _END)))
    end = max(last + 1, crown.size)
    blocks = groupby(queries.stored(_FIRST, end), lambda line: line.number // BLOCK)
    for block, lines in blocks:
        reading.read(block, lines)
        if progress:
            progress(min((block + 1) * BLOCK, end), end)
    reading.miss(crown.size)
    faults += naming.named(reading.suspects, reading.missing, crown.size)
    faults += reading.wrong_checkpoints()
    if not faults and reading.peaks != crown.peaks:
        faults.append(fault("head", 0))
    return tuple(faults) or Verified(crown.size, merkle.root(crown.peaks))


@dataclass(slots=True)
class _Reading:
    """One pass over the lines: the tree so far, and what is not as this node wrote it."""

    size: int
    marks: Mapping[int, bytes]
    suspects: list[Stored] = field(default_factory=list)
    missing: list[range] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    blocks: merkle.Peaks = ()
    tail: merkle.Peaks = ()
    next: int = 0

    @property
    def peaks(self) -> merkle.Peaks:
        """The peaks of the whole tree."""
        return self.blocks + self.tail

    def read(self, block: int, lines: Iterable[Stored]) -> None:
        """Read the lines of one block."""
        wrong = len(self.suspects) + len(self.missing)
        peaks: merkle.Peaks = ()
        count = 0
        for line in lines:
            self.miss(line.number)
            self.next = max(self.next, line.number + 1)
            hashed = merkle.leaf(line.encoded(line.number))
            if hashed != line.leaf or seal_of(hashed) != line.seal:
                self.suspects.append(line)
            peaks = merkle.grown(peaks, count, hashed)
            count += 1
        if count == BLOCK and wrong == len(self.suspects) + len(self.missing):
            self.blocks = merkle.grown(self.blocks, len(self.roots), peaks[0])
            self.roots[block] = peaks[0]
        else:
            self.tail = peaks

    def miss(self, number: int) -> None:
        """Note that no line was found before the line `number`, since the last one."""
        # Beyond the head no line is missing, however far away somebody put one.
        end = min(number, self.size)
        if end > self.next:
            self.missing.append(range(self.next, end))

    def wrong_checkpoints(self) -> Iterator[Fault]:
        """The checkpoints that are not those of the whole blocks, or of no block at all."""
        expected = {block: root for block, root in self.roots.items() if block < self.size // BLOCK}
        strangers = (block for block in self.marks if block >= self.size // BLOCK)
        wrong = (block for block, root in expected.items() if self.marks.get(block) != root)
        return (fault("checkpoint", block * BLOCK) for block in sorted({*wrong, *strangers}))

"""Telling what happened to the lines that are not what this node wrote at their place.

Each line is sealed with its own number, so the seal says where a line was before it was moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kene.journal import merkle
from kene.journal.appending import seal_of
from kene.journal.faults import Fault, Kind, fault
from kene.journal.queries import Stored

NEAR: Final = 16
"""How far a line is looked for on both sides of its place."""

FEW: Final = 256
"""Up to so many suspects, a line is looked for at the place of each other one."""


def authentic(line: Stored, index: int) -> bool:
    """Whether this node wrote that line as the line `index`."""
    return seal_of(merkle.leaf(line.encoded(index))) == line.seal


def named(suspects: Sequence[Stored], missing: Sequence[range], size: int) -> list[Fault]:
    """The faults that explain the suspects and the missing places of a journal of `size` lines."""
    origins = _origins(suspects, missing, size)
    elsewhere = set(origins.values())
    faults = [*_gone(missing, elsewhere, size)]
    pushed: list[int] = []
    pulled: list[int] = []
    for line in suspects:
        if line.number in origins:
            if line.number not in elsewhere and 0 <= line.number < size:
                faults.append(fault("removed", line.number))
                pulled.append(line.number)
        elif line.number in elsewhere or not 0 <= line.number < size:
            faults.append(fault("inserted", line.number, line.at))
            pushed.append(line.number)
        else:
            faults.append(fault("changed", line.number, line.at))
    for line in suspects:
        origin = origins.get(line.number)
        if origin is not None:
            # A line keeps its rank when others were only added or removed before it.
            expected = origin - bisect_left(pulled, origin) + bisect_left(pushed, line.number)
            if expected != line.number:
                faults.append(fault("reordered", line.number, line.at, origin=origin))
    return sorted(faults, key=lambda fault: fault.index)


def _origins(suspects: Sequence[Stored], missing: Iterable[range], size: int) -> dict[int, int]:
    """The place of each suspect, and the place that it had before, where its seal says so."""
    few = [line.number for line in suspects] if len(suspects) <= FEW else []
    few += [index for gap in missing for index in gap[:FEW]][:FEW]
    origins: dict[int, int] = {}
    shift = 0
    for line in suspects:
        for origin in (*_near(line.number, shift), *few):
            if 0 <= origin < size and origin != line.number and authentic(line, origin):
                origins[line.number] = origin
                shift = origin - line.number
                break
    return origins


def _near(number: int, shift: int) -> Iterator[int]:
    """Places to look at first: as far as the line before was moved, then further and further."""
    yield number + shift
    for distance in range(1, NEAR + 1):
        yield number + distance
        yield number - distance


def _gone(missing: Sequence[range], elsewhere: set[int], size: int) -> Iterator[Fault]:
    """The places of `missing` whose line is nowhere else, as runs."""
    for gap in missing:
        left = [index for index in gap if index not in elsewhere] if elsewhere else gap
        start = 0
        for at in range(1, len(left) + 1):
            if at == len(left) or left[at] != left[at - 1] + 1:
                kind: Kind = "truncated" if left[at - 1] == size - 1 else "removed"
                yield fault(kind, left[start], count=at - start)
                start = at

"""Which figures of a table are not shown, so that none tells of a few people.

A table is a list of counts and their total: that one equation is all from which a hidden count
could be had by subtraction. A pack's statistics share nothing by which to write another (S178).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hidden:
    """The places of the counts that are not shown, and whether their total is not."""

    cells: frozenset[int]
    total: bool


def hidden(counts: Sequence[int], least: int) -> Hidden:
    """What to hide of counts, each one or more: those below `least`; then the smallest others,
    until what is hidden is of two cells at least, and of `least` people at least.

    Of fewer people than that, nothing is shown. What is hidden because it is small, and what is
    hidden for its sake, must look the same.
    """
    if sum(counts) < least:
        return Hidden(frozenset(range(len(counts))), total=True)
    smallest = sorted(range(len(counts)), key=lambda place: counts[place])
    taken = [place for place in smallest if counts[place] < least]
    for place in smallest[len(taken) :]:
        if not taken or (len(taken) > 1 and sum(counts[each] for each in taken) >= least):
            break
        taken.append(place)
    return Hidden(frozenset(taken), total=False)

"""Looking for values that some rules pass and others do not, over all axes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from kene.core.decisions.proving.axes import Axis, Run

MOST_STATES: Final = 200_000
"""How many sets of rules are looked at before giving up: about a second."""
MOST_AXES: Final = 100


class TooLarge(Exception):
    """A table has too many combinations to look at."""


class Search:
    """One search of the runs, one of each axis, that pass all of `passing` and none of `failing`.

    Both are sets of rules, as bits.
    """

    def __init__(self, axes: Sequence[Axis], passing: int, failing: int) -> None:
        found = [(axis.passing(passing), place) for place, axis in enumerate(axes)]
        # What divides the rules most comes first: less is left to look at.
        found.sort(key=lambda one: -len({run.rules & failing for run in one[0]}))
        self._places = [place for _, place in found]
        self._runs = [runs for runs, _ in found]
        self._failing = failing
        self._least = [_least({run.rules & failing for run in runs}) for runs in self._runs]
        self._known: dict[tuple[int, int], bool] = {}
        self._kept = self._kept_from()

    def found(self) -> Iterator[tuple[Run, ...]]:
        """Each combination of runs, in the order of the axes. Raises TooLarge."""
        if len(self._runs) > MOST_AXES:
            raise TooLarge
        if all(self._runs) and self._possible(0, self._failing):
            yield from self._from(0, self._failing, ())

    def _from(self, place: int, left: int, before: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
        if place == len(self._runs):
            ordered = sorted(zip(self._places, before, strict=True), key=lambda one: one[0])
            yield tuple(run for _, run in ordered)
            return
        for run in self._runs[place]:
            if self._possible(place + 1, left & run.rules):
                yield from self._from(place + 1, left & run.rules, (*before, run))

    def _possible(self, place: int, left: int) -> bool:
        """Whether the axes from a place on can make the rules that are left fail."""
        if not left or left & self._kept[place]:
            return not left
        key = (place, left)
        if key not in self._known:
            if len(self._known) >= MOST_STATES:
                raise TooLarge
            self._known[key] = any(
                self._possible(place + 1, left & rules) for rules in self._least[place]
            )
        return self._known[key]

    def _kept_from(self) -> list[int]:
        """The rules that nothing makes fail from each place on."""
        kept = [self._failing]
        for runs in reversed(self._runs):
            together = kept[-1]
            for run in runs:
                together &= run.rules
            kept.append(together)
        return kept[::-1]


def _least(sets: set[int]) -> list[int]:
    """The sets that hold no other."""
    return [one for one in sets if not any(two != one and two & one == two for two in sets)]


def samples(runs: Sequence[Run]) -> Iterator[tuple[object, ...]]:
    """Values of a combination of runs, one of each."""
    return product(*(run.values for run in runs))

"""The divisions of a country by code and by name, and finding one from a few letters."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

from kene.core.values.reading import words

LEVELS: Final = ("region", "cercle", "commune", "quartier")
"""From the widest to the narrowest. A district, such as Bamako, stands as a region."""

COUNTRIES: Final = ("ml",)
"""The countries whose places are known, by ISO 3166-1 code."""

_RANK: Final = {**{level: rank for rank, level in enumerate(LEVELS)}, "district": 0}
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_ALIKE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Division:
    """A place: its code, that of the one around it ("" for none), its level and its name.

    `spelling` is its name as `reading.words` leaves it; `low` and `high` bound the levels, by rank,
    at which it is an answer: its own, and those below that it is not divided into.
    """

    code: str
    parent: str
    level: str
    name: str
    spelling: str
    low: int
    high: int

    def answers(self, level: str) -> bool:
        """Whether it is an answer where one of that level is asked: Bamako has no cercle, so it is
        its own."""
        return self.low <= _RANK[level] < self.high

    def contains(self, level: str) -> bool:
        """Whether places of that level are inside it."""
        return self.high <= _RANK[level]

    @property
    def initials(self) -> str:
        """Its name without spaces, by which places are sorted and grouped."""
        return self.spelling.replace(" ", "")


class Places:
    """All divisions of one country. Searching reads names as people type them: see `words`."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """From (code, parent, level, name); codes are hierarchical: `01-05-32` is in `01-05`."""
        listed = list(rows)
        inside: dict[str, int] = {}
        for _, parent, level, _ in listed:
            inside[parent] = min(inside.get(parent, len(LEVELS)), _RANK[level])
        self._by_code = {
            code: Division(
                code,
                parent,
                level,
                name,
                words(name),
                _RANK[level],
                inside.get(code, len(LEVELS)),
            )
            for code, parent, level, name in listed
        }
        self._children: dict[str, list[Division]] = {}
        for place in sorted(self._by_code.values(), key=_by_name):
            self._children.setdefault(place.parent, []).append(place)
        self._spellings = [(_haystack(place.spelling), place) for place in self._by_code.values()]
        self._named = self._index()

    @staticmethod
    def of(country: str) -> Places:
        """The places of one of `COUNTRIES`, read once. Raises FileNotFoundError for another."""
        return _bundled(country)

    def __iter__(self) -> Iterator[Division]:
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def find(self, code: str) -> Division:
        """The place of that code. Raises KeyError."""
        return self._by_code[code]

    def children(self, code: str = "") -> tuple[Division, ...]:
        """The places just inside, by name; the regions for ""."""
        return tuple(self._children.get(code, ()))

    def path(self, code: str) -> tuple[Division, ...]:
        """The place and those around it, from the widest. Raises KeyError."""
        around: list[Division] = []
        while code:
            place = self._by_code[code]
            around.append(place)
            code = place.parent
        return tuple(reversed(around))

    def called(self, spelling: str) -> tuple[Division, ...]:
        """The places that are exactly so called; the name is as `reading.words` leaves it."""
        return self._named.get(spelling, ())

    def named(self, text: str, *, within: str = "") -> tuple[Division, ...]:
        """The places inside `within` that are exactly so called, however it is typed.

        A name, a name and what it is in (`Pondori, Koro`), a name without its spaces or hyphens,
        or with digits for Roman numerals (`commune 4`).
        """
        inside = _inside(within)
        return tuple(place for place in self.called(words(text)) if place.code.startswith(inside))

    def search(
        self, letters: str, level: str | None = None, within: str = ""
    ) -> tuple[Division, ...]:
        """The places of which a word begins with these letters: those whose name does, first.

        Only those that answer `level`, when it is given, and that are inside `within`.
        """
        sought = words(letters)
        if not sought:
            return ()
        prefix, inside = f" {sought}", _inside(within)
        found = [
            place
            for spelling, place in self._spellings
            if prefix in spelling and place.code.startswith(inside)
        ]
        wanted = [place for place in found if level is None or place.answers(level)]
        joined = sought.replace(" ", "")
        wanted.sort(key=lambda place: (not place.initials.startswith(joined), *_by_name(place)))
        return tuple(wanted)

    def near(self, text: str, level: str, within: str = "") -> tuple[Division, ...]:
        """At most three places that answer `level` and whose names are the most like the text."""
        sought = _pairs(words(text))
        inside = _inside(within)
        scored = [
            (2 * len(sought & pairs) / (len(sought) + len(pairs) or 1), place)
            for pairs, place in self._letter_pairs
            if place.code.startswith(inside) and place.answers(level)
        ]
        alike = [(-score, place.code, place) for score, place in scored if score >= _ALIKE]
        return tuple(place for *_, place in sorted(alike)[:3])

    @cached_property
    def _letter_pairs(self) -> list[tuple[frozenset[str], Division]]:
        return [(_pairs(place.spelling), place) for place in self]

    def _index(self) -> dict[str, tuple[Division, ...]]:
        named: dict[str, dict[str, Division]] = {}
        for place in self:
            around = [""]
            for outer in self.path(place.parent)[::-1]:
                around.append(f"{around[-1]} {outer.spelling}")
            for way in _haystack(place.spelling).split("|"):
                for end in around:
                    named.setdefault(way[1:] + end, {})[place.code] = place
        return {spelling: tuple(places.values()) for spelling, places in named.items()}


@cache
def _bundled(country: str) -> Places:
    source = files("kene.core.values").joinpath("data", f"{country}-places.csv")
    with source.open(encoding="utf-8") as lines:
        rows = csv.reader(lines)
        next(rows)
        return Places((code, parent, level, name) for code, parent, level, name, *_ in rows)


def _by_name(place: Division) -> tuple[str, str]:
    return place.initials, place.code


def _inside(code: str) -> str:
    """What the codes of the places inside begin with."""
    return f"{code}-" if code else ""


def _haystack(spelling: str) -> str:
    """A name in each way that people may type it, between bars: each word after a space."""
    ways = [spelling]
    parts = spelling.split(" ")
    if len(parts) > 1:
        ways.append("".join(parts))
        ways.append(" ".join(_ROMAN.get(part, part) for part in parts))
    return "|".join(f" {way}" for way in dict.fromkeys(ways))


def _pairs(spelling: str) -> frozenset[str]:
    """The pairs of letters that follow each other, ends included."""
    joined = f" {spelling.replace(' ', '')} "
    return frozenset(joined[at : at + 2] for at in range(len(joined) - 1))

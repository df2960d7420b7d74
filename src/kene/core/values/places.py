"""A place of the country, and the way to it on twelve keys: by level, by letters, by habit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from os.path import commonprefix
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values.contract import (
    Entry,
    Json,
    Misread,
    Narrowing,
    Setting,
    Value,
    promised,
)
from kene.core.values.gazetteer import LEVELS, Division, Places
from kene.core.values.lexicon import lexicon, texts
from kene.core.values.reading import typed, words

MANY: Final = 12
"""More options than this are offered by initials: about two pages of a basic phone."""

FEW: Final = 9
"""How many places share a group of initials, and how many a search offers."""

RECENT: Final = 3
"""How many recent answers are offered again."""

QUOTED: Final = 40
"""How many letters of what was not understood are quoted back."""

_CODE: Final = re.compile(r"(?:.*\()?(\d\d(?:-\d\d)*)(?:\).*)?")
_GROUP: Final = re.compile(r"in:([\d-]*):([a-z0-9]+)-([a-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A division of `country` at a level of `gazetteer.LEVELS`; its value is the division's code.

    Where the country has no such level, the next wider one answers: Bamako for a cercle.
    `start`, `narrow` and `at` lead to it step by step; they are pure, and the path is all that has
    to be kept between two steps.
    """

    level: str
    country: str = "ml"
    name: ClassVar[str] = "place"
    feel: ClassVar[str] = "string"
    entry: ClassVar[Entry] = "text"

    @property
    def places(self) -> Places:
        """All the places of its country."""
        return Places.of(self.country)

    def parse(self, text: str, setting: Setting) -> str:
        """The code of the place written by its code or its name: `Kati`, `Pondori, Koro`.

        Raises Misread when no place of the level is so called, or several are.
        """
        answer = typed(text)
        code = _CODE.fullmatch(answer)
        if code and code[1] in self.places and self.places.find(code[1]).answers(self.level):
            return code[1]
        found = [place for place in self.places.named(answer) if place.answers(self.level)]
        if len(found) == 1:
            return found[0].code
        if found:
            raise Misread("place.many", **_near([self._short(place) for place in found]))
        raise self._unknown(answer, "")

    def show(self, value: Value, setting: Setting) -> str:
        """`Commune, cercle, région`; the name alone on a phone, or what tells it from another."""
        place = self.places.find(promised(str, value))
        if setting.manner == "short":
            return self._short(place)
        around = self.places.path(place.code)[::-1]
        if setting.manner == "speech" or self._is_plain(*around):
            return _listed(around)
        return ", ".join([f"{place.name} ({place.code})", *(each.name for each in around[1:])])

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """What is offered first: the regions."""
        return self.start(setting).options

    def encode(self, value: Value) -> Json:
        """The code."""
        return promised(str, value)

    def decode(self, raw: Json) -> str:
        """The code. Raises ValueError unless it is of a place that answers the level."""
        if not isinstance(raw, str) or raw not in self.places:
            raise ValueError("not the code of a place")
        if not self.places.find(raw).answers(self.level):
            raise ValueError(f"not a place that answers for a {self.level}")
        return raw

    def around(self, code: str, level: str) -> str:
        """The code of the place of that level in which a place is. Raises KeyError."""
        return next(each.code for each in self.places.path(code) if each.answers(level))

    def start(self, setting: Setting, recent: tuple[str, ...] = ()) -> Narrowing:
        """What is offered first: recent answers, by code, then the regions."""
        return self.at((), setting, recent)

    def at(
        self, path: tuple[str, ...], setting: Setting, recent: tuple[str, ...] = ()
    ) -> Narrowing:
        """What is offered after `path`, such as `("02", "02-04", "in:02-04:b-d")`.

        Raises KeyError when a key of the path is unknown.
        """
        last = path[-1] if path else ""
        code, low, high = _group(last) or (last, "", "")
        whole = setting.manner == "speech"
        level, inside = _inside(self.country, code, low, high, whole)
        again = tuple(self._recent(recent if not path else ()))
        said = {option.key for option in again}
        options = (*again, *(option for option in inside if option.key not in said))
        return Narrowing(path, options, _ask(level, setting))

    def narrow(
        self,
        path: tuple[str, ...],
        text: str,
        setting: Setting,
        recent: tuple[str, ...] = (),
    ) -> Narrowing | str:
        """What is offered once `text` was chosen or written after `path`, or the code it ends on.

        `text` is the key of an option, a code, or letters: they search inside the last place of the
        path, and find the `recent` answers first. The whole name of one place alone chooses it.
        Raises Misread when nothing matches.
        """
        answer = typed(text)
        if group := _group(answer):
            code, low, high = group
            if not any(_between(place, low, high) for place in self.places.children(code)):
                raise self._unknown(answer, "")
            return self.at((*self._way(code), answer), setting)
        if answer in self.places:
            return self._chosen(self.places.find(answer), setting)
        return self._written(path, answer, setting, recent)

    def _chosen(self, place: Division, setting: Setting) -> Narrowing | str:
        if place.contains(self.level):
            return self.at(self._way(place.code), setting)
        return self._answer_around(place).code

    def _way(self, code: str) -> tuple[str, ...]:
        """The path to a place. A path is never longer than a way and one group of initials."""
        return tuple(each.code for each in self.places.path(code))

    def _written(
        self, path: tuple[str, ...], text: str, setting: Setting, recent: tuple[str, ...]
    ) -> Narrowing | str:
        last = path[-1] if path else ""
        within = group[0] if (group := _group(last)) else last
        exact = self.places.named(text, within=within)
        if len(exact) == 1 and exact[0].low <= LEVELS.index(self.level):
            return self._chosen(exact[0], setting)
        found = exact or self.places.search(text, within=within)
        if not found:
            raise self._unknown(text, within)
        # What answers comes first, then what leads to it, then what is inside an answer.
        ranked = sorted(
            found,
            key=lambda each: (each.code not in recent, not each.answers(self.level), each.low),
        )
        options = tuple(islice(self._options(ranked, setting), FEW + 1))
        prompt = "more" if len(options) > FEW else "found"
        return Narrowing(path, options[:FEW], _ask(prompt, setting))

    def _options(self, found: Iterable[Division], setting: Setting) -> Iterator[Option]:
        """One option for each answer among the places, for what leads to one, or is inside one."""
        offered: set[str] = set()
        for place in found:
            answer = place if place.contains(self.level) else self._answer_around(place)
            if answer.code in offered:
                continue
            offered.add(answer.code)
            if place.contains(self.level):
                level = lexicon(setting.language).wording.say(f"level.{place.level}")
                label = f"{place.name} ({level})"
            else:
                inside = f" ({place.name})" if place != answer else ""
                label = f"{self._short(answer)}{inside}"
            yield Option(answer.code, label, self._around(answer))

    def _recent(self, recent: tuple[str, ...]) -> Iterator[Option]:
        known = [self.places.find(code) for code in dict.fromkeys(recent) if code in self.places]
        for place in [place for place in known if place.answers(self.level)][:RECENT]:
            yield Option(place.code, self._short(place), self._around(place))

    def _answer_around(self, place: Division) -> Division:
        """The place that answers, for one that does or is inside one, such as a quartier."""
        return next(each for each in self.places.path(place.code) if each.answers(self.level))

    def _around(self, place: Division) -> str:
        return _listed(self.places.path(place.parent)[::-1])

    def _short(self, place: Division) -> str:
        """The shortest name that no other answer has: `Kati`, `Pondori, Koro`, or with its code."""
        around = self.places.path(place.code)[-2:][::-1]
        for named in (around[:1], around):
            if self._is_plain(*named):
                return _listed(named)
        return f"{place.name} ({place.code})"

    def _is_plain(self, *named: Division) -> bool:
        """Whether one answer alone is called by these names, from the narrowest."""
        spelling = " ".join(each.spelling for each in named)
        return sum(each.answers(self.level) for each in self.places.called(spelling)) == 1

    def _unknown(self, text: str, within: str) -> Misread:
        if not words(text):
            example = next(place for place in self.places if place.answers(self.level))
            return Misread("place.unread", example=example.name)
        near = [self._short(place) for place in self.places.near(text, self.level, within)]
        if near:
            return Misread("place.near", text=text[:QUOTED], **_near(near))
        return Misread("place.unknown", text=text[:QUOTED])


@lru_cache(maxsize=1_024)
def _inside(
    country: str, code: str, low: str, high: str, whole: bool
) -> tuple[str, tuple[Option, ...]]:
    """The level of what a place holds between two initials, and how that is offered: `whole`, or by
    initials where it is much.

    Raises KeyError when it holds nothing.
    """
    inside = [each for each in Places.of(country).children(code) if _between(each, low, high)]
    if not inside:
        raise KeyError(code)
    return inside[0].level, tuple(_offers(inside, code, whole))


def _offers(places: Sequence[Division], code: str, whole: bool) -> Iterator[Option]:
    """The places as options; when they are many, groups of them by their first letters, which
    whoever only hears can't choose by."""
    if whole or len(places) <= MANY:
        for place in places:
            twins = sum(each.spelling == place.spelling for each in places) > 1
            yield Option(place.code, f"{place.name} ({place.code})" if twins else place.name)
        return
    length = len(commonprefix([place.initials for place in places])) + 1
    for group in _groups(places, length):
        if len(group) == 1:
            yield Option(group[0].code, group[0].name)
            continue
        low, high = group[0].initials[:length], group[-1].initials[:length]
        label = low.title() if low == high else f"{low.title()}-{high.title()}"
        yield Option(f"in:{code}:{low}-{high}", label)


def _groups(places: Sequence[Division], length: int) -> Iterator[list[Division]]:
    """Neighbours by name, `FEW` at most together unless their first `length` letters are alike."""
    group: list[Division] = []
    for _, alike in groupby(places, key=lambda place: place.initials[:length]):
        members = list(alike)
        if group and len(group) + len(members) > FEW:
            yield group
            group = []
        group += members
    yield group


def _group(key: str) -> tuple[str, str, str] | None:
    """The place, the first and the last letters that the key of a group names."""
    written = _GROUP.fullmatch(key)
    return (written[1], written[2], written[3]) if written else None


def _between(place: Division, low: str, high: str) -> bool:
    return low <= place.initials[: len(low)] and place.initials[: len(high)] <= high


def _listed(places: Iterable[Division]) -> str:
    return ", ".join(place.name for place in places)


def _near(names: list[str]) -> dict[str, str]:
    return {"near": " · ".join(names), "first": names[0]}


def _ask(key: str, setting: Setting) -> str:
    short = setting.manner == "short"
    return texts(setting).say(f"ask.{key}", short=short)

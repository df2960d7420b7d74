"""What people may answer: both sides of each limit that a service names, or anything at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Final

from kene.core.conversation import Conversation, Scene, View, step
from kene.core.conversation.listing import ADD, DONE, removal
from kene.core.decisions.proving.literals import Constant, constant
from kene.core.expressions.syntax import Node, walk
from kene.core.screens import Say
from kene.core.services import Field, Service, name_of
from kene.core.services.asking import count
from kene.core.services.mentions import trees
from kene.core.values import Choices, Items, Misread, Name, Place, Position, Setting, Text, Type

TRIES: Final = 40
_LETTERS: Final = "aeioubdfgklmnst"
_WIDE: Final = "ɛɔɲŋéèà"
_NAME: Final = "Aminata Coulibaly"
_SENTENCE: Final = "le petit marché, derrière la grande mosquée"
"""As long as people write: 40 letters and more."""
_FAR: Final = 60_000
"""Days or years of a limit that a date can be from today; a larger number is something else."""
_YEARS: Final = 130


class Unanswerable(LookupError):
    """A question that no answer satisfies, of those that were tried."""


@dataclass(frozen=True)
class Respondent:
    """What may be answered to the questions of a service on that day, as texts of any channel.

    Limits are those that all of the service names, or only what is in `within`.
    """

    service: Service
    today: date
    within: tuple[Node, ...] | None = None
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def likely(self, asked: Field, setting: Setting) -> tuple[str, ...]:
        """The answers that may differ for the service, the same each time: every option, and what
        is under, at and over each limit that a rule or a condition names."""
        name = name_of(asked.name)
        if name not in self._known:
            self._known[name] = self._worked_out(asked, setting)
        return self._known[name]

    def _worked_out(self, asked: Field, setting: Setting) -> tuple[str, ...]:
        kind, offered = asked.type, [option.key for option in asked.type.offered(setting)]
        if isinstance(kind, Choices):
            return (*offered, ",".join(offered[: kind.max]))
        if offered and not isinstance(kind, Place):
            return tuple(offered)
        match kind.entry:
            case "items":
                return (DONE, ADD)
            case "date":
                return tuple(day.isoformat() for day in self._days)
            case "number":
                return tuple(dict.fromkeys(f"{n:f}" for n in self._numbers(kind)))
            case _:
                return (_sample(kind, setting),)

    def draw(self, asked: Field, setting: Setting, rng: Random) -> str:
        """An answer at random, in half of the cases a likely one; "" leaves a question blank."""
        kind = asked.type
        if asked.optional and rng.random() < 0.4:
            return ""
        if isinstance(kind, Place):
            codes = [place.code for place in kind.places if place.answers(kind.level)]
            return rng.choice(codes)
        if kind.entry in ("text", "long_text") and isinstance(kind, Text | Name):
            return _words(rng)
        if isinstance(kind, Position):
            return f"{rng.uniform(-90, 90):.5f} {rng.uniform(-180, 180):.5f}"
        likely = self.likely(asked, setting)
        if rng.random() < 0.5 or kind.entry not in ("date", "number"):
            return rng.choice(likely)
        if kind.entry == "date":
            return (self.today - timedelta(days=rng.randrange(9_000))).isoformat()
        return str(rng.randrange(10 ** rng.randrange(1, 7)))

    def accepted(self, talk: Conversation, asked: Field, rng: Random) -> tuple[str, Conversation]:
        """An answer that the conversation takes, and the conversation after it: one that leaves a
        list as it may be, where one does. Raises Unanswerable."""
        spoiling = None
        for text, after in self._taken(talk, asked, rng):
            if isinstance(asked.type, Items) or not self._spoilt(after):
                return text, after
            spoiling = spoiling or (text, after)
        if spoiling is None:
            raise Unanswerable(f"aucune réponse essayée ne va à la question « {asked.name} »")
        return spoiling

    def _taken(
        self, talk: Conversation, asked: Field, rng: Random
    ) -> Iterator[tuple[str, Conversation]]:
        setting = Setting(talk.language, self.service.country, self.today, "short")
        for text in self._tried(talk, asked, setting, rng):
            after = self._after(talk, text)
            if (
                after.answers != talk.answers
                or after.skipped != talk.skipped
                or after.at != talk.at
            ):
                yield text, after

    def _after(self, talk: Conversation, text: str) -> Conversation:
        return step(self.service, talk, Say(text), View(self.today, "short"))[0]

    def _spoilt(self, talk: Conversation) -> bool:
        """Whether it is at a list that has its items, and that is refused as it is."""
        now = Scene(self.service, talk, self.today).now
        if now is None or not isinstance(now.type, Items) or now.valid is None:
            return False
        enough = self._size(talk, now) >= now.type.min
        return enough and self._after(talk, DONE).answers == talk.answers

    def _size(self, talk: Conversation, asked: Field) -> int:
        return count(self.service.repeats[asked.name], talk.answers)

    def _tried(
        self, talk: Conversation, asked: Field, setting: Setting, rng: Random
    ) -> Iterator[str]:
        if isinstance(asked.type, Items):
            size, add = self._size(talk, asked), rng.random() < 0.2
            # A list that is refused has an item too many, more often than one too few.
            ways = (ADD, removal(size, size)) if add else (removal(size, size), ADD)
            yield from ways if self._spoilt(talk) else (rng.choice((DONE, DONE, ADD)), DONE, ADD)
            return
        yield from (self.draw(asked, setting, rng) for _ in range(TRIES))
        yield from self.likely(asked, setting)

    @cached_property
    def constants(self) -> frozenset[Constant]:
        """Every constant that the service compares something with."""
        named = trees(self.service) if self.within is None else self.within
        nodes = (node for tree in named for node in walk(tree))
        found = (constant(node) for node in nodes)
        return frozenset(each for each in found if each is not None)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        days = [self.today]
        for each in self.constants:
            if isinstance(each, date):
                days.append(each)
            elif type(each) is int and abs(each) < _FAR:
                days.append(_moved(self.today, days=each))
                if 0 < each < _YEARS:
                    days.append(_moved(self.today, years=each))
        around = (_moved(day, days=step) for day in days for step in (0, 1, -1))
        return tuple(dict.fromkeys(around))

    def _numbers(self, kind: Type) -> Iterator[Decimal]:
        places = getattr(kind, "places", 0)
        least = Decimal(1).scaleb(-places)
        bounds = (getattr(kind, name, None) for name in ("min", "max"))
        yield from (Decimal(each) for each in bounds if each is not None)
        for each in self.constants:
            if isinstance(each, int | Decimal) and not isinstance(each, bool):
                near = Decimal(each).quantize(least)
                yield from (near, near - least, near + least)


def _sample(kind: Type, setting: Setting) -> str:
    """An ordinary long answer."""
    match kind:
        case Name():
            return _NAME[: kind.max]
        case Text():
            return _SENTENCE[: kind.max].ljust(kind.min, "x")
        case Place():
            codes = [place.code for place in kind.places if place.answers(kind.level)]
            return max(codes, key=lambda code: len(kind.show(code, setting)))
    for text in ("?", "0"):
        try:
            kind.parse(text, setting)
        except Misread as misread:
            if "example" in misread.details:
                return str(misread.details["example"])
    return "08:30" if kind.entry == "time" else "76 12 34 56"


def _moved(day: date, *, days: int = 0, years: int = 0) -> date:
    """The day so many days and years before; as near as the calendar has one."""
    try:
        return (day - timedelta(days=days)).replace(year=day.year - years if years else day.year)
    except (OverflowError, ValueError):
        return day


def _words(rng: Random) -> str:
    letters = _LETTERS + _WIDE if rng.random() < 0.3 else _LETTERS
    return "".join(rng.choice(letters) for _ in range(rng.randrange(2, 12))).title()

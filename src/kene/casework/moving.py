"""Open cases moved to another version of their service: proved on all of them, then one by one.

Each case moves in a transaction of its own, under its lock, and is proved again there: what was cut
short goes on where it was, and what somebody did meanwhile counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Count

from kene.casework import store
from kene.casework.clock import moment
from kene.casework.entering import enter
from kene.casework.models import Case
from kene.casework.opening import kept_from
from kene.casework.reading import find
from kene.core.casefile import Acted, Obstacle, Passage, Turned, moving
from kene.core.services import Migration, Service
from kene.privacy import api as privacy

ERASED: Final = "erased"
Heard = Callable[[int, int], None]
"""Told how many cases are done, of how many."""


@dataclass(frozen=True, slots=True)
class Route:
    """From which version of a service cases move to which, and how."""

    old: Service
    new: Service
    move: Migration


@dataclass(frozen=True, slots=True)
class Tried:
    """What was found of one case: what is in its way, the decisions that come out otherwise, and
    the actions that the node then does by itself."""

    number: str
    obstacles: tuple[Obstacle, ...] = ()
    turned: tuple[Turned, ...] = ()
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of all open cases of a route."""

    route: Route
    tried: tuple[Tried, ...]

    @property
    def moving(self) -> tuple[Tried, ...]:
        """The cases that can move."""
        return tuple(each for each in self.tried if not each.obstacles)

    @property
    def staying(self) -> tuple[Tried, ...]:
        """Those that stay on their version, for reasons that the pack declares."""
        return tuple(each for each in self.tried if each.obstacles and self._left(each))

    @property
    def barred(self) -> tuple[Tried, ...]:
        """Those that neither can move nor may stay: nothing is proved while there are any."""
        return tuple(each for each in self.tried if not self._left(each))

    def _left(self, tried: Tried) -> bool:
        return {each.why for each in tried.obstacles} <= self.route.move.leave


def open_cases(service: str) -> Mapping[str, int]:
    """How many cases of a service are open on each version, by its digest."""
    rows = Case.objects.filter(service=service, closed=None).values("digest")
    return {row["digest"]: row["count"] for row in rows.annotate(count=Count("number"))}


def prove_moves(route: Route, now: datetime, heard: Heard) -> Proof:
    """Try the move of every open case of a version, in memory; nothing is written."""
    numbers = _numbers(route)
    tried: list[Tried] = []
    for number in numbers:
        row = find(number)
        if row.digest == route.old.digest and row.closed is None:
            tried.append(_tried(number, _passage(row, route, now, "node")))
        heard(len(tried), len(numbers))
    return Proof(route, tuple(tried))


def move_cases(route: Route, agent: str, now: datetime, heard: Heard) -> Counter[str]:
    """Move every open case of a version that can: how many `moved`, and how many `stayed`.

    It may be run again when it was cut short. Prove it first: a case that cannot move stays here
    without a word.
    """
    numbers, counts = _numbers(route), Counter[str]()
    for done, number in enumerate(numbers, 1):
        counts["moved" if _moved(number, route, agent, now) else "stayed"] += 1
        heard(done, len(numbers))
    return counts


def _numbers(route: Route) -> list[str]:
    rows = Case.objects.filter(digest=route.old.digest, closed=None).order_by("number")
    return list(rows.values_list("number", flat=True))


def _passage(row: Case, route: Route, now: datetime, agent: str) -> Passage:
    """What would move a case; a value that was erased keeps it where it is."""
    case, at = store.opened(row), moment(route.new.country, now)
    passage = moving((route.old, route.new, route.move), case.file, agent, at)
    if case.erased:
        erased = Obstacle(ERASED, case.erased)
        return replace(passage, obstacles=(*passage.obstacles, erased))
    return passage


def _tried(number: str, passage: Passage) -> Tried:
    done = tuple(event.action for event in passage.events if isinstance(event, Acted))
    return Tried(number, passage.obstacles, passage.turned, done)


def _moved(number: str, route: Route, agent: str, now: datetime) -> bool:
    """Move one case, unless it cannot, or did already."""
    with transaction.atomic():
        row = find(number, lock=True)
        if row.digest != route.old.digest or row.closed is not None:
            return False
        passage = _passage(row, route, now, agent)
        if passage.obstacles:
            return False
        at, kept = moment(route.new.country, now), _kept(row, route.new)
        privacy.new_keys(number, kept, now)
        row.digest = route.new.digest
        enter(row, route.new, passage.events, at)
        known = {purpose: day for purpose, day in kept.items() if day is not None}
        transaction.on_commit(lambda: privacy.keep(number, known))
    return True


def _kept(row: Case, service: Service) -> dict[str, date | None]:
    """Until when the new version keeps each purpose's values, from the day of the opening."""
    return kept_from(service, moment(service.country, row.opened).today)

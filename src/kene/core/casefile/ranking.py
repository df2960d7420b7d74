"""The requests of a call ranked all at once: the same cases give the same ranking, always."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kene.core.casefile.deciding import known_of
from kene.core.casefile.events import Acted, Event, Ranked
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.moment import Agent, Moment, Refused
from kene.core.casefile.process import due, followed
from kene.core.services import Rank, Service, settled
from kene.core.values import Json

Fate = Literal["granted", "waiting", "refused"]
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case of a call: its number, the version of the service that it is pinned to, its events."""

    number: str
    service: Service
    file: CaseFile


@dataclass(frozen=True, slots=True)
class Placed:
    """A case in a ranking: its place from 1, the numbers that gave it, and what becomes of it."""

    candidate: Candidate
    rank: int
    keys: tuple[Number, ...]
    fate: Fate


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is where, and the cases that can't be ranked: a number of theirs is not settled."""

    placed: tuple[Placed, ...]
    unsettled: tuple[Candidate, ...] = ()


def ranking(call: Rank, places: int, candidates: Collection[Candidate], today: date) -> Ranking:
    """The ranking of the cases that wait for it: the highest numbers first, then by the time of
    receipt, then by number.

    One whose condition for being granted does not hold is placed after all others, and takes no
    place.
    """
    ranked: list[tuple[bool, tuple[Number, ...], Candidate]] = []
    unsettled: list[Candidate] = []
    for candidate in candidates:
        known = known_of(candidate.service, candidate.file, today)
        able, keys = _able(call, candidate, known), _keys(call, known)
        if able is None or keys is None:
            unsettled.append(candidate)
        else:
            ranked.append((able, keys, candidate))
    ranked.sort(key=_order)
    return Ranking(
        tuple(
            Placed(candidate, place, keys, _fate(call, places, place) if able else "refused")
            for place, (able, keys, candidate) in enumerate(ranked, 1)
        ),
        tuple(unsettled),
    )


def publishing(placed: Placed, call: Rank, agent: Agent, moment: Moment) -> list[Event]:
    """The events of a case whose ranking is published. Raises Refused: `not-now`."""
    service, file = placed.candidate.service, placed.candidate.file
    if file.stage != call.stage:
        raise Refused("not-now")
    names = {"granted": call.granted, "waiting": call.waiting, "refused": call.refused}
    action = service.stages[call.stage].actions[names[placed.fate]]
    if not settled(action.when, known_of(service, file, moment.today)):
        raise Refused("not-now")
    keys: list[Json] = [str(each) for each in placed.keys]
    entered = due(service, action.to, moment)
    acted = Acted(moment.now, agent.id, call.stage, action.name, action.to, entered)
    ranked = Ranked(moment.now, agent.id, placed.rank, keys)
    return followed(service, file, [ranked, acted], moment)


def _order(each: tuple[bool, tuple[Number, ...], Candidate]) -> tuple[object, ...]:
    able, keys, candidate = each
    return (not able, tuple(-key for key in keys), candidate.file.opened, candidate.number)


def _fate(call: Rank, places: int, place: int) -> Fate:
    if place <= places:
        return "granted"
    return "waiting" if call.waiting and place <= places + call.reserve else "refused"


def _able(call: Rank, candidate: Candidate, known: Mapping[str, object]) -> bool | None:
    """Whether the case may be granted; None when that is not settled."""
    when = candidate.service.stages[call.stage].actions[call.granted].when
    may = True if when is None else when.evaluate(known)
    return may if isinstance(may, bool) else None


def _keys(call: Rank, known: Mapping[str, object]) -> tuple[Number, ...] | None:
    keys = tuple(each.evaluate(known) for each in call.by)
    numbers = tuple(key for key in keys if type(key) in (int, Decimal))
    return numbers if len(numbers) == len(keys) else None  # type: ignore[return-value]

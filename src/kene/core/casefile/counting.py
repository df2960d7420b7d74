"""What the statistics of a service count of a case as it happens: coarse values, and nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kene.core.casefile.deciding import known_of
from kene.core.casefile.events import Acted, Event, Issued, Lapsed, Opened, Withdrawn
from kene.core.casefile.fold import CaseFile
from kene.core.services import CHANNEL, CLOSED, Counted, Dimension, Service, Statistic
from kene.core.values import Place

HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Tick:
    """One case more in a table: in which `period` (`2026-11`, or `2026`), in which `cell`, a text
    for each of what the statistic counts by, "" where it is not known.

    `total` is what it adds to the sum, in hundredths; `step` its number for the median, rounded to
    two figures, "" where there is none.
    """

    statistic: Statistic
    period: str
    cell: tuple[str, ...]
    total: int = 0
    step: str = ""


def counted(
    service: Service, case: CaseFile, events: Sequence[Event], since: int, today: date
) -> tuple[Tick, ...]:
    """What the events of a case after the first `since` add to the statistics: each counts a case
    once, however often it is contested. `case` is the fold of all of them."""
    before = {each for event in events[:since] for each in _reached(service, event)}
    now = {each for event in events[since:] for each in _reached(service, event)} - before
    wanted = [each for each in service.statistics.values() if each.counts in now]
    if not wanted:
        return ()
    known = {CHANNEL: case.channel, **known_of(service, case, today)}
    return tuple(_tick(service, each, known, today) for each in wanted)


def period(statistic: Statistic, day: date) -> str:
    """The month or the year of a day, as its tables are told apart."""
    return f"{day:%Y-%m}" if statistic.each == "month" else f"{day:%Y}"


def _reached(service: Service, event: Event) -> Iterator[Counted]:
    match event:
        case Opened():
            yield "opened"
        case Issued():
            yield from ("issued", "granted")
        case Acted(stage=stage, action=action, to=to) if to == CLOSED:
            yield from ("decided", "closed")
            done = service.stages[stage].actions.get(action) if stage in service.stages else None
            if done is not None and done.grants:
                yield "granted"
        case Withdrawn():
            yield "closed"
        case Lapsed(to=to) if to == CLOSED:
            yield "closed"
        case _:
            return


def _tick(service: Service, statistic: Statistic, known: Mapping[str, object], today: date) -> Tick:
    total, middle = _number(known.get(statistic.sum)), _number(known.get(statistic.median))
    return Tick(
        statistic,
        period(statistic, today),
        tuple(_class(service, each, known.get(each.name)) for each in statistic.by),
        int(total * HUNDRED) if total is not None else 0,
        f"{middle:.1e}" if middle is not None else "",
    )


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _class(service: Service, by: Dimension, value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str() if by.level:
            place = service.fields[by.name].type
            return place.around(value, by.level) if isinstance(place, Place) else ""
        case str():
            return value
        case _:
            return ""

"""Rankings of calls: how they stand, and publishing them, every case at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from kene.casework import store
from kene.casework.acting import Stale
from kene.casework.entering import enter
from kene.casework.models import Case
from kene.casework.reading import Forbidden, Reader
from kene.core.casefile import Agent, Candidate, Moment, Ranking, Refused, publishing, ranking
from kene.core.services import Rank, Service
from kene.journal import api as journal


@dataclass(frozen=True, slots=True)
class Results:
    """A ranking that was published: how many got a place, wait for one, got none, or were left."""

    granted: int
    waiting: int
    refused: int
    unsettled: int


def standing(service: Service, moment: Moment) -> Ranking:
    """The ranking as it would be published now. Raises LookupError when the service has none."""
    rank, places = _rank(service)
    return ranking(rank, places, [each for _, each in _candidates(service)], moment.today)


def publish_ranking(service: Service, agent: Reader, seen: int, at: Moment) -> Results:
    """Publish the ranking of a call, every case at once; `seen` is how many cases it ranked when
    the agent looked.

    Raises LookupError, Forbidden, Stale, and Refused `call-open` while requests are received.
    """
    rank, _ = _rank(service)
    role = service.stages[rank.stage].by
    if agent.authority != service.authority or role not in agent.roles:
        raise Forbidden(service.name)
    if service.call is None or service.call.shut(at.today) != "over":
        raise Refused("call-open")
    with transaction.atomic():
        rows = dict(_candidates(service, lock=True))
        found = ranking(rank, service.call.places or 0, list(rows.values()), at.today)
        if len(found.placed) != seen:
            raise Stale
        by_number = {row.number: row for row in rows}
        for placed in found.placed:
            candidate = placed.candidate
            events = publishing(placed, rank, Agent(agent.id, role), at)
            enter(by_number[candidate.number], candidate.service, events, at, agent.name)
        entry = journal.Entry(agent.id, "ranked", service.name, str(len(found.placed)))
        journal.append(entry, at.now)
    return _results(found)


def _results(found: Ranking) -> Results:
    fates = [placed.fate for placed in found.placed]
    return Results(
        granted=fates.count("granted"),
        waiting=fates.count("waiting"),
        refused=fates.count("refused"),
        unsettled=len(found.unsettled),
    )


def _candidates(service: Service, *, lock: bool = False) -> Iterable[tuple[Case, Candidate]]:
    """The cases of a service, of any version, that wait for the ranking."""
    rank, _ = _rank(service)
    rows = Case.objects.filter(
        service=service.name, authority=service.authority, stage=rank.stage, closed=None
    ).order_by("number")
    for row in rows.select_for_update() if lock else rows:
        case = store.opened(row)
        yield row, Candidate(row.number, case.service, case.file)


def _rank(service: Service) -> tuple[Rank, int]:
    if service.call is None or service.call.rank is None or service.call.places is None:
        raise LookupError(service.name)
    return service.call.rank, service.call.places

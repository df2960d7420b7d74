"""The papers of a case: which it calls for, pictures that the applicant sends, papers seen."""

from __future__ import annotations

from datetime import date
from typing import Final

from kene.core.casefile.deciding import known_of
from kene.core.casefile.events import Checked, Event, Received
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.moment import Agent, Moment, Refused
from kene.core.services import Evidence, Service, settled

PIECES: Final = 12
"""How many pictures a case holds at most: a few pages of a few papers."""
PHOTO: Final = "photo"


def papers(service: Service, case: CaseFile, today: date) -> tuple[Evidence, ...]:
    """The papers that the answers and the decisions of a case call for."""
    known = known_of(service, case, today)
    return tuple(each for each in service.evidence.values() if settled(each.when, known))


def receiving(
    service: Service, case: CaseFile, evidence: str, channel: str, moment: Moment
) -> list[Event]:
    """The events of a picture that the applicant sends.

    Raises Refused: `not-now` when the case is closed or no picture of that paper is accepted,
    `too-many` when it holds enough.
    """
    if not case.open or PHOTO not in _accepted(service, case, evidence, moment):
        raise Refused("not-now")
    if len(case.received) >= PIECES:
        raise Refused("too-many")
    return [Received(moment.now, channel, evidence, len(case.received) + 1)]


def checking(
    service: Service, case: CaseFile, wanted: tuple[str, str], agent: Agent, moment: Moment
) -> list[Event]:
    """The events of a paper that an agent saw; `wanted` is which, and in what form.

    Raises Refused, `not-now`, when the case is closed or the paper is not accepted so.
    """
    evidence, form = wanted
    if not case.open or form not in _accepted(service, case, evidence, moment):
        raise Refused("not-now")
    return [Checked(moment.now, agent.id, evidence, form)]


def _accepted(service: Service, case: CaseFile, evidence: str, moment: Moment) -> tuple[str, ...]:
    called_for = papers(service, case, moment.today)
    return next((each.accept for each in called_for if each.name == evidence), ())

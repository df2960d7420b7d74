"""Each event of a case as a line of the journal: who, and what; never a word of a person."""

from __future__ import annotations

from collections.abc import Iterable

from kene.core.casefile import (
    NODE,
    Acted,
    Booked,
    Cancelled,
    Checked,
    Completed,
    Contested,
    Declined,
    Event,
    Lapsed,
    Moment,
    Moved,
    Paid,
    Proposed,
    Received,
    Reminded,
    Withdrawn,
)
from kene.core.services import APPLICANT
from kene.journal import api as journal


def record(number: str, events: Iterable[Event], at: Moment) -> None:
    """Write in the journal what was done, in the caller's transaction."""
    for event in events:
        line = _line(number, event)
        if line is not None:
            journal.append(line, at.now)


def _line(number: str, event: Event) -> journal.Entry | None:
    """The line; None for what follows from another event, or is told elsewhere."""
    match event:
        case Acted(agent=agent, action=action, second=second):
            what = "confirmed" if second else "acted"
            return journal.Entry(second or agent, what, number, action)
        case Proposed(agent=agent, action=action):
            return journal.Entry(agent, "proposed", number, action)
        case Declined(agent=agent, action=action):
            return journal.Entry(agent, "declined", number, action)
        case Paid(agent=agent, means=means):
            return journal.Entry(agent, "paid", number, means)
        case Checked(agent=agent, evidence=evidence, form=form):
            return journal.Entry(agent, "checked", number, f"{evidence}, {form}")
        case Moved(agent=agent, digest=digest):
            return journal.Entry(agent, "moved", number, digest)
        case Lapsed(stage=stage):
            return journal.Entry(NODE, "lapsed", number, stage)
        case Reminded(stage=stage, missed=missed):
            return journal.Entry(NODE, "not-reminded" if missed else "reminded", number, stage)
        case _:
            return _by_applicant(number, event)


def _by_applicant(number: str, event: Event) -> journal.Entry | None:
    match event:
        case Completed(channel=channel):
            return journal.Entry(APPLICANT, "completed", number, channel)
        case Received(evidence=evidence):
            return journal.Entry(APPLICANT, "received", number, evidence)
        case Booked(channel=channel):
            return journal.Entry(APPLICANT, "booked", number, channel)
        case Cancelled(channel=channel):
            return journal.Entry(APPLICANT, "unbooked", number, channel)
        case Contested(channel=channel):
            return journal.Entry(APPLICANT, "contested", number, channel)
        case Withdrawn(channel=channel):
            return journal.Entry(APPLICANT, "withdrawn", number, channel)
        case _:
            return None

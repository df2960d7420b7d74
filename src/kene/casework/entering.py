"""What happens to a case, written with all that follows from it in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kene.casework import store
from kene.casework.issuing import issue
from kene.casework.models import Case
from kene.casework.recording import record
from kene.casework.tallying import tally
from kene.casework.telling import tell
from kene.core.casefile import (
    NODE,
    Acted,
    CaseFile,
    Effects,
    Event,
    Moment,
    counted,
    details,
    effects,
)
from kene.core.services import Service
from kene.core.values import Setting


def enter(
    row: Case, service: Service, events: Sequence[Event], at: Moment, signer: str = ""
) -> None:
    """Write events and their lines in the journal, then the documents that each one issues and the
    message that it tells; and what is counted of it. `signer` is the name of the agent who acts."""
    waiting: list[Event] = []
    since = row.count
    for event in events:
        waiting.append(event)
        follow = effects(service, event)
        if follow != Effects():
            store.append(row, service, waiting)
            waiting = []
            _follow(row, (event, follow), at, signer)
    if waiting:
        store.append(row, service, waiting)
    record(row.number, events, at)
    if events and service.statistics:
        case = store.opened(row)
        tally(service, counted(service, case.file, case.events, since, at.today), at.today)


def say(row: Case, service: Service, key: str, words: Mapping[str, object], at: Moment) -> None:
    """Post a message, and write that it was told."""
    told = tell(row, service, key, words, at)
    if told is not None:
        store.append(row, service, [told])


def message_words(row: Case, file: CaseFile, event: Event, at: Moment) -> dict[str, str]:
    """What a message about an event may name, in the applicant's language."""
    service = store.service_of(row)
    return details(service, file, event, Setting(row.language, service.country, at.today, "short"))


def _follow(row: Case, happened: tuple[Event, Effects], at: Moment, signer: str) -> None:
    event, follow = happened
    by = "" if isinstance(event, Acted) and event.agent == NODE else signer
    for name in follow.issue:
        case = store.opened(row)
        store.append(row, case.service, [issue(case, name, by, at)])
    if follow.tell:
        case = store.opened(row)
        say(row, case.service, follow.tell, message_words(row, case.file, event, at), at)

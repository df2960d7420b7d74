"""The door of this room: opening, reading, handling, completing and withdrawing cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kene.casework import store
from kene.casework.clock import moment
from kene.casework.erasing import erase, expire, withdraw_document
from kene.casework.issuing import issue, pdf_of
from kene.casework.models import Case, Message
from kene.casework.opening import Confirmed, Receipt, open_case, secret_digest
from kene.casework.queries import Filters, State, WorkItem, overdue, worklist
from kene.casework.reading import (
    CaseView,
    Forbidden,
    NotFound,
    Reader,
    TooMany,
    accesses,
    authorised,
    cases_of,
    find,
    follow,
    read_case,
    view,
)
from kene.casework.sentences import decision_lines, status_lines
from kene.casework.telling import SEND, Outgoing, day_in, mark, outgoing, shown, tell
from kene.core.casefile import (
    Acted,
    Agent,
    Event,
    Moment,
    Refused,
    acting,
    completing,
    lapsing,
    withdrawing,
)
from kene.core.services import APPLICANT, Service
from kene.core.values import Value
from kene.journal import api as journal

__all__ = [
    "SEND",
    "CaseView",
    "Confirmed",
    "Filters",
    "Forbidden",
    "Message",
    "NotFound",
    "Outgoing",
    "Reader",
    "Receipt",
    "Refused",
    "Stale",
    "State",
    "TooMany",
    "WorkItem",
    "accesses",
    "act",
    "cases_of",
    "complete",
    "decision_lines",
    "document",
    "erase",
    "expire",
    "find",
    "follow",
    "lapse",
    "mark",
    "messages",
    "moment",
    "open_case",
    "outgoing",
    "read_case",
    "secret_digest",
    "shown",
    "status_lines",
    "withdraw",
    "withdraw_document",
    "worklist",
]


class Stale(Exception):
    """Somebody did something with the case since it was read."""


def act(number: str, action: str, agent: Reader, given: tuple[str, int], at: Moment) -> CaseView:
    """An agent's action, with `given` the reason and the number of events that the agent had seen.

    Raises NotFound, Forbidden, Stale when somebody acted meanwhile, and the core's Refused.
    """
    reason, seen = given
    with transaction.atomic():
        row = find(number, lock=True)
        authorised(row, agent)
        case = store.opened(row)
        if case.file.count != seen:
            raise Stale
        if row.role and row.role not in agent.roles:
            raise Forbidden(number)
        events = acting(case.service, case.file, action, Agent(agent.id, row.role), reason, at)
        _enter(case, events, (reason, agent.name or agent.id), at)
        entry = journal.Entry(who=agent.id, what="acted", about=number, detail=action)
        journal.append(entry, at.now)
    return view(store.opened(row))


def complete(number: str, answers: Mapping[str, Value], channel: str, at: Moment) -> CaseView:
    """The applicant's answers to a request for more. Raises NotFound, and the core's Refused."""
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        events = completing(case.service, case.file, answers, channel, at)
        store.append(row, case.service, events)
        _told(row, case.service, "completed", {}, at)
        entry = journal.Entry(who=APPLICANT, what="completed", about=number, detail=channel)
        journal.append(entry, at.now)
    return view(store.opened(row))


def withdraw(number: str, channel: str, at: Moment) -> CaseView:
    """The applicant's withdrawal. Raises NotFound, and the core's Refused when it is closed."""
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        store.append(row, case.service, withdrawing(case.file, channel, at))
        _told(row, case.service, "withdrawn", {}, at)
        entry = journal.Entry(who=APPLICANT, what="withdrawn", about=number, detail=channel)
        journal.append(entry, at.now)
    return view(store.opened(row))


def lapse(now: datetime) -> int:
    """Apply what a passed deadline does, case by case; how many there were."""
    return sum(_lapsed(number, now) for number in overdue(now))


def messages(number: str) -> tuple[Message, ...]:
    """The messages of a case, oldest first."""
    return tuple(Message.objects.filter(case_id=number).select_related("case"))


def document(number: str, name: str, reader: Reader, at: Moment) -> bytes:
    """The PDF of a document that the case issued; journaled. Raises NotFound or Forbidden."""
    with transaction.atomic():
        row = find(number)
        if reader.kind == "agent":
            authorised(row, reader)
        pdf = pdf_of(store.opened(row), name)
        if pdf is None:
            raise NotFound(name)
        entry = journal.Entry(who=reader.id, what="document", about=number, detail=name)
        journal.append(entry, at.now)
    return pdf


def _lapsed(number: str, now: datetime) -> bool:
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        at = moment(case.service.country, now)
        events = lapsing(case.service, case.file, at)
        if not events:
            return False
        store.append(row, case.service, events)
        late = case.service.stages[case.file.stage].late
        if late is not None and late.tell:
            _told(row, case.service, late.tell, {}, at)
        entry = journal.Entry(who="node", what="lapsed", about=number, detail=case.file.stage)
        journal.append(entry, now)
    return True


def _enter(case: store.Opened, events: list[Event], given: tuple[str, str], at: Moment) -> None:
    """Write an agent's action, then what the pack says that it issues and tells."""
    row, service = case.row, case.service
    reason, signer = given
    acted = events[0]
    assert isinstance(acted, Acted)
    action = service.stages[acted.stage].actions[acted.action]
    store.append(row, service, events)
    if action.issue:
        store.append(row, service, [issue(store.opened(row), action.issue, signer, at)])
    if action.tell:
        day = day_in(service, row.language, acted.due, at.today)
        _told(row, service, action.tell, {"reason": reason.strip(), "due": day}, at)


def _told(row: Case, service: Service, key: str, details: Mapping[str, object], at: Moment) -> None:
    told = tell(row, service, key, details, at)
    if told is not None:
        store.append(row, service, [told])

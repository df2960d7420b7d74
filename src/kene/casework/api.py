"""The door of this room: opening, reading, handling, completing and withdrawing cases."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Length

from kene.casework import store
from kene.casework.acting import Stale, Try, act, confirm, decline
from kene.casework.asking import complete, contest, withdraw
from kene.casework.calls import Results, publish_ranking, standing
from kene.casework.clock import local, moment
from kene.casework.deadlines import lapse, remind
from kene.casework.erasing import erase, expire, withdraw_document
from kene.casework.evidence import check, picture, receive
from kene.casework.issuing import pdf_of
from kene.casework.models import Message
from kene.casework.moving import Proof, Route, Tried, move_cases, open_cases, prove_moves
from kene.casework.opening import (
    Confirmed,
    Opening,
    Receipt,
    foresee,
    open_case,
    secret_digest,
    store_keys,
    write_openings,
)
from kene.casework.photo import LARGEST, NotAPicture
from kene.casework.places import NotReceived, Shut, shut
from kene.casework.queries import Filters, State, WorkItem, worklist
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
    moment_of,
    read_case,
)
from kene.casework.sentences import decision_lines, status_lines
from kene.casework.statistics import Asked, Figures, Line, Table, statistics
from kene.casework.telling import (
    SEND,
    Early,
    Outgoing,
    Unsure,
    mark,
    outgoing,
    resend,
    shown,
    text_instead,
    unsure,
)
from kene.casework.visits import book, free_slots, unbook
from kene.core.casefile import Given, Moment, Refused
from kene.journal import api as journal

__all__ = [
    "LARGEST",
    "SEND",
    "Asked",
    "CaseView",
    "Confirmed",
    "Early",
    "Figures",
    "Filters",
    "Forbidden",
    "Given",
    "Line",
    "Message",
    "NotAPicture",
    "NotFound",
    "NotReceived",
    "Opening",
    "Outgoing",
    "Proof",
    "Reader",
    "Receipt",
    "Refused",
    "Results",
    "Route",
    "Shut",
    "Stale",
    "State",
    "Table",
    "TooMany",
    "Tried",
    "Try",
    "Unsure",
    "WorkItem",
    "accesses",
    "book",
    "free_slots",
    "unbook",
    "act",
    "cases_of",
    "check",
    "complete",
    "confirm",
    "contest",
    "decision_lines",
    "decline",
    "document",
    "erase",
    "expire",
    "find",
    "follow",
    "foresee",
    "lapse",
    "local",
    "mark",
    "messages",
    "moment",
    "moment_of",
    "move_cases",
    "open_case",
    "open_cases",
    "outgoing",
    "picture",
    "prove_moves",
    "publish_ranking",
    "read_case",
    "receive",
    "remind",
    "resend",
    "secret_digest",
    "shown",
    "shut",
    "standing",
    "statistics",
    "status_lines",
    "store_keys",
    "text_instead",
    "unsure",
    "withdraw",
    "withdraw_document",
    "worklist",
    "write_openings",
]


def messages(number: str) -> tuple[Message, ...]:
    """The messages of a case, oldest first; those of one instant in the order of their numbers."""
    rows = Message.objects.filter(case_id=number).select_related("case")
    return tuple(rows.order_by("at", Length("reference"), "reference"))


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

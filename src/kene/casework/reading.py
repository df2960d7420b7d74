"""Reading a case: by whom, with what right, and written in the journal."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from kene.casework import store
from kene.casework.clock import moment
from kene.casework.models import Case
from kene.casework.opening import secret_digest
from kene.catalogue import api as catalogue
from kene.core.casefile import CaseFile, Event, Moment, Versions, versioned
from kene.core.services import Service
from kene.journal import api as journal
from kene.privacy import api as privacy


class NotFound(LookupError):
    """No such case, or not with that secret: both are told alike."""


class Forbidden(PermissionError):
    """The case is another authority's, or another role's."""


class TooMany(Exception):
    """Too many wrong codes: the next try has to wait."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: an agent with an authority and roles, the applicant, or the node itself.

    `name` is what the documents that an agent issues are signed with.
    """

    kind: Literal["agent", "applicant", "node"]
    id: str
    authority: str = ""
    roles: frozenset[str] = frozenset()
    name: str = ""


APPLICANT_READER = Reader("applicant", "applicant")


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as it is read: pinned to the version of its service; `erased` are purposes.

    Of a case that moved to another version, `before` are those that it left.
    """

    number: str
    service: Service
    file: CaseFile
    events: tuple[Event, ...]
    authority: str
    place: str
    role: str
    erased: tuple[str, ...]
    before: Versions

    def service_of(self, event: Event) -> Service:
        """The version of the service by which an event of the case happened. Raises ValueError."""
        dated = versioned(self.service, self.events, self.before)
        for service, each in dated:
            if each is event:
                return service
        raise ValueError(f"{event!r} is not of the case {self.number}")


def find(number: str, *, lock: bool = False) -> Case:
    """The row of a case, locked for the caller's transaction if asked. Raises NotFound."""
    rows = Case.objects.select_for_update() if lock else Case.objects
    try:
        return rows.get(number=number)
    except Case.DoesNotExist as error:
        raise NotFound(number) from error


def moment_of(number: str, now: datetime) -> Moment:
    """The moment `now` in the country of the case's service; the node's own where no such case."""
    digest = Case.objects.filter(number=number).values_list("digest", flat=True).first()
    country = catalogue.service(digest).country if digest else catalogue.home()
    return moment(country, now)


def authorised(row: Case, reader: Reader) -> None:
    """Check that an agent may see the case. Raises Forbidden."""
    if reader.kind == "agent" and reader.authority != row.authority:
        raise Forbidden(row.number)


def read_case(number: str, reader: Reader, at: Moment) -> CaseView:
    """A case with its personal data; the read is journaled. Raises NotFound or Forbidden."""
    with transaction.atomic():
        row = find(number)
        authorised(row, reader)
        return _read(row, reader, at)


def follow(number: str, secret: str, at: Moment) -> CaseView:
    """A case for whoever has its number and code. Raises NotFound, or TooMany to wait."""
    key = f"follow/{number}"
    if not privacy.attempt(key, at.now):
        raise TooMany
    digest = secret_digest(number, secret.strip())
    row = Case.objects.filter(number=number).first()
    if row is None or not hmac.compare_digest(bytes(row.secret), digest):
        raise NotFound(number)
    privacy.succeeded(key)
    with transaction.atomic():
        return _read(row, APPLICANT_READER, at)


def cases_of(phone: str, at: Moment, most: int = 5) -> tuple[CaseView, ...]:
    """The latest cases of a phone number (E.164), for whoever holds that phone."""
    rows = Case.objects.filter(person=privacy.address_digest(phone)).order_by("-opened")[:most]
    return tuple(view(store.opened(row)) for row in rows)


def view(case: store.Opened) -> CaseView:
    """The case as readers get it."""
    row = case.row
    return CaseView(
        row.number,
        case.service,
        case.file,
        case.events,
        row.authority,
        row.place,
        row.role,
        case.erased,
        case.before,
    )


def accesses(number: str) -> tuple[journal.Line, ...]:
    """Every line of the journal about a case: who read or did what, and when."""
    return tuple(journal.lines_about(number))


def _read(row: Case, reader: Reader, at: Moment) -> CaseView:
    entry = journal.Entry(who=reader.id, what="read", about=row.number, detail=reader.kind)
    journal.append(entry, at.now)
    return view(store.opened(row))

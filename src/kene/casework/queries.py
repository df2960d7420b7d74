"""What worklists and clocks read of cases: rows without a single personal value."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final, Literal

from django.db.models import F, Q, QuerySet

from kene import sql
from kene.casework.models import Case
from kene.core.services import APPLICANT

State = Literal["open", "late", "waiting", "closed"]
PAGE: Final = 50
_FAR: Final = date.max


@dataclass(frozen=True, slots=True)
class Filters:
    """What a worklist shows. `waiting` are the cases that wait for their applicant.

    `after` is the last line of the page before, as `WorkItem.cursor` gave it. `places` keeps to
    cases of these places and of those inside; none means everywhere.
    """

    service: str = ""
    stage: str = ""
    state: State = "open"
    number: str = ""
    after: str = ""
    size: int = PAGE
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of a worklist. `role` is who has to act, "" when the case is closed; `proposed`
    says that an agent proposed something which that role has to confirm."""

    number: str
    service: str
    digest: str
    stage: str
    role: str
    due: date | None
    late: bool
    proposed: bool
    opened: datetime
    closed: datetime | None

    @property
    def cursor(self) -> str:
        """Where the next page begins."""
        return f"{(self.due or _FAR).isoformat()}.{self.number}"


def worklist(
    authority: str, roles: Collection[str], filters: Filters
) -> tuple[tuple[WorkItem, ...], bool]:
    """The cases that these roles of an authority see, by deadline; and whether more follow."""
    rows = _filtered(Case.objects.filter(authority=authority), roles, filters)
    ordered = _after(rows, filters.after).order_by(F("due").asc(nulls_last=True), "number")
    found = [_item(row) for row in ordered[: filters.size + 1]]
    return tuple(found[: filters.size]), len(found) > filters.size


def is_taken(number: str) -> bool:
    """Whether a case has that number: plain, because it is on the path of every confirmation."""
    found = sql.run("SELECT 1 FROM kene_casework_case WHERE number = %s", (number,))
    return found.fetchone() is not None


def overdue(now: datetime) -> list[str]:
    """The numbers of open cases whose deadline may have passed somewhere, the oldest first."""
    limit = (now + timedelta(days=1)).date()
    rows = Case.objects.filter(closed=None, late=False, due__lt=limit).order_by("due")
    return list(rows.values_list("number", flat=True))


def to_remind(now: datetime) -> list[str]:
    """The numbers of cases whose reminder may be due somewhere, the oldest first."""
    limit = (now + timedelta(days=1)).date()
    rows = Case.objects.filter(closed=None, remind__lte=limit).order_by("remind")
    return list(rows.values_list("number", flat=True))


def _filtered(rows: QuerySet[Case], roles: Collection[str], filters: Filters) -> QuerySet[Case]:
    match filters.state:
        case "closed":
            rows = rows.exclude(closed=None)
        case "waiting":
            rows = rows.filter(closed=None, role=APPLICANT)
        case "late":
            rows = rows.filter(closed=None, role__in=roles, late=True)
        case "open":
            rows = rows.filter(closed=None, role__in=roles)
    if filters.service:
        rows = rows.filter(service=_typed(filters.service))
    if filters.stage:
        rows = rows.filter(stage=_typed(filters.stage))
    if filters.number:
        rows = rows.filter(number__startswith=_typed(filters.number))
    if filters.places:
        inside = (Q(place=place) | Q(place__startswith=f"{place}-") for place in filters.places)
        rows = rows.filter(reduce(or_, inside))
    return rows


def _typed(text: str) -> str:
    """A text of an address: PostgreSQL refuses the character that no name and no number has."""
    return text.replace("\0", "")


def _after(rows: QuerySet[Case], cursor: str) -> QuerySet[Case]:
    day, _, number = _typed(cursor).partition(".")
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return rows
    if due == _FAR:
        return rows.filter(due=None, number__gt=number)
    later = Q(due__gt=due) | Q(due=due, number__gt=number) | Q(due=None)
    return rows.filter(later)


def _item(row: Case) -> WorkItem:
    return WorkItem(
        row.number,
        row.service,
        row.digest,
        row.stage,
        row.role,
        row.due,
        row.late,
        row.proposed,
        row.opened,
        row.closed,
    )

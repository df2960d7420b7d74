"""The days on which a call receives requests, and the places that they take.

Places are counted in one row a call, taken by an UPDATE that a full call does not match: there is
never one too many, whoever asks at the same time, on any database.
"""

from __future__ import annotations

from typing import Literal

from django.db.models import F

from kene.casework.models import Taken
from kene.core.casefile import Moment
from kene.core.services import Call, Service

Shut = Literal["", "early", "over", "full"]
"""Why a service receives no request now; "" when it does."""


class NotReceived(Exception):
    """The service receives no request now; `why` is a word for a sentence."""

    def __init__(self, why: Shut) -> None:
        self.why = why
        super().__init__(why)


def shut(service: Service, moment: Moment) -> Shut:
    """Why the service receives no request now. It may be full by the time that one is confirmed."""
    call = service.call
    if call is None:
        return ""
    why: Shut = call.shut(moment.today)
    if why or not _limited(call):
        return why
    row = Taken.objects.filter(call=_name(service, call)).first()
    return "full" if row is not None and row.count >= (call.places or 0) else ""


def take(service: Service, moment: Moment) -> str:
    """Take a place for a request that is confirmed, in the caller's transaction: of which call, ""
    where none is needed. Raises NotReceived, before anything is written."""
    call = service.call
    if call is None:
        return ""
    why = call.shut(moment.today)
    if why:
        raise NotReceived(why)
    if not _limited(call):
        return ""
    name = _name(service, call)
    if not take_one(name, call.places or 0):
        raise NotReceived("full")
    return name


def take_one(name: str, places: int) -> bool:
    """Take one of so many, in the caller's transaction; False when there is none left."""
    Taken.objects.bulk_create([Taken(call=name)], ignore_conflicts=True)
    return bool(Taken.objects.filter(call=name, count__lt=places).update(count=F("count") + 1))


def give_back(name: str) -> None:
    """Give one back, in the caller's transaction."""
    Taken.objects.filter(call=name).update(count=F("count") - 1)


def counts(service: Service) -> bool:
    """Whether the first requests take the places, so that one more depends on those before."""
    return service.call is not None and _limited(service.call)


def _limited(call: Call) -> bool:
    return call.places is not None and call.rank is None


def _name(service: Service, call: Call) -> str:
    """A call by its service and its first day: another year is another call."""
    return f"{service.name}/{call.opens.isoformat() if call.opens else ''}"

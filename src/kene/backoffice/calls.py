"""The ranking of a call: how it stands, and publishing it, every case at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kene.backoffice.desk import Desk, at_desk, now_in
from kene.backoffice.words import LANGUAGE, say, short_day
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment, Ranking, show_number
from kene.core.services import Service

SHOWN: Final = 500
"""The most lines of a page; all are ranked."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the ranking."""

    rank: int
    number: str
    shown: str
    keys: str
    fate: str


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """How the ranking of a service's call stands; publishing it, once that is confirmed."""
    service = _service(desk, name)
    if service is None:
        return render(request, "kene_backoffice/missing.html", status=404)
    at = now_in(service.country)
    if request.method == "POST":
        return _publish(request, desk, service, at)
    return _page(request, service, at)


def ranked(desk: Desk) -> tuple[Service, ...]:
    """The services whose ranking the agent may publish."""
    return tuple(each for each in catalogue.offered() if _service(desk, each.name))


def _service(desk: Desk, name: str) -> Service | None:
    try:
        service = catalogue.named(name)
    except catalogue.Unknown:
        return None
    if service.call is None or service.call.rank is None:
        return None
    role = service.stages[service.call.rank.stage].by
    return service if role in desk.roles(service.authority, "") else None


def _publish(request: HttpRequest, desk: Desk, service: Service, at: Moment) -> HttpResponse:
    seen = request.POST.get("vu", "")
    reader = desk.reader(service.authority, "")
    try:
        count = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1
        done = casework.publish_ranking(service, reader, count, at)
    except casework.Stale:
        return _page(request, service, at, say("call.stale"), 409)
    except casework.Refused as refused:
        return _page(request, service, at, say(f"trouble.{refused.reason}"), 409)
    told = say("call.done", granted=done.granted, waiting=done.waiting, refused=done.refused)
    messages.success(request, told)
    return redirect("kene_backoffice:call", name=service.name)


def _page(
    request: HttpRequest, service: Service, at: Moment, refused: str = "", status: int = 200
) -> HttpResponse:
    found = casework.standing(service, at)
    call = service.call
    assert call is not None
    fates = [placed.fate for placed in found.placed]
    shown = {
        "title": service.wording(LANGUAGE).say("title"),
        "places": call.places,
        "closes": short_day(call.closes) if call.closes else "",
        "over": call.shut(at.today) == "over",
        "lines": tuple(_lines(found)),
        "total": len(found.placed),
        "granted": fates.count("granted"),
        "waiting": fates.count("waiting"),
        "refusals": fates.count("refused"),
        "unsettled": tuple(show_number(each.number) for each in found.unsettled),
        "refused": refused,
    }
    return render(request, "kene_backoffice/call.html", shown, status=status)


def _lines(found: Ranking) -> Iterator[Line]:
    for placed in found.placed[:SHOWN]:
        number = placed.candidate.number
        keys = " ; ".join(f"{key:f}".replace(".", ",") for key in placed.keys)
        yield Line(placed.rank, number, show_number(number), keys, say(f"fate.{placed.fate}"))

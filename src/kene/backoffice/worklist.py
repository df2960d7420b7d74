"""The worklist: cases by deadline, the late ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, cast, get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from kene.backoffice.calls import ranked
from kene.backoffice.desk import Desk, at_desk, now_in
from kene.backoffice.words import LANGUAGE, deadline, say, short_day, zone
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import read_number, show_number
from kene.core.services import APPLICANT, Service
from kene.people import api as people

_STATES: Final = get_args(casework.State)


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the worklist; `when` is the deadline from today, `due` its day."""

    number: str
    shown: str
    service: str
    stage: str
    when: str
    due: str
    late: bool
    proposed: bool
    opened: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of a row of links."""

    title: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    title: str
    chosen: bool


@at_desk
def worklist(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The cases of one of the agent's authorities, filtered by the address."""
    if not desk.authorities:
        if people.is_operator(desk.agent):
            return redirect("kene_backoffice:node")
        return render(request, "kene_backoffice/no_role.html")
    asked = request.GET
    wanted = asked.get("autorite", "")
    authority = wanted if wanted in desk.authorities else desk.authorities[0]
    number = read_number(asked.get("numero", ""))
    if number and _opens(desk, number):
        return redirect("kene_backoffice:case", number=number)
    filters = _filters(asked, desk.places(authority))
    items, more = casework.worklist(authority, desk.roles(authority), filters)
    services = [each for each in catalogue.offered() if each.authority == authority]
    given = {"autorite": wanted, **_given(filters)}
    return render(
        request,
        "kene_backoffice/worklist.html",
        {
            "lines": tuple(_line(item) for item in items),
            "filters": filters,
            "calls": tuple(
                (each.name, each.wording(LANGUAGE).say("title")) for each in ranked(desk)
            ),
            "states": tuple(_states(filters, given)),
            "authorities": tuple(_authorities(desk, authority)),
            "authority": authority if wanted else "",
            "services": tuple(_services(services, filters)),
            "stages": tuple(_stages(services, filters)),
            "next": _address({**given, "suite": items[-1].cursor}) if more else "",
            "first": _address(given) if filters.after else "",
        },
    )


def _filters(asked: QueryDict, places: tuple[str, ...]) -> casework.Filters:
    state = asked.get("etat", "")
    digits = "".join(each for each in asked.get("numero", "") if each in "0123456789")
    return casework.Filters(
        service=asked.get("service", "")[:40],
        stage=asked.get("etape", "")[:40],
        state=cast(casework.State, state) if state in _STATES else "open",
        number=digits[:9],
        after=asked.get("suite", "")[:40],
        places=places,
    )


def _given(filters: casework.Filters) -> dict[str, str]:
    """The filters as they stand in an address, without the page."""
    state = "" if filters.state == "open" else filters.state
    return {
        "etat": state,
        "service": filters.service,
        "etape": filters.stage,
        "numero": filters.number,
    }


def _address(given: dict[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in given.items() if value})


def _opens(desk: Desk, number: str) -> bool:
    """Whether there is a case of that number, and it is the agent's to see."""
    try:
        row = casework.find(number)
    except casework.NotFound:
        return False
    return bool(desk.roles(row.authority, row.place))


def _line(item: casework.WorkItem) -> Line:
    service = catalogue.service(item.digest)
    today = now_in(service.country).today
    wording = service.wording(LANGUAGE)
    return Line(
        number=item.number,
        shown=show_number(item.number),
        service=wording.say("title"),
        stage=wording.say(f"stages.{item.stage}"),
        when=_when(item, today),
        due=short_day(item.due) if item.due else "",
        late=item.late or (item.due is not None and item.due < today),
        proposed=item.proposed,
        opened=short_day(item.opened.astimezone(zone(service.country)).date()),
    )


def _when(item: casework.WorkItem, today: date) -> str:
    if item.closed is not None:
        return ""
    return deadline(item.due, today) if item.due else say("due.none")


def _states(filters: casework.Filters, given: dict[str, str]) -> Iterator[Tab]:
    for state in _STATES:
        chosen = "" if state == "open" else state
        address = _address({**given, "etat": chosen})
        yield Tab(say(f"states.{state}"), address, state == filters.state)


def _authorities(desk: Desk, current: str) -> Iterator[Choice]:
    titles = {
        each.authority: each.wording(LANGUAGE).say("authority")
        for each in catalogue.offered()
        if each.wording(LANGUAGE).has("authority")
    }
    for authority in desk.authorities:
        yield Choice(authority, titles.get(authority, authority), authority == current)


def _services(services: list[Service], filters: casework.Filters) -> Iterator[Choice]:
    for each in services:
        title = each.wording(LANGUAGE).say("title")
        yield Choice(each.name, title, each.name == filters.service)


def _stages(services: list[Service], filters: casework.Filters) -> Iterator[Choice]:
    """The stages at which an agent acts, of the chosen service or of all."""
    for each in services:
        if filters.service in ("", each.name):
            for stage in each.stages.values():
                if stage.by != APPLICANT:
                    title = each.wording(LANGUAGE).say(f"stages.{stage.name}")
                    yield Choice(stage.name, title, stage.name == filters.stage)

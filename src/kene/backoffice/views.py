"""A case: its page, what an agent does with it, and its documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kene.backoffice import deeds
from kene.backoffice.deeds import Deed
from kene.backoffice.desk import Desk, at_desk, now_in
from kene.backoffice.sheet import Fact, decisions, entries, groups, papers, payments
from kene.backoffice.story import agents_of, letters, moments
from kene.backoffice.words import LANGUAGE, deadline, say, short_day
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import CaseFile, Event, Misentered, Moment, entering, show_number
from kene.core.services import APPLICANT, Naming
from kene.core.values import Setting, Value
from kene.people import api as people

LONGEST: Final = 500
"""The most characters of a reason: it goes into a message."""
ENTRY: Final = "saisie-"
"""What begins the name of an entry in a form."""
RECEIPT: Final = 40
"""The most characters of a receipt's number."""


class Missing(Exception):
    """There is no such case for this agent, which is said as if there were none at all."""


@dataclass(frozen=True, slots=True)
class Open:
    """A case that an agent has open."""

    case: casework.CaseView
    naming: Naming
    deeds: tuple[Deed, ...]
    at: Moment

    def deed(self, name: str) -> Deed | None:
        """The action of that name, if it is offered."""
        return next((each for each in self.deeds if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that waits for a second agent: who proposed it, what they wrote and entered."""

    who: str
    action: str
    reason: str
    entered: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a case that can be opened."""

    name: str
    title: str
    number: str


@at_desk
def case(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The page of a case; reading it is journaled."""
    try:
        return _page(request, _open(desk, number))
    except Missing:
        return missing(request)


@at_desk
@require_POST
def act(request: HttpRequest, desk: Desk, number: str, action: str) -> HttpResponse:
    """An agent's action: done at once, or once confirmed where it closes the case."""
    try:
        return _Acting(request, desk, number, action).answer()
    except (Missing, casework.NotFound):
        return missing(request)
    except casework.Forbidden:
        return render(request, "kene_backoffice/not_yours.html", {"number": number}, status=403)


@at_desk
def document(request: HttpRequest, desk: Desk, number: str, name: str) -> HttpResponse:
    """The PDF of a document of the case; opening it is journaled."""
    try:
        reader, at = _right(desk, number)
        pdf = casework.document(number, name, reader, at)
    except (Missing, casework.NotFound):
        return missing(request)
    told = {"Content-Disposition": f'inline; filename="{name}-{number}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=told)


@at_desk
@require_POST
def checked(request: HttpRequest, desk: Desk, number: str, name: str) -> HttpResponse:
    """A paper that the agent saw, as they say in what form."""
    try:
        reader, at = _right(desk, number)
        form = request.POST.get("forme", "")
        casework.check(casework.Try(number, 0), name, form, reader, at)
    except (Missing, casework.NotFound, casework.Forbidden):
        return missing(request)
    except casework.Refused as refused:
        told = {"refused": say(f"trouble.{refused.reason}")}
        return _page(request, _open(desk, number), told, 409)
    return redirect("kene_backoffice:case", number=number)


@at_desk
def picture(request: HttpRequest, desk: Desk, number: str, piece: int) -> HttpResponse:
    """A picture of a paper that the applicant sent; opening it is journaled."""
    try:
        reader, at = _right(desk, number)
        octets = casework.picture(number, piece, reader, at)
    except (Missing, casework.NotFound, casework.Forbidden):
        return missing(request)
    told = {"Content-Disposition": f'inline; filename="{number}-{piece}.jpg"'}
    return HttpResponse(octets, content_type="image/jpeg", headers=told)


def missing(request: HttpRequest) -> HttpResponse:
    """The page that says that there is no such page."""
    return render(request, "kene_backoffice/missing.html", status=404)


class _Acting:
    """One try to act: what was asked, and the page that answers it."""

    def __init__(self, request: HttpRequest, desk: Desk, number: str, action: str) -> None:
        self.request = request
        self.desk = desk
        self.number = number
        self.action = action
        self.reason = request.POST.get("motif", "").strip()[:LONGEST]
        self.receipt = request.POST.get("recu", "").strip()[:RECEIPT]
        typed = request.POST.items()
        self.entries = {
            name.removeprefix(ENTRY): str(text).strip()[:LONGEST]
            for name, text in typed
            if name.startswith(ENTRY)
        }
        self.seen = _count(request.POST.get("vu", ""))

    def answer(self) -> HttpResponse:
        opened = _open(self.desk, self.number)
        deed = opened.deed(self.action)
        if opened.case.file.count != self.seen:
            return self._stale(opened)
        if deed is None:
            return _page(self.request, opened, {"refused": say("trouble.not-now")}, 409)
        if deed.why and not self.reason:
            return self._wanting(opened, "reason")
        if deed.receipt and not self.receipt:
            return self._wanting(opened, "receipt")
        try:
            entered = self._entered(opened, deed)
        except Misentered as refused:
            return self._misentered(opened, deed, refused.why)
        if deed.closes and "confirme" not in self.request.POST:
            return self._confirm(opened, deed, entered)
        return self._act(opened, deed)

    def _entered(self, opened: Open, deed: Deed) -> Mapping[str, Value]:
        if not deed.entries:
            return {}
        service, file = opened.case.service, opened.case.file
        action = service.stages[file.stage].actions[deed.name]
        return entering(service, file, action, self.entries, opened.at)

    def _misentered(self, opened: Open, deed: Deed, why: Mapping[str, str]) -> HttpResponse:
        """The page with what was typed, and why it cannot be kept."""
        typed = deed.typed(self.entries, why)
        told = {
            "deeds": tuple(typed if each.name == deed.name else each for each in opened.deeds),
            "misentered": typed,
            "reason": self.reason,
            "receipt": self.receipt,
        }
        return _page(self.request, opened, told, 422)

    def _act(self, opened: Open, deed: Deed) -> HttpResponse:
        reader, at = _right(self.desk, self.number)
        try:
            self._do(reader, at)
        except casework.Stale:
            return self._stale(_open(self.desk, self.number))
        except casework.Refused as refused:
            told = {"refused": say(f"trouble.{refused.reason}")}
            return _page(self.request, opened, told, 409)
        messages.success(self.request, say("trouble.done", action=deed.title))
        return redirect("kene_backoffice:case", number=self.number)

    @property
    def given(self) -> casework.Given:
        return casework.Given(self.reason, self.receipt, self.entries)

    def _do(self, reader: casework.Reader, at: Moment) -> None:
        wanted = casework.Try(self.number, self.seen, self.given)
        match self.action:
            case deeds.CONFIRM:
                casework.confirm(wanted, reader, at)
            case deeds.DECLINE:
                casework.decline(wanted, reader, at)
            case action:
                casework.act(wanted, action, reader, at)

    def _wanting(self, opened: Open, what: str) -> HttpResponse:
        key = "decline-reason" if self.action == deeds.DECLINE else what
        told = {
            "wanting": self.action,
            "wants": what,
            "error": say(f"trouble.{key}-needed"),
            "reason": self.reason,
        }
        return _page(self.request, opened, told, 422)

    def _confirm(self, opened: Open, deed: Deed, entered: Mapping[str, Value]) -> HttpResponse:
        told = {
            **_head(opened),
            "deed": deed.typed(self.entries, {}),
            "entered": entries(entered, opened.naming),
            "reason": self.reason,
            "receipt": self.receipt,
            "preview": deeds.preview(opened.case, self.action, self.reason, entered, opened.at),
        }
        return render(self.request, "kene_backoffice/confirm.html", told)

    def _stale(self, opened: Open) -> HttpResponse:
        """What changed since the agent read, and the action again if it is still offered."""
        changed = opened.case.events[max(self.seen, 0) :]
        told = {
            **_head(opened),
            "moments": tuple(moments(opened.case, opened.naming, changed)),
            "why": self._why(changed),
            "deed": deed.typed(self.entries, {}) if (deed := opened.deed(self.action)) else None,
            "title": opened.naming.named(f"actions.{self.action}"),
            "reason": self.reason,
        }
        return render(self.request, "kene_backoffice/stale.html", told, status=409)

    def _why(self, changed: tuple[Event, ...]) -> str:
        """Who changed the case meanwhile."""
        agents = agents_of(changed)
        others = people.names(agents - {self.desk.agent.username})
        if others:
            return say("stale.other", names=", ".join(sorted(others.values())))
        return say("stale.self" if agents else "stale.nobody")


def _right(desk: Desk, number: str) -> tuple[casework.Reader, Moment]:
    """The agent as a reader of that case, and the moment where it is. Raises Missing."""
    try:
        row = casework.find(number)
    except casework.NotFound as error:
        raise Missing(number) from error
    if not desk.roles(row.authority, row.place):
        raise Missing(number)
    country = catalogue.service(row.digest).country
    return desk.reader(row.authority, row.place), now_in(country)


def _open(desk: Desk, number: str) -> Open:
    reader, at = _right(desk, number)
    case = casework.read_case(number, reader, at)
    naming = Naming(case.service, Setting(LANGUAGE, case.service.country, at.today))
    offered = deeds.deeds(case, naming, reader.id) if case.role in reader.roles else ()
    return Open(case, naming, offered, at)


def _page(
    request: HttpRequest, opened: Open, told: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    case, naming = opened.case, opened.naming
    shown = {
        **_head(opened),
        "groups": tuple(groups(case, naming)),
        "papers": tuple(papers(case, naming, people.names(agents_of(case.events)))),
        "decisions": tuple(decisions(case, naming)),
        "moments": tuple(moments(case, naming, case.events)),
        "letters": tuple(letters(case.number, case.service.country)),
        "documents": tuple(_documents(opened)),
        "deeds": opened.deeds,
        "proposed": _proposed(opened),
        "contested": case.file.contested.reason if case.file.contested else "",
        "visit": _visit(case.file),
        "money": tuple(payments(case, naming)),
        "erased": tuple(naming.named(f"purposes.{purpose}") for purpose in case.erased),
        "longest": LONGEST,
        **(told or {}),
    }
    return render(request, "kene_backoffice/case.html", shown, status=status)


def _head(opened: Open) -> dict[str, Any]:
    """What stands at the top of every page about a case."""
    case, file, naming = opened.case, opened.case.file, opened.naming
    return {
        "number": case.number,
        "shown": show_number(case.number),
        "service": naming.named("title"),
        "version": case.service.reference,
        "stage": naming.named(f"stages.{file.stage}"),
        "role": _role(case.role, naming),
        "when": deadline(file.due, opened.at.today) if file.due else "",
        "due": short_day(file.due) if file.due else "",
        "late": file.late or (file.due is not None and file.due < opened.at.today),
        "closed": file.closed is not None,
        "seen": file.count,
    }


def _role(role: str, naming: Naming) -> str:
    """Who has to act, in words; "" when the case is closed."""
    if role == APPLICANT:
        return say("applicant")
    return naming.named(f"roles.{role}") if role else ""


def _visit(file: CaseFile) -> str:
    """When the applicant comes; "" when no appointment is to come."""
    if file.visit is None or not file.open:
        return ""
    at = file.visit.at_time
    return say("visit", day=short_day(at.date()), time=f"{at:%H:%M}")


def _proposed(opened: Open) -> Proposal | None:
    """What a colleague proposed and is not confirmed yet."""
    proposed = opened.case.file.proposed
    if proposed is None:
        return None
    names = people.names({proposed.agent})
    action = opened.naming.named(f"actions.{proposed.action}")
    entered = entries(proposed.answers, opened.naming)
    return Proposal(names.get(proposed.agent, proposed.agent), action, proposed.reason, entered)


def _documents(opened: Open) -> Iterator[Paper]:
    latest = {issued.document: issued for issued in opened.case.file.issued}
    for name, issued in latest.items():
        yield Paper(name, opened.naming.named(f"documents.{name}"), issued.number)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1

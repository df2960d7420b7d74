"""Following a case by its number and its code: its page, its documents, and who read it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Final

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kene.casework import api as casework
from kene.channels.web import forms, story
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import View, guest_of, keep, met, newcomer, welcome
from kene.channels.web.services import CHANNEL, catalogue_page
from kene.channels.web.talk import completed
from kene.channels.web.trouble import too_many
from kene.channels.web.words import words
from kene.core.casefile import (
    Booked,
    Cancelled,
    Completed,
    Contested,
    Moment,
    Withdrawn,
    read_number,
)
from kene.core.values import Setting

COOKIE: Final = "dossier"
OPEN: Final = timedelta(minutes=30)
FRESH: Final = timedelta(minutes=5)
"""How long the cookie stays as it is: a browser's history holds for the same cookies only."""
READER: Final = casework.Reader("applicant", "applicant")
SLOTS: Final = 40
"""How many free times a page offers."""
_OWN: Final = (Completed, Withdrawn, Contested, Booked, Cancelled)
_signer: Final = signing.TimestampSigner(salt="kene.web.dossier")


@require_http_methods(["GET", "HEAD", "POST"])
@met
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for a case's number and code; both together open it."""
    form = forms.Follow(language_of(request), request.POST)
    if request.method != "POST":
        return page(request, "kene_web/form.html", form.drawn())
    number = read_number(form.number)
    if number is None:
        return page(request, "kene_web/form.html", form.drawn(number=True))
    try:
        found = casework.follow(number, form.secret, _at(number))
    except casework.TooMany:
        return too_many(request)
    except casework.NotFound:
        return page(request, "kene_web/form.html", form.drawn(secret=True))
    return entered(request, found)


def entered(request: HttpRequest, found: casework.CaseView) -> HttpResponse:
    """Open a case to this browser for half an hour, and show it."""
    response = shown(request, found)
    _open(request, response, found.number)
    return response


def followed(view: View) -> View:
    """A view of the case that this browser opened; without one, its number and code are asked."""

    @wraps(view)
    def opened(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            signed = request.COOKIES.get(COOKIE, "")
            number = _signer.unsign(signed, max_age=OPEN)
        except signing.BadSignature:
            return redirect("kene_web:follow")
        response = view(request, number, **named)
        with suppress(signing.SignatureExpired):
            _signer.unsign(signed, max_age=FRESH)
            return response
        _open(request, response, number)
        return response

    return opened


@require_safe
@followed
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case: where it is, what is expected, its documents and its steps."""
    return shown(request, read(number))


@require_safe
@followed
def access(request: HttpRequest, number: str) -> HttpResponse:
    """Who read or did what with the case, from the journal."""
    language = language_of(request)
    own = words(language)
    columns = {name: own.say(f"access.{name}") for name in ("when", "who", "what")}
    country = read(number).service.country
    lines = story.accesses(casework.accesses(number), language, country)
    context = {"accesses": tuple(lines), "columns": columns}
    return page(request, "kene_web/access.html", context)


@require_safe
@followed
def document(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A document of the case, as PDF."""
    try:
        octets = casework.document(number, name, READER, _at(number))
    except casework.NotFound as error:
        raise Http404 from error
    response = HttpResponse(octets, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}-{number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@followed
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what the case asks again; where that was begun already, its first page as it is."""
    found, now = read(number), timezone.now()
    if not found.file.asked or _repeated(request, found):
        return shown(request, found)
    guest = guest_of(request) or newcomer()
    response = completed(request, found, guest, now)
    welcome(request, response, guest, now)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the request, once the person has said so twice."""
    found = read(number)
    if request.method != "POST":
        return page(request, "kene_web/withdraw.html", {"mark": _mark(found)})
    return _acted(request, found, lambda: casework.withdraw(number, CHANNEL, _at(number)))


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def contest(request: HttpRequest, number: str) -> HttpResponse:
    """Contest how the case was closed, and say why; out of time, the case's page says so."""
    form, found = forms.Contest(language_of(request), request.POST), read(number)
    if request.method != "POST" or not form.reason:
        drawn = form.drawn(wrong=request.method == "POST")
        return page(request, "kene_web/form.html", {**drawn, "mark": _mark(found)})
    at = _at(number)
    return _acted(request, found, lambda: casework.contest(number, form.reason, CHANNEL, at))


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """Choose when to come, or move it; a time that was taken meanwhile is asked for again."""
    form, at, wrong = forms.Visit(language_of(request), request.POST), _at(number), False
    found = read(number)
    if request.method == "POST" and _repeated(request, found):
        return shown(request, found)
    if request.method == "POST" and form.slot is not None:
        try:
            return shown(request, casework.book(number, form.slot, CHANNEL, at))
        except casework.Refused:
            wrong = True
    slots = casework.free_slots(found, at, SLOTS)
    if not slots:
        return shown(request, found)
    setting = Setting(language_of(request), found.service.country, at.today)
    drawn = form.drawn(slots, setting, wrong=wrong)
    return page(request, "kene_web/form.html", {**drawn, "mark": _mark(found)})


@require_POST
@followed
def unbook(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel the appointment; another can be chosen."""
    at = _at(number)
    return _acted(request, read(number), lambda: casework.unbook(number, CHANNEL, at))


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the case on this browser: the next person has to know its code."""
    response = catalogue_page(request)
    response.delete_cookie(COOKIE, path=reverse("kene_web:case"))
    return response


def read(number: str) -> casework.CaseView:
    """The case, for its applicant; the read is journaled."""
    return casework.read_case(number, READER, _at(number))


def shown(request: HttpRequest, found: casework.CaseView) -> HttpResponse:
    """The page of a case, told its own address where it answers a form."""
    drawn = story.followed(found, language_of(request), timezone.now())
    address = reverse("kene_web:case") if request.method == "POST" else ""
    context = {"case": drawn, "mark": _mark(found)}
    return page(request, "kene_web/case.html", context, address=address)


def _acted(
    request: HttpRequest, found: casework.CaseView, act: Callable[[], casework.CaseView]
) -> HttpResponse:
    """Do what a page asks, once, and show the case; it says so where that is no longer possible."""
    if not _repeated(request, found):
        with suppress(casework.Refused):
            found = act()
    return shown(request, found)


def _mark(found: casework.CaseView) -> str:
    """What the applicant did so far: a form that was drawn before is not done again."""
    return str(sum(isinstance(event, _OWN) for event in found.events))


def _repeated(request: HttpRequest, found: casework.CaseView) -> bool:
    now = _mark(found)
    return request.POST.get("_mark", now) != now


def _open(request: HttpRequest, response: HttpResponse, number: str) -> None:
    keep(request, response, COOKIE, _signer.sign(number), reverse("kene_web:case"))


def _at(number: str) -> Moment:
    return casework.moment_of(number, timezone.now())

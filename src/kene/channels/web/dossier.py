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
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kene.casework import api as casework
from kene.channels.web import forms, story
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import guest_of, keep, newcomer, welcome
from kene.channels.web.services import CHANNEL
from kene.channels.web.talk import onward
from kene.channels.web.trouble import too_many
from kene.channels.web.words import words
from kene.core.casefile import Moment, read_number
from kene.core.values import Setting
from kene.intake import api as intake

COOKIE: Final = "dossier"
OPEN: Final = timedelta(minutes=30)
READER: Final = casework.Reader("applicant", "applicant")
SLOTS: Final = 40
"""How many free times a page offers."""
_signer: Final = signing.TimestampSigner(salt="kene.web.dossier")

View = Callable[..., HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for a case's number and code; both together open it."""
    form = forms.Follow(language_of(request), request.POST)
    if request.method != "POST":
        return page(request, "kene_web/form.html", form.drawn())
    number = read_number(form.number)
    if number is None:
        return page(request, "kene_web/form.html", form.drawn(number=True))
    try:
        casework.follow(number, form.secret, _at(number))
    except casework.TooMany:
        return too_many(request)
    except casework.NotFound:
        return page(request, "kene_web/form.html", form.drawn(secret=True))
    return enter(request, number)


def enter(request: HttpRequest, number: str) -> HttpResponse:
    """Open a case to this browser for half an hour."""
    response = redirect("kene_web:case")
    keep(request, response, COOKIE, _signer.sign(number))
    return response


def followed(view: View) -> View:
    """A view of the case that this browser opened; without one, its number and code are asked."""

    @wraps(view)
    def opened(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            number = _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=OPEN)
        except signing.BadSignature:
            return redirect("kene_web:follow")
        response = view(request, number, **named)
        if COOKIE not in response.cookies:
            keep(request, response, COOKIE, _signer.sign(number))
        return response

    return opened


@require_safe
@followed
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case: where it is, what is expected, its documents and its steps."""
    found = read(number)
    drawn = story.followed(found, language_of(request), timezone.now())
    return page(request, "kene_web/case.html", {"case": drawn})


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
    """Answer what the case asks again."""
    found, now = read(number), timezone.now()
    if not found.file.asked:
        return redirect("kene_web:case")
    guest = guest_of(request) or newcomer()
    start = intake.completing(found, language_of(request), now)
    response = onward(intake.change(guest.person, start, now))
    welcome(request, response, guest, now)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the request, once the person has said so twice."""
    if request.method != "POST":
        return page(request, "kene_web/withdraw.html", {})
    with suppress(casework.Refused):  # it was closed meanwhile: its page says so
        casework.withdraw(number, CHANNEL, _at(number))
    return redirect("kene_web:case")


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def contest(request: HttpRequest, number: str) -> HttpResponse:
    """Contest how the case was closed, and say why; out of time, the case's page says so."""
    form = forms.Contest(language_of(request), request.POST)
    if request.method != "POST":
        return page(request, "kene_web/form.html", form.drawn())
    if not form.reason:
        return page(request, "kene_web/form.html", form.drawn(wrong=True))
    with suppress(casework.Refused):
        casework.contest(number, form.reason, CHANNEL, _at(number))
    return redirect("kene_web:case")


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """Choose when to come, or move it; a time that was taken meanwhile is asked for again."""
    form, at, wrong = forms.Visit(language_of(request), request.POST), _at(number), False
    if request.method == "POST" and form.slot is not None:
        try:
            casework.book(number, form.slot, CHANNEL, at)
            return redirect("kene_web:case")
        except casework.Refused:
            wrong = True
    found = read(number)
    slots = casework.free_slots(found, at, SLOTS)
    if not slots:
        return redirect("kene_web:case")
    setting = Setting(language_of(request), found.service.country, at.today)
    return page(request, "kene_web/form.html", form.drawn(slots, setting, wrong=wrong))


@require_POST
@followed
def unbook(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel the appointment; another can be chosen."""
    with suppress(casework.Refused):  # its day came meanwhile: the case's page says so
        casework.unbook(number, CHANNEL, _at(number))
    return redirect("kene_web:case")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the case on this browser: the next person has to know its code."""
    response = redirect("kene_web:catalogue")
    response.delete_cookie(COOKIE)
    return response


def read(number: str) -> casework.CaseView:
    """The case, for its applicant; the read is journaled."""
    return casework.read_case(number, READER, _at(number))


def _at(number: str) -> Moment:
    return casework.moment_of(number, timezone.now())

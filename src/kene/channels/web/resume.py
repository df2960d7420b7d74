"""Going on with what was begun on a telephone: a code sent there shows that one holds it."""

from __future__ import annotations

import hmac
import json
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.web import dossier, forms
from kene.channels.web.codes import send_code
from kene.channels.web.draw import draw
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import Guest, guest_of, keep, sealed, unsealed, welcome
from kene.channels.web.trouble import away, too_many
from kene.channels.web.words import words
from kene.core.casefile import show_number
from kene.core.screens import Option, Screen
from kene.core.values import Misread, Phone, Setting
from kene.intake import api as intake
from kene.privacy import api as privacy

COOKIE: Final = "reprise"
GOOD_FOR: Final = timedelta(minutes=10)
_CONTEXT: Final = b"web code"
_CASE: Final = "case."
_rng: Final = SystemRandom()


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Ask for a telephone, and send it a code; for its holder, what is under way."""
    guest, now = guest_of(request), timezone.now()
    if guest is not None and guest.phone:
        return _mine(request, guest, now)
    form = forms.Phone(language_of(request), request.POST)
    if request.method != "POST":
        return page(request, "kene_web/form.html", form.drawn())
    try:
        home = catalogue.home()
        setting = Setting(language_of(request), home, now.date())
        phone = str(Phone(home).parse(form.number, setting))
    except Misread:
        return page(request, "kene_web/form.html", form.drawn(wrong=True))
    return _sent(request, phone, now)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent; with it, the browser speaks for that telephone."""
    now = timezone.now()
    waited = unsealed(request.COOKIES.get(COOKIE, ""), _CONTEXT)
    if not waited:
        return redirect("kene_web:resume")
    form = forms.Code(language_of(request), request.POST)
    if request.method != "POST":
        return page(request, "kene_web/form.html", form.drawn())
    phone, expected, until = json.loads(waited)
    scope = f"resume/{phone}"
    if not privacy.attempt(scope, now):
        return too_many(request)
    good = hmac.compare_digest(form.code.encode(), expected.encode())
    if not good or now > datetime.fromisoformat(until):
        return page(request, "kene_web/form.html", form.drawn(wrong=True))
    privacy.succeeded(scope)
    response = redirect("kene_web:resume")
    response.delete_cookie(COOKIE)
    welcome(request, response, Guest(phone), now)
    return response


def _sent(request: HttpRequest, phone: str, now: datetime) -> HttpResponse:
    """Send a code to a telephone that has something here; the answer does not tell which do."""
    scope = f"resume-code/{phone}"
    if not privacy.attempt(scope, now):
        return too_many(request)
    number = f"{_rng.randrange(10**6):06d}"
    known = intake.look(intake.person_of(phone)) != intake.Kept()
    if (known or _cases(phone, now)) and not send_code(phone, number, language_of(request)):
        return away(request)
    response = redirect("kene_web:code")
    waited = json.dumps([phone, number, (now + GOOD_FOR).isoformat()])
    keep(request, response, COOKIE, sealed(waited, _CONTEXT, now))
    return response


def _mine(request: HttpRequest, guest: Guest, now: datetime) -> HttpResponse:
    """What a telephone has under way: its conversation, and its cases."""
    cases = _cases(guest.phone, now)
    chosen = request.POST.get("_choose", "")
    number = chosen.removeprefix(_CASE)
    if chosen.startswith(_CASE) and number in {case.number for case in cases}:
        return dossier.enter(request, number)
    if chosen == "go_on":
        return redirect("kene_web:talk")
    language = language_of(request)
    own = words(language)
    shown = intake.showing(intake.look(guest.person), now)
    options = [
        Option(
            _CASE + case.number,
            case.service.wording(language).say("title"),
            show_number(case.number),
        )
        for case in cases
    ]
    if shown.service is not None:
        title = shown.service.wording(language).say("title")
        options.insert(0, Option("go_on", own.say("which.go_on"), title))
    sentence = own.say("mine.lead" if options else "mine.empty")
    screen = Screen("menu", own.say("mine.title"), (sentence,), options=tuple(options))
    drawing = draw(screen)
    return page(request, drawing.template, {"drawing": drawing, "at": ""})


def _cases(phone: str, now: datetime) -> tuple[casework.CaseView, ...]:
    return casework.cases_of(phone, casework.moment(catalogue.home(), now))

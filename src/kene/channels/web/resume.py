"""Going on with what was begun on a telephone: a code sent there shows that one holds it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.web import dossier, forms
from kene.channels.web.codes import send_code
from kene.channels.web.draw import draw
from kene.channels.web.frames import heard, language_of, page
from kene.channels.web.guests import Guest, guest_of, keep, met, sealed, unsealed, welcome
from kene.channels.web.talk import going_on
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
@met
def resume(request: HttpRequest) -> HttpResponse:
    """Ask for a telephone, and send it a code; for its holder, what is under way."""
    guest, now = guest_of(request), timezone.now()
    if guest is not None and guest.phone:
        return mine(request, guest, now)
    form = forms.Phone(language_of(request), request.POST)
    if request.method != "POST":
        return _asked(request, form.drawn())
    try:
        home = catalogue.home()
        setting = Setting(language_of(request), home, now.date())
        phone = str(Phone(home).parse(form.number, setting))
    except Misread:
        return _asked(request, form.drawn(wrong=True))
    if request.POST.get("_mark", "") != _mark(request):  # sent again: its code is on its way
        return _code_asked(request)
    return _sent(request, phone, now)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent; with it, the browser speaks for that telephone."""
    guest, now = guest_of(request), timezone.now()
    waited = unsealed(request.COOKIES.get(COOKIE, ""), _CONTEXT)
    if not waited and guest is not None and guest.phone and request.method == "POST":
        return mine(request, guest, now)  # sent again
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
    response = mine(request, Guest(phone), now)
    response.delete_cookie(COOKIE, path=reverse("kene_web:resume"))
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
    response = _code_asked(request)
    waited = json.dumps([phone, number, (now + GOOD_FOR).isoformat()])
    keep(request, response, COOKIE, sealed(waited, _CONTEXT, now), reverse("kene_web:resume"))
    return response


def _asked(request: HttpRequest, drawn: dict[str, Any]) -> HttpResponse:
    return page(request, "kene_web/form.html", {**drawn, "mark": _mark(request)})


def _code_asked(request: HttpRequest) -> HttpResponse:
    """The page that asks for a code, in answer to the form that had it sent."""
    drawn = {**forms.Code(language_of(request), {}).drawn(), "sent_to": reverse("kene_web:code")}
    return page(request, "kene_web/form.html", drawn, address=reverse("kene_web:code"))


def _mark(request: HttpRequest) -> str:
    """What names the code that was sent last: a form that had one sent does not send another."""
    cookie = request.COOKIES.get(COOKIE, "")
    return hashlib.blake2b(cookie.encode(), digest_size=6).hexdigest() if cookie else ""


def mine(request: HttpRequest, guest: Guest, now: datetime) -> HttpResponse:
    """What a telephone has under way: its conversation, and its cases, in its language."""
    language = heard(request, guest)
    cases = _cases(guest.phone, now)
    chosen = request.POST.get("_choose", "")
    number = chosen.removeprefix(_CASE)
    if chosen.startswith(_CASE) and number in {case.number for case in cases}:
        return dossier.entered(request, dossier.read(number))
    if chosen == "go_on":
        return going_on(request, guest, now)
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
    here = reverse("kene_web:resume")
    context = {"drawing": drawing, "at": "", "sent_to": here}
    address = here if request.method == "POST" else ""
    return page(request, drawing.template, context, address=address)


def _cases(phone: str, now: datetime) -> tuple[casework.CaseView, ...]:
    return casework.cases_of(phone, casework.moment(catalogue.home(), now))

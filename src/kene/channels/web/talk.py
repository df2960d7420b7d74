"""The conversation on pages: begin, answer a group at a time, check everything, confirm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kene.casework import api as casework
from kene.channels.web.draw import CHOSEN, draw
from kene.channels.web.frames import language_of, page, remember
from kene.channels.web.guests import COOKIE, Guest, guest_of, newcomer, welcome
from kene.channels.web.history import (
    Sent,
    begun_before,
    completed_before,
    first_of,
    mark_of,
    name_of,
    page_called,
    taken,
)
from kene.channels.web.receipts import receipt_of
from kene.channels.web.services import CHANNEL, catalogue_page, named
from kene.channels.web.words import LANGUAGES, words
from kene.core.screens import Option, Screen
from kene.core.screens.inputs import (
    Abandon,
    Back,
    Confirm,
    Correct,
    Fill,
    Input,
    Language,
)
from kene.core.services import Service
from kene.intake import api as intake

Change = Callable[[intake.Kept], tuple[intake.Kept, intake.Shown]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a form led to, and what is kept after it."""

    kept: intake.Kept
    shown: intake.Shown


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Begin a service; when another request is under way, ask which of them to go on with."""
    service, now, guest = named(name), timezone.now(), guest_of(request)
    if request.method != "POST":
        shown = intake.showing(intake.look(guest.person), now) if guest else None
        if shown is not None and (shown.screen or shown.slip):
            return onward(shown)
        return redirect("kene_web:service", name=name)
    if casework.shut(service, casework.moment(service.country, now)):
        return redirect("kene_web:service", name=name)
    guest = guest or newcomer()
    turn = _begun(request, service, guest, now)
    other = turn.shown.service is not None and turn.shown.service.name != service.name
    if other and request.POST.get("_choose") != "go_on":
        response = _which(request, turn)
    else:
        response = _after(request, turn, now)
    welcome(request, response, guest, now)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """What a page sends, answered by the next one; else on to where the request under way is."""
    guest, now = guest_of(request), timezone.now()
    if guest is None:
        return redirect("kene_web:catalogue")
    if request.method == "POST":
        return _answered(request, guest, now)
    return onward(intake.showing(intake.look(guest.person), now))


@require_safe
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """A group of questions, or the summary.

    Each has its own address, so that a browser's history goes back through them.
    """
    guest, now = guest_of(request), timezone.now()
    if guest is None:
        return redirect("kene_web:catalogue")
    kept = _turned(guest, _spoken(language_of(request), guest, now), now).kept
    shown = page_called(kept, name, intake.desk_of(CHANNEL, guest.phone, now, kept))
    if shown.screen is None or name_of(shown) != name:
        return onward(shown)
    return _page(request, Turn(kept, shown))


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """What a confirmation gave, until the person says that it is noted."""
    guest = guest_of(request)
    slip = intake.look(guest.person).slip if guest else None
    if slip is None:
        return redirect("kene_web:catalogue")
    return _noted(request, slip, timezone.now())


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Go on in a language, on the page that `?vers=` names.

    It is kept with what the person has under way, if with anything: another cookie would lose the
    browser's history. A GET writes it, for in that history a form's answer would stand before the
    page: "Back" would come to it, and ask to send it again. HEAD changes nothing.
    """
    back = request.GET.get("vers", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, None):
        back = "/"
    response, guest = HttpResponseRedirect(back), guest_of(request)
    if code not in LANGUAGES or request.method == "HEAD":
        return response
    if guest is None:
        remember(request, response, code)
    else:
        _turned(guest, _chosen(code, guest, timezone.now()), timezone.now())
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget what this browser knows, but the language: the next person finds nothing."""
    response, guest = catalogue_page(request), guest_of(request)
    if guest is not None and not guest.phone:
        intake.forget(guest.person)
    response.delete_cookie(COOKIE)
    remember(request, response, language_of(request))
    return response


def going_on(request: HttpRequest, guest: Guest, now: datetime) -> HttpResponse:
    """The page where a request under way is, in answer to the form of another page."""
    return _after(request, _turned(guest, _spoken(language_of(request), guest, now), now), now)


def completed(
    request: HttpRequest, case: casework.CaseView, guest: Guest, now: datetime
) -> HttpResponse:
    """The first page of what a case asks again, in answer to the form of its page."""
    begin = intake.completing(case, language_of(request), now)

    def change(kept: intake.Kept) -> tuple[intake.Kept, intake.Shown]:
        desk = intake.desk_of(CHANNEL, guest.phone, now, kept)
        before = completed_before(kept, case, desk)
        return (kept, before) if before else begin(kept)

    return _after(request, _turned(guest, change, now), now)


def _begun(request: HttpRequest, service: Service, guest: Guest, now: datetime) -> Turn:
    """The request under way once a service is begun; another one stays until the person chose."""
    kept = intake.look(guest.person)
    under_way = intake.showing(kept, now)
    again = request.POST.get("_mark", "") != mark_of(kept)
    choice = request.POST.get("_choose", "")
    other = under_way.service is not None and under_way.service.name != service.name
    if choice == "go_on" or (other and (again or choice != "new")):
        return Turn(kept, under_way)
    desk = intake.desk_of(CHANNEL, guest.phone, now, kept)
    before = begun_before(kept, service, desk) if again else None
    if before is not None:
        return Turn(kept, before)
    return _turned(guest, intake.beginning(service, language_of(request), now), now)


def _answered(request: HttpRequest, guest: Guest, now: datetime) -> HttpResponse:
    turn = _turned(guest, _taken(request.POST, guest, now), now)
    if turn.shown.screen is None and turn.shown.slip is None:
        return _abandoned(request)
    return _after(request, turn, now)


def _turned(guest: Guest, change: Change, now: datetime) -> Turn:
    def turned(kept: intake.Kept) -> tuple[intake.Kept, Turn]:
        after, shown = change(kept)
        return after, Turn(after, shown)

    return intake.change(guest.person, turned, now)


def _after(request: HttpRequest, turn: Turn, now: datetime) -> HttpResponse:
    """The page that follows, at once, and told its own address."""
    led = onward(turn.shown)
    if turn.shown.screen is not None:
        return _page(request, turn, led["Location"])
    return _noted(request, turn.shown.slip, now, led["Location"]) if turn.shown.slip else led


def _noted(
    request: HttpRequest, slip: intake.Slip, now: datetime, address: str = ""
) -> HttpResponse:
    drawn = receipt_of(slip, language_of(request), now)
    return page(request, "kene_web/receipt.html", {"receipt": drawn}, address=address)


def onward(shown: intake.Shown) -> HttpResponse:
    """Straight on to the page where the request under way is: each page on the way to another costs
    as long as a page on a slow network."""
    if shown.screen is not None:
        return redirect("kene_web:ask", name_of(shown))
    return redirect("kene_web:receipt" if shown.slip else "kene_web:catalogue")


def _abandoned(request: HttpRequest) -> HttpResponse:
    own = words(language_of(request))
    screen = Screen("end", own.say("end.abandoned"), (own.say("end.nothing_kept"),))
    return page(request, "kene_web/end.html", {"drawing": draw(screen)})


def _taken(post: QueryDict, guest: Guest, now: datetime) -> Change:
    """The step that a page asks for."""

    def change(kept: intake.Kept) -> tuple[intake.Kept, intake.Shown]:
        desk = intake.desk_of(CHANNEL, guest.phone, now, kept)
        sent = Sent(
            _input(post),
            at=post.get("_at", ""),
            mark=post.get("_mark", ""),
            corrects="_corrects" in post,
            fresh="_fresh" in post,
        )
        return taken(kept, sent, desk)

    return change


def _spoken(language: str, guest: Guest, now: datetime) -> Change:
    """The same request, in the language of the page."""

    def change(kept: intake.Kept) -> tuple[intake.Kept, intake.Shown]:
        talk = kept.visit.conversation
        if talk is None or talk.language == language:
            return kept, intake.showing(kept, now)
        desk = intake.desk_of(CHANNEL, guest.phone, now, kept)
        return intake.taking(Language(language), desk)(kept)

    return change


def _chosen(language: str, guest: Guest, now: datetime) -> Change:
    """The same request, in that language from now on; so is what is asked for later."""

    def change(kept: intake.Kept) -> tuple[intake.Kept, intake.Shown]:
        after = replace(kept, visit=replace(kept.visit, language=language))
        return _spoken(language, guest, now)(after)

    return change


def _input(post: QueryDict) -> Input:
    if field := post.get("_correct"):
        return Correct(field)
    match post.get("_do") or post.get("_choose"):
        case "back":
            return Back()
        case "confirm":
            return Confirm()
        case "abandon":
            return Abandon()
        case _:
            return Fill(_answers(post))


def _answers(post: QueryDict) -> dict[str, str]:
    """What was written, or chosen from what was found; several choices are joined by commas."""
    written = {
        name: ",".join(str(value) for value in post.getlist(name))
        for name in post
        if not name.startswith("_") and not name.endswith(CHOSEN)
    }
    chosen = {name.removesuffix(CHOSEN): str(post[name]) for name in post if name.endswith(CHOSEN)}
    return written | chosen


def _page(request: HttpRequest, turn: Turn, address: str = "") -> HttpResponse:
    """A page of the request, whose forms say what they were drawn of."""
    assert turn.shown.screen is not None
    drawing = draw(turn.shown.screen)
    context = {
        "drawing": drawing,
        "at": first_of(turn.shown.screen),
        "fresh": not any(question.given for question in turn.shown.screen.questions),
        "mark": mark_of(turn.kept),
        "corrects": turn.kept.visit.conversation and turn.kept.visit.conversation.correcting,
        "sent_to": reverse("kene_web:talk"),
    }
    return page(request, drawing.template, context, address=address)


def _which(request: HttpRequest, turn: Turn) -> HttpResponse:
    language = language_of(request)
    own = words(language)
    assert turn.shown.service is not None
    title = turn.shown.service.wording(language).say("title")
    screen = Screen(
        "menu",
        own.say("which.title"),
        (own.say("which.begun", service=title),),
        options=(
            Option("go_on", own.say("which.go_on")),
            Option("new", own.say("which.new"), own.say("which.lost")),
        ),
    )
    drawing = draw(screen)
    context = {"drawing": drawing, "at": "", "mark": mark_of(turn.kept)}
    return page(request, drawing.template, context)

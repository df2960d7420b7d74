"""The conversation on pages: begin, answer a group at a time, check everything, confirm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kene.casework import api as casework
from kene.channels.web.draw import CHOSEN, draw
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import COOKIE, Guest, guest_of, newcomer, welcome
from kene.channels.web.receipts import receipt_of
from kene.channels.web.services import CHANNEL, named
from kene.channels.web.words import words
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
from kene.intake import api as intake

SUMMARY: Final = "verification"
"""The address of the summary."""
DIRECT: Final = "_direct"
"""What a script adds to a form: the page that comes will get its own address there."""

Change = Callable[[intake.Kept], tuple[intake.Kept, intake.Shown]]


@require_POST
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Begin a service; when another request is under way, ask which of them to go on with."""
    service, now = named(name), timezone.now()
    if casework.shut(service, casework.moment(service.country, now)):
        return redirect("kene_web:service", name=name)
    guest = guest_of(request) or newcomer()
    under_way = intake.showing(intake.look(guest.person), now)
    other = under_way.service is not None and under_way.service.name != service.name
    choice = request.POST.get("_choose", "")
    if other and not choice:
        return _which(request, under_way)
    if choice == "go_on":
        shown = under_way
    else:
        start = intake.beginning(service, language_of(request), now)
        shown = intake.change(guest.person, start, now)
    response = _after(request, shown, now)
    welcome(request, response, guest, now)
    return response


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """On to the page where the request under way is."""
    guest = guest_of(request)
    if guest is None:
        return redirect("kene_web:catalogue")
    return onward(intake.showing(intake.look(guest.person), timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """A group of questions, or the summary; a page that was sent leads on to the next one.

    Each has its own address, so that a browser's history goes back through them.
    """
    guest, now = guest_of(request), timezone.now()
    if guest is None:
        return redirect("kene_web:catalogue")
    if request.method == "POST":
        return _answered(request, guest, now)
    intake.change(guest.person, _spoken(language_of(request), guest, now), now)
    shown = _seen(intake.look(guest.person), name, guest, now)
    if shown.screen is None or _name(shown) != name:
        return onward(shown)
    return _page(request, shown.screen)


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """What a confirmation gave, until the person says that it is noted."""
    guest = guest_of(request)
    slip = intake.look(guest.person).slip if guest else None
    if slip is None:
        return redirect("kene_web:catalogue")
    return _noted(request, slip, timezone.now())


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget what this browser knows: the next person finds nothing."""
    guest = guest_of(request)
    if guest is not None and not guest.phone:
        intake.forget(guest.person)
    response = redirect("kene_web:catalogue")
    response.delete_cookie(COOKIE)
    return response


def _answered(request: HttpRequest, guest: Guest, now: datetime) -> HttpResponse:
    shown = intake.change(guest.person, _taken(request.POST, guest, now), now)
    if shown.screen is None and shown.slip is None:
        return _abandoned(request)
    if shown.screen is not None and _refused(shown.screen) and _stays(request.POST, shown):
        return _page(request, shown.screen)
    return _after(request, shown, now)


def _after(request: HttpRequest, shown: intake.Shown, now: datetime) -> HttpResponse:
    """The page that follows an answer: by a redirection, so that a browser's history holds pages
    that can be opened again; at once for a script that sees to that itself."""
    led = onward(shown)
    if DIRECT not in request.POST:
        return led
    if shown.screen is not None:
        return _page(request, shown.screen, led["Location"])
    return _noted(request, shown.slip, now, led["Location"]) if shown.slip else led


def _noted(
    request: HttpRequest, slip: intake.Slip, now: datetime, address: str = ""
) -> HttpResponse:
    drawn = receipt_of(slip, language_of(request), now)
    return page(request, "kene_web/receipt.html", {"receipt": drawn}, address=address)


def onward(shown: intake.Shown) -> HttpResponse:
    """Straight on to the page where the request under way is: each page on the way to another costs
    as long as a page on a slow network."""
    if shown.screen is not None:
        return redirect("kene_web:ask", _name(shown))
    return redirect("kene_web:receipt" if shown.slip else "kene_web:catalogue")


def _name(shown: intake.Shown) -> str:
    """What the address calls a screen: the group that it asks, or the summary."""
    first = _first(shown.screen)
    return shown.service.answerable[first].group if shown.service and first else SUMMARY


def _seen(kept: intake.Kept, name: str, guest: Guest, now: datetime) -> intake.Shown:
    """An earlier group, as a browser's history asks for it, or where the request is."""
    shown = intake.showing(kept, now)
    if shown.service is None or _name(shown) == name:
        return shown
    desk = intake.desk_of(CHANNEL, guest.phone, now, kept)
    for field in shown.service.answerable.values():
        if field.group == name:
            _, earlier = intake.taking(Correct(field.name), desk)(kept)
            if _name(earlier) == name:
                return earlier
    return shown


def _abandoned(request: HttpRequest) -> HttpResponse:
    own = words(language_of(request))
    screen = Screen("end", own.say("end.abandoned"), (own.say("end.nothing_kept"),))
    return page(request, "kene_web/end.html", {"drawing": draw(screen)})


def _taken(post: QueryDict, guest: Guest, now: datetime) -> Change:
    """The steps that a page asks for.

    A page out of the browser's history names the question that it begins with: it answers that one
    again, whatever came after.
    """

    def change(kept: intake.Kept) -> tuple[intake.Kept, intake.Shown]:
        desk = intake.desk_of(CHANNEL, guest.phone, now, kept)
        given = _input(post)
        at = post.get("_at", "")
        shown = intake.showing(kept, now)
        if isinstance(given, Fill) and at != _first(shown.screen):
            kept, shown = intake.taking(Correct(at), desk)(kept)
            if at != _first(shown.screen):
                return kept, shown
        return intake.taking(given, desk)(kept)

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


def _first(screen: Screen | None) -> str:
    return screen.questions[0].field if screen and screen.questions else ""


def _refused(screen: Screen) -> bool:
    notes = (screen.note, *(question.note for question in screen.questions))
    return any(note is not None and note.error for note in notes)


def _stays(post: QueryDict, shown: intake.Shown) -> bool:
    """Whether it is the page that was answered: what was refused there is kept nowhere else."""
    answered = shown.service.answerable.get(post.get("_at", "")) if shown.service else None
    return answered is None or answered.group == _name(shown)


def _page(request: HttpRequest, screen: Screen, address: str = "") -> HttpResponse:
    drawing = draw(screen)
    context = {"drawing": drawing, "at": _first(screen)}
    return page(request, drawing.template, context, address=address)


def _which(request: HttpRequest, under_way: intake.Shown) -> HttpResponse:
    language = language_of(request)
    own = words(language)
    assert under_way.service is not None
    title = under_way.service.wording(language).say("title")
    screen = Screen(
        "menu",
        own.say("which.title"),
        (own.say("which.begun", service=title),),
        options=(
            Option("go_on", own.say("which.go_on")),
            Option("new", own.say("which.new"), own.say("which.lost")),
        ),
    )
    return _page(request, screen)

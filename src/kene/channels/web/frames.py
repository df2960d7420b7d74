"""What stands around each page, and the language that the person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from kene.channels.web.guests import Guest, guest_of
from kene.channels.web.pages import Frame, Tongue
from kene.channels.web.words import LANGUAGES, words

COOKIE: Final = "langue"
_KNOWN: Final = "kene.language"
"""Where a request's own environment says the language that its pages are in."""
REMEMBERED: Final = "private, max-age=0"
_CHOSEN: Final = timedelta(days=365)


def language_of(request: HttpRequest) -> str:
    """The language that the person chose: for what they have under way, or else on this browser."""
    known: str | None = request.META.get(_KNOWN)
    return known or heard(request, guest_of(request))


def heard(request: HttpRequest, guest: Guest | None) -> str:
    """The language of that person, in which the request is answered from now on."""
    wanted = (*(guest.languages if guest else ()), request.COOKIES.get(COOKIE, ""))
    found = next((each for each in wanted if each in LANGUAGES), LANGUAGES[0])
    request.META[_KNOWN] = found
    return found


def unasked(request: HttpRequest) -> None:
    """Answer the request in a language that is known without the database, which may be away: what
    the request found already, or the browser's cookie."""
    if _KNOWN not in request.META:
        heard(request, None)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    address: str = "",
) -> HttpResponse:
    """A page in the person's language; it may hold personal values, so that it is not stored.

    What answers a form is, for the browser's history alone: without a script a browser cannot go
    back to it otherwise. It is shown to nobody whose cookies are others, so not once they are gone.
    `address` is the page's own, where it answers the form of another.
    """
    framed = {"frame": _frame(request, address), **context}
    response = render(request, template, framed, status=status)
    response["Cache-Control"] = REMEMBERED if request.method == "POST" else "no-store"
    patch_vary_headers(response, ("Cookie",))
    return response


def remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Have the browser open in that language for a year."""
    secure = request.is_secure()
    response.set_cookie(COOKIE, code, _CHOSEN, httponly=True, secure=secure, samesite="Lax")


def _frame(request: HttpRequest, address: str) -> Frame:
    chosen = language_of(request)
    own = words(chosen)
    direction: Literal["ltr", "rtl"] = "rtl" if own.say("direction") == "rtl" else "ltr"
    return Frame(
        language=chosen,
        direction=direction,
        tongues=tuple(Tongue(code, words(code).say("name"), code == chosen) for code in LANGUAGES),
        reviewed=own.reviewed,
        here=urlencode({"vers": address or request.path}),
        code=settings.KENE.code,
        address=address,
    )

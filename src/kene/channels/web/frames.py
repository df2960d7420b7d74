"""What stands around each page, and the language that the person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from kene.channels.web.pages import Frame, Tongue
from kene.channels.web.words import LANGUAGES, words

COOKIE: Final = "langue"
REMEMBERED: Final = "private, max-age=0"
_CHOSEN: Final = timedelta(days=365)


def language_of(request: HttpRequest) -> str:
    """The language that the person chose, or the first one."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


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


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language, and go back to the page that `?vers=` names."""
    back = request.GET.get("vers", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, None):
        back = "/"
    response = HttpResponseRedirect(back)
    if code in LANGUAGES:
        response.set_cookie(
            COOKIE, code, max_age=_CHOSEN, httponly=True, secure=request.is_secure(),
            samesite="Lax",
        )  # fmt: skip
    return response


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

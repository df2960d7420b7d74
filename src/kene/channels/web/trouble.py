"""Pages for when something cannot be done: what happened, what was kept, and what to do next."""

from __future__ import annotations

import sys
from typing import Literal

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from kene.channels.web.frames import page, unasked
from kene.channels.web.pages import Trouble

Status = Literal[400, 403, 404, 405, 413, 429, 500, 503]
_WAIT: int = 5
"""Minutes that a person is asked to wait, when how long is not known."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when it was too much."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, for a form that did not come from this browser's page, or whose cookie was lost."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(request, 404)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405."""
    return _page(request, 405)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _page(request, 413)


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return _page(request, 429)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or "come back later" when the database does not answer: nothing was lost."""
    away = isinstance(sys.exc_info()[1], DatabaseError | TimeoutError)
    return _page(request, 503 if away else 500)


def away(request: HttpRequest) -> HttpResponse:
    """503."""
    return _page(request, 503)


def _page(request: HttpRequest, status: Status) -> HttpResponse:
    unasked(request)
    context = {"trouble": Trouble(status, _WAIT)}
    response = page(request, "kene_web/trouble.html", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = str(60 * _WAIT)
    return response

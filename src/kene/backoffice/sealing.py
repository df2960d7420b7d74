"""What a browser may do with agents' pages: nothing but show them, and keep none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

View = Callable[..., HttpResponse]


def sealed(view: View) -> View:
    """The view, its answers told to load nothing from elsewhere, and never to be stored."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **captured: Any) -> HttpResponse:
        response = view(request, *arguments, **captured)
        response["Content-Security-Policy"] = POLICY
        response["Cache-Control"] = "no-store"
        return response

    return answer

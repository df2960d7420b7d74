"""What pages forbid a browser: frames, anything from elsewhere, and but for a few, scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_NOTHING: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_SCRIPTED: Final = f"{_NOTHING}; script-src 'self'; connect-src 'self'"
_FRAMED: Final = "frame-ancestors 'self'; frame-src 'self'; media-src 'self'"
_ASKING: Final = ("/services/", "/demande/", "/dossier/completer/", "/reprendre/")
"""The addresses that answer by a page of questions, where a telephone may be asked where it is."""
SCRIPTED: Final = (*_ASKING, "/simulateur/", "/suivre/", "/dossier/", "/lien/")
"""The only pages with a script: tools for teaching, and citizens' pages that it makes quicker on a
slow network. All but the first do the same without it."""


class Headers:
    """A middleware that sets the Content-Security-Policy and the permissions of each response.

    In a demonstration, the simulator shows the node's own pages on a small screen, and plays what
    it says in calls.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, with its headers; a view that set its own policy keeps it."""
        response = self._respond(request)
        if "Location" in response.headers:  # nothing to forbid, and its octets cost on a slow link
            return response
        policy = _SCRIPTED if request.path.startswith(SCRIPTED) else _NOTHING
        if settings.KENE.demo:
            policy = policy.replace("frame-ancestors 'none'", _FRAMED)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        here = "self" if request.path.startswith(_ASKING) else ""
        response.headers.setdefault(
            "Permissions-Policy", f"camera=(), geolocation=({here}), microphone=(), payment=()"
        )
        return response

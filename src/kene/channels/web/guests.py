"""Who is at a browser: somebody unknown, or the holder of a telephone whose code was checked.

The cookie is sealed with the key of its day, as drafts are: it says nothing to whoever finds it,
opens nothing once that key is destroyed, and ends with the browser.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kene.intake import api as intake
from kene.privacy import api as privacy

COOKIE: Final = "visite"
_CONTEXT: Final = b"web guest"
_UNKNOWN: Final = "web:"

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody, by the address under which their draft is kept: E.164, or a random web key."""

    address: str

    @property
    def phone(self) -> str:
        """Their telephone number (E.164), "" when it is not known."""
        return "" if self.address.startswith(_UNKNOWN) else self.address

    @property
    def person(self) -> bytes:
        """The key of their draft."""
        return intake.person_of(self.address)

    @property
    def languages(self) -> tuple[str, str]:
        """The language that they chose, and the one of what they have under way, or ""."""
        visit = intake.look(self.person).visit
        return visit.language, visit.conversation.language if visit.conversation else ""


def met(view: View) -> View:
    """A view whose page holds a form: the browser is given who it is before it sends anything, for
    its history holds for the same cookies only."""

    @wraps(view)
    def opened(request: HttpRequest, **named: str) -> HttpResponse:
        response = view(request, **named)
        if request.method == "GET" and guest_of(request) is None:
            welcome(request, response, newcomer(), timezone.now())
        return response

    return opened


def newcomer() -> Guest:
    """Somebody of whom nothing is known."""
    return Guest(_UNKNOWN + secrets.token_urlsafe(24))


def guest_of(request: HttpRequest) -> Guest | None:
    """Who sent the request; None for a first visit, or one too long ago."""
    opened = unsealed(request.COOKIES.get(COOKIE, ""), _CONTEXT)
    return Guest(opened) if opened else None


def welcome(request: HttpRequest, response: HttpResponse, guest: Guest, now: datetime) -> None:
    """Let the browser say who it is until it is closed; one that says so already is left alone, for
    its history holds for the same cookies only."""
    if guest_of(request) == guest:
        return
    keep(request, response, COOKIE, sealed(guest.address, _CONTEXT, now))


def keep(
    request: HttpRequest, response: HttpResponse, name: str, value: str, path: str = "/"
) -> None:
    """Give the browser a value that no script reads and that ends with it, for the addresses under
    `path`."""
    response.set_cookie(
        name, value, path=path, httponly=True, secure=request.is_secure(), samesite="Lax"
    )


def sealed(text: str, context: bytes, now: datetime) -> str:
    """A text for a cookie, which only this node opens."""
    day = now.date()
    octets = privacy.seal_draft(day, text.encode(), context)
    return f"{day.isoformat()}.{urlsafe_b64encode(octets).decode()}"


def unsealed(cookie: str, context: bytes) -> str:
    """What `sealed` closed; "" for anything else, and once its day's key is destroyed."""
    day, _, octets = cookie.partition(".")
    try:
        opened = privacy.unseal_draft(date.fromisoformat(day), urlsafe_b64decode(octets), context)
    except (ValueError, privacy.Erased, privacy.NoKey, privacy.Tampered):
        return ""
    return opened.decode()

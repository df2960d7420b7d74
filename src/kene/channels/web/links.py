"""A link that a telephone asks for by SMS: for half an hour, once, a browser speaks for it.

The link holds the number, sealed with the key of its day, and the minute when it ends: nobody
makes one without the node's keys. The button of its page uses it up, not its opening: what looks
at links before people do, to show what is behind them, uses none.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kene.channels.web import forms
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import Guest, guest_of, met, welcome
from kene.channels.web.resume import mine
from kene.privacy import api as privacy

MINUTES: Final = 30
_CONTEXT: Final = b"web link"
_DAY: Final = timedelta(days=1)


def maker(address: str) -> Callable[[str, datetime], str]:
    """What makes the links of a node that is at that address."""
    return lambda phone, now: f"{address}/lien/{made(phone, now)}/"


def made(phone: str, now: datetime) -> str:
    """The last word of a link for that telephone (E.164)."""
    until = int(now.timestamp()) // 60 + MINUTES
    sealed = privacy.seal_draft(now.date(), f"{phone} {until}".encode(), _CONTEXT)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def phone_of(word: str, now: datetime) -> str:
    """The telephone of a link that is still good; "" for any other."""
    for day in (now.date(), now.date() - _DAY):
        try:
            octets = urlsafe_b64decode(word + "=" * (-len(word) % 4))
            opened = privacy.unseal_draft(day, octets, _CONTEXT).decode()
        except (ValueError, privacy.Erased, privacy.NoKey, privacy.Tampered):
            continue
        phone, _, until = opened.partition(" ")
        return phone if now.timestamp() < int(until) * 60 else ""
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@met
def follow(request: HttpRequest, word: str) -> HttpResponse:
    """Ask to go on; then show what the telephone has under way. An old link leads to the code."""
    now = timezone.now()
    phone = phone_of(word, now)
    if not phone:
        return redirect("kene_web:resume")
    if request.method != "POST":
        return page(request, "kene_web/form.html", forms.link(language_of(request)))
    guest = Guest(phone)
    if guest_of(request) == guest:  # sent again
        return mine(request, guest, now)
    if not cache.add(f"link/{word}", 1, timeout=MINUTES * 60 + 60):
        return redirect("kene_web:resume")
    response = mine(request, guest, now)
    welcome(request, response, guest, now)
    return response

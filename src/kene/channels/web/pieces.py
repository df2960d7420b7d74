"""Pictures of papers, sent from the page of a case: a plain form, one picture at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kene.casework import api as casework
from kene.channels.web import forms
from kene.channels.web.dossier import followed, read
from kene.channels.web.frames import language_of, page
from kene.channels.web.services import CHANNEL
from kene.channels.web.trouble import too_large


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def send(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask for a picture of a paper, or keep the one that was sent, and go back to the case."""
    service = read(number).service
    if name not in service.evidence:
        raise Http404(name)
    wording = service.wording(language_of(request))
    form = forms.Piece(language_of(request), wording.say(f"evidence.{name}"))
    sent = request.FILES.get("picture")
    if request.method != "POST":
        return _asked(request, form.drawn())
    if sent is None:
        return _asked(request, form.drawn(wrong=True))
    if (sent.size or 0) > casework.LARGEST:
        return too_large(request)
    at = casework.moment(service.country, timezone.now())
    try:
        casework.receive(number, name, sent.read(), CHANNEL, at)
    except casework.NotAPicture:
        return _asked(request, form.drawn(wrong=True))
    except casework.Refused:  # closed meanwhile, or enough were sent: the page of the case says so
        return redirect("kene_web:case")
    return redirect("kene_web:case")


def _asked(request: HttpRequest, drawn: dict[str, Any]) -> HttpResponse:
    return page(request, "kene_web/form.html", drawn)

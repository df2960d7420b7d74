"""Pictures of papers, sent from the page of a case: a plain form, or parts that a script sends."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kene.casework import api as casework
from kene.channels.web import forms, uploads
from kene.channels.web.dossier import followed, read, shown
from kene.channels.web.frames import language_of, page
from kene.channels.web.models import Upload
from kene.channels.web.trouble import too_large
from kene.core.services import Service
from kene.privacy import api as privacy


@require_http_methods(["GET", "HEAD", "POST"])
@followed
def send(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask for a picture of a paper, or keep the one that was sent and show the case; the same one
    sent again is not kept twice."""
    service = read(number).service
    _known(service, name)
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
        with suppress(casework.Refused):  # closed meanwhile, or enough were sent: the case says so
            uploads.receive(number, name, sent.read(), at)
    except casework.NotAPicture:
        return _asked(request, form.drawn(wrong=True))
    return shown(request, read(number))


@require_http_methods(["HEAD", "PATCH"])
@followed
def part(request: HttpRequest, number: str, name: str, digest: str) -> HttpResponse:
    """Say how much of a photo is held, or keep the next part of it."""
    service = read(number).service if request.method == "PATCH" else None
    if not uploads.DIGEST.fullmatch(digest):
        raise Http404(digest)
    found = uploads.held(number, name, digest)
    if service is None:
        return _held(found)
    _known(service, name)
    offset = request.headers.get("Upload-Offset", "")
    octets = request.body
    last = request.headers.get("Upload-Complete") == "?1"
    if not (offset.isascii() and offset.isdigit()) or len(offset) > 9 or not (octets or last):
        return _held(found, 400)
    wanted = found or Upload(case=number, evidence=name, digest=digest)
    at = casework.moment(service.country, timezone.now())
    try:
        return _held(uploads.append(wanted, int(offset), octets, last=last, at=at))
    except uploads.Elsewhere as elsewhere:
        return _held(elsewhere.upload, 409)
    except uploads.TooLarge:
        return _held(found, 413)
    except uploads.TooMany:
        return _held(found, 429)
    except (uploads.Altered, casework.NotAPicture, casework.Refused, privacy.Erased):
        return _held(None, 422)


def _held(upload: Upload | None, status: int = 204) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(upload.length if upload else 0)
    response["Upload-Complete"] = "?1" if upload and upload.whole else "?0"
    response["Upload-Limit"] = f"max-size={uploads.MOST}, max-append-size={uploads.PART}"
    response["Cache-Control"] = "no-store"
    return response


def _known(service: Service, name: str) -> None:
    if name not in service.evidence:
        raise Http404(name)


def _asked(request: HttpRequest, drawn: dict[str, Any]) -> HttpResponse:
    return page(request, "kene_web/piece.html", drawn)

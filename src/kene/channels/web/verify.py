"""Verifying a document: a photo, a PDF or the text of its code, with this node's own keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, assert_never

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kene.channels.web import forms
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import met
from kene.channels.web.pages import Fact, Verified
from kene.channels.web.trouble import too_large
from kene.channels.web.words import typeset, words
from kene.core.values import Date, Setting
from kene.documents import api as documents
from kene.documents import offline
from kene.documents.offline import Claims


@require_http_methods(["GET", "HEAD", "POST"])
@met
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a document, or say what the one that was sent is worth; nothing is kept of it."""
    language = language_of(request)
    form = forms.Verify(language, request.POST)
    sent = request.FILES.get("file")
    if request.method != "POST":
        return page(request, "kene_web/form.html", form.drawn())
    if sent is not None and (sent.size or 0) > forms.MEGABYTES * 1_000_000:
        return too_large(request)
    verdict = documents.verify(sent.read() if sent else form.text, timezone.now())
    if isinstance(verdict, offline.Unreadable):
        return page(request, "kene_web/form.html", form.drawn(unread=True))
    shown = _Reading(language).verified(verdict)
    return page(request, "kene_web/verified.html", {"verdict": shown})


class _Reading:
    def __init__(self, language: str) -> None:
        self.language = language
        self.own = words(language)

    def verified(self, verdict: documents.Verdict) -> Verified:
        match verdict:
            case offline.Valid(claims, issuer, checked):
                detail = self._say("checked", day=self._day(checked, claims)) if checked else ""
                return Verified("valid", detail, self._facts(claims, issuer))
            case offline.Expired(claims, issuer):
                detail = self._say("since", day=self._day(claims.expires, claims))
                return Verified("expired", detail, self._facts(claims, issuer))
            case offline.Withdrawn(claims, issuer, since):
                detail = self._say("since", day=self._day(since, claims))
                return Verified("withdrawn", detail, self._facts(claims, issuer))
            case offline.UnknownKey(key):
                return Verified("unknown_key", self._say("key_used", code=key))
            case offline.Altered():
                return Verified("altered")
            case offline.Unreadable():
                raise ValueError("an unreadable document has no verdict")
            case _:
                assert_never(verdict)

    def _facts(self, claims: Claims, issuer: documents.Issuer) -> tuple[Fact, ...]:
        return tuple(self._lines(claims, issuer))

    def _lines(self, claims: Claims, issuer: documents.Issuer) -> Iterator[Fact]:
        yield Fact(self._say("document"), claims.title)
        yield Fact(self._say("number"), claims.number)
        for name, value in claims.fields.items():
            said = self._day(value, claims) if isinstance(value, date) else str(value)
            yield Fact(offline.label(name, self.language), said)
        yield Fact(self._say("issued"), self._day(claims.issued, claims))
        yield Fact(self._say("by"), issuer.name or issuer.authority)

    def _day(self, at: date | datetime | None, claims: Claims) -> str:
        day = at.date() if isinstance(at, datetime) else at
        return Date().show(day, Setting(self.language, claims.country, day)) if day else ""

    def _say(self, key: str, **details: Any) -> str:  # noqa: ANN401
        return typeset(self.own.say(f"verify.{key}", **details))

"""A page for whoever asks in a way that an address does not take: Django's own is empty."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kene.channels.web import trouble


class Refusals:
    """A middleware that gives a refused method its sentence, and keeps the `Allow` header."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, or the page of an empty refusal."""
        response = self._respond(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = trouble.not_allowed(request)
        page["Allow"] = response["Allow"]
        return page

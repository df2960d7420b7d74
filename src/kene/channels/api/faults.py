"""Every error of the API as a problem (RFC 9457), with a sentence in French."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

MEDIA: Final = "application/problem+json"
_WAIT: Final = "300"
_SENTENCES: Final[Mapping[int, str]] = {
    400: "La demande ne se lit pas : du JSON en UTF-8 est attendu.",
    401: "Une clé de partenaire est attendue : Authorization: Bearer CLÉ.",
    403: "Cette clé n'ouvre pas ce service, ou l'API ne le sert pas.",
    404: "Rien n'est servi à cette adresse : /api/openapi.json les dit toutes.",
    405: "Cette adresse n'accepte pas cette méthode ; l'en-tête Allow dit lesquelles.",
    409: "Le service, ou le dossier, ne le reçoit pas en ce moment.",
    413: "L'envoi dépasse 64 Kio.",
    422: "La demande n'a pas la forme que décrit /api/openapi.json.",
    429: "Trop de requêtes en une minute : l'en-tête Retry-After dit quand revenir.",
    503: "Revenez plus tard : la base de données ne répond pas.",
}
_HEADINGS: Final[Mapping[int, str]] = {
    400: "Demande illisible",
    401: "Clé inconnue",
    403: "Refusé",
    404: "Introuvable",
    405: "Méthode refusée",
    409: "Pas en ce moment",
    413: "Envoi trop lourd",
    422: "Demande mal formée",
    429: "Trop souvent",
    503: "Revenez plus tard",
}

Errors = tuple[Mapping[str, object], ...]


class Refusal(Exception):
    """A request that is refused: the status, the sentence, and what is wrong where."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        errors: Errors = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        super().__init__(status, detail)


View = Callable[..., HttpResponse]


def problem(status: int, detail: str = "", errors: Errors = ()) -> HttpResponse:
    """A problem's response."""
    body = {
        "type": "about:blank",
        "title": _HEADINGS[status],
        "status": status,
        "detail": detail or _SENTENCES[status],
        **({"errors": errors} if errors else {}),
    }
    headers = {"Retry-After": _WAIT} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JsonResponse(
        body,
        status=status,
        content_type=MEDIA,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def unknown(_: HttpRequest, rest: str = "") -> HttpResponse:
    """404 for an address that the API does not have."""
    return problem(404)


def told(view: View) -> View:
    """The view, with a problem where the library refuses an address or a method by itself."""

    def answered(*words: Any, **named: Any) -> HttpResponse:  # noqa: ANN401
        try:
            response = view(*words, **named)
        except Http404:
            return problem(404)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refused = problem(405)
        refused["Allow"] = response["Allow"]
        return refused

    answered.csrf_exempt = getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
    return answered


def install(api: NinjaAPI) -> None:
    """Answer with problems whatever the API's operations raise, but for a fault of the program."""
    for kind, status in _STATUSES.items():
        api.add_exception_handler(kind, _refusal(status))
    api.add_exception_handler(ValidationError, _misshapen)
    api.add_exception_handler(AuthenticationError, _refusal(401))
    api.add_exception_handler(Refusal, _refused)


def documented(statuses: tuple[int, ...]) -> dict[str, Any]:
    """These errors, as an OpenAPI document describes them."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        str(status): {"description": _SENTENCES[status], "content": {MEDIA: {"schema": schema}}}
        for status in statuses
    }


_STATUSES: Final[Mapping[type[Exception], int]] = {
    HttpError: 400,
    Http404: 404,
    RequestDataTooBig: 413,
    DatabaseError: 503,
    TimeoutError: 503,
}


def _refusal(status: int) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, _error: problem(status)


def _refused(_: HttpRequest, refusal: Any) -> HttpResponse:  # noqa: ANN401
    response = problem(refusal.status, refusal.detail, refusal.errors)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _misshapen(_: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401
    places = {str(each["loc"][-1]) for each in error.errors}
    return problem(422, f"{_SENTENCES[422]} À revoir : {', '.join(sorted(places))}.")

"""The API's operations, and the OpenAPI document of all that the node serves but pages."""

from __future__ import annotations

from typing import Any, Final, assert_never

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from kene.catalogue import api as catalogue
from kene.channels.api import cases, describing, dialects, faults, neighbours, shapes
from kene.channels.ussd import gateways
from kene.channels.voice.lines import DIALECTS, CallLine
from kene.documents import api as documents
from kene.documents import offline

KEYS: Final = "application/jwk-set+json"
_WORDS: Final = {
    "valid": "Le document est valide : {by} l'a signé.",
    "expired": "{by} a signé ce document, mais sa durée de validité est passée.",
    "withdrawn": "{by} a signé ce document, puis l'a retiré.",
    "unknown_key": "Aucune autorité connue ici n'a signé ce document.",
    "altered": "Le document est modifié : ce n'est plus ce que l'autorité a signé.",
    "unreadable": "Ce texte n'est pas un code de Kene.",
}


class NodeApi(NinjaAPI):
    """The API, whose document describes what the node answers outside of it too."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document of this node."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"]["Problem"] = shapes.Problem.model_json_schema()
        for path in schema["paths"].values():
            for method, operation in path.items():
                operation["responses"] |= faults.documented(_errors(method, operation))
        told = settings.KENE
        schema["paths"] |= dialects.paths(gateways.lines(told.ussd, told.code), told.ussd_token)
        schema["paths"] |= dialects.paths(_calls(told.voice), told.voice_token)
        schema["paths"] |= neighbours.paths(told.sms_token)
        schema["paths"] |= neighbours.chats(
            whatsapp=bool(told.whatsapp_phone), telegram=bool(told.telegram_token)
        )
        return schema


api: Final = NodeApi(
    title="Kɛnɛ",
    version="1",
    description="Les services, les demandes, les documents et les clés publiques d'un nœud.",
    docs_url=None,
    urls_namespace="kene_api",
)
faults.install(api)
api.add_router("", cases.router)


@api.get(
    "/services", response=list[shapes.Card], summary="Les services offerts", operation_id="services"
)
def services(request: HttpRequest) -> list[shapes.Card]:
    """The services that are offered."""
    return [describing.card(each) for each in catalogue.offered()]


@api.get(
    "/services/{name}",
    response=shapes.Described,
    summary="Un service, ce qu'il demande et par quelle loi",
    operation_id="service",
)
def service(request: HttpRequest, name: str) -> shapes.Described:
    """A service with all that it asks. Raises Http404."""
    try:
        return describing.described(catalogue.named(name))
    except catalogue.Unknown as error:
        raise Http404 from error


@api.post(
    "/verify",
    response=shapes.Verdict,
    summary="Ce que vaut le code d'un document ; rien n'en est gardé",
    operation_id="verify",
)
def verify(request: HttpRequest, code: shapes.Code) -> shapes.Verdict:
    """What the text of a code is worth."""
    return _verdict(documents.verify(code.code, timezone.now()))


@api.get(
    "/keys",
    summary="Les clés publiques de ce nœud (RFC 7517)",
    operation_id="keys",
    openapi_extra={"responses": {"200": {"content": {KEYS: {"schema": {"type": "object"}}}}}},
)
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, to be carried to whoever verifies without network."""
    return HttpResponse(documents.public_key_set(), content_type=KEYS)


def _calls(dialect: str) -> tuple[CallLine, ...]:
    """The line of calls, where the node serves one."""
    return (CallLine(DIALECTS[dialect], ""),) if dialect in DIALECTS else ()


def _errors(method: str, operation: dict[str, Any]) -> tuple[int, ...]:
    if operation.get("security"):
        sent = (400, 403, 409, 413, 422) if method == "post" else ()
        return (401, 404, 429, *sent, 503)
    if method == "post":
        return (400, 413, 422, 503)
    return (404, 503) if operation["parameters"] else (503,)


def _verdict(verdict: documents.Verdict) -> shapes.Verdict:
    match verdict:
        case offline.Valid(claims, issuer):
            return _signed("valid", claims, issuer)
        case offline.Expired(claims, issuer):
            return _signed("expired", claims, issuer)
        case offline.Withdrawn(claims, issuer):
            return _signed("withdrawn", claims, issuer)
        case offline.UnknownKey():
            return _unsigned("unknown_key")
        case offline.Altered():
            return _unsigned("altered")
        case offline.Unreadable():
            return _unsigned("unreadable")
        case _:
            assert_never(verdict)


def _signed(name: shapes.Worth, claims: offline.Claims, issuer: documents.Issuer) -> shapes.Verdict:
    by = issuer.name or issuer.authority
    document = shapes.Document(
        title=claims.title,
        number=claims.number,
        country=claims.country,
        issued=claims.issued,
        expires=claims.expires,
        signed_by=by,
        fields=dict(claims.fields),
    )
    return shapes.Verdict(verdict=name, message=_WORDS[name].format(by=by), document=document)


def _unsigned(name: shapes.Worth) -> shapes.Verdict:
    return shapes.Verdict(verdict=name, message=_WORDS[name], document=None)

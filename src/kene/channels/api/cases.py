"""Requests that a partner's software sends whole: one conversation, one case, one receipt.

The key of a request (the IETF's draft-ietf-httpapi-idempotency-key-header) names its draft, under
the partner's own name: the receipt stands there as that of a page does, in the transaction that
opens the case. What is sent again is answered again for as long as drafts are kept.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Status
from ninja.security import HttpBearer

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.api import shapes
from kene.channels.api.describing import receipt
from kene.channels.api.faults import Refusal
from kene.core.conversation import Conversation, answer_wholly, shut_sentence
from kene.core.services import Service
from kene.core.values import Misread, Phone, Setting, sentence
from kene.exchange import api as exchange
from kene.intake import api as intake
from kene.journal import api as journal
from kene.people import api as people

CHANNEL: Final = "api"
KEY: Final = r"^[A-Za-z0-9._~-]{1,64}$"
HEADER: Final = "Idempotency-Key"
PICTURES: Final = ("image/jpeg", "image/png", "image/webp")
_KEY: Final[dict[str, Any]] = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": (
        "Choisie par le partenaire, une par demande : un UUID, par exemple. La même demande, "
        f"envoyée de nouveau, reçoit la même réponse pendant {intake.KEEP_DRAFTS.days} jours."
    ),
    "schema": {"type": "string", "pattern": KEY},
}
_PICTURE: Final[dict[str, Any]] = {
    "required": True,
    "description": f"{casework.LARGEST:_} octets au plus.".replace("_", "\u00a0"),
    "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in PICTURES},
}


class Bearer(HttpBearer):
    """A partner's key, as `kene partners add` gives it."""

    def authenticate(self, request: HttpRequest, token: str) -> people.Partner:
        """The partner; raises Refusal."""
        try:
            return people.partner_of(token, timezone.now())
        except people.NoPartner as error:
            raise Refusal(401) from error
        except people.TooOften as error:
            raise Refusal(429, headers={"Retry-After": str(error.seconds)}) from error


router: Final = Router(auth=Bearer(), tags=["demandes"])


@router.post(
    "/services/{name}/cases",
    response={201: shapes.Receipt},
    summary="Envoyer une demande entière ; elle ouvre un dossier, une fois",
    operation_id="open_case",
    openapi_extra={"parameters": [_KEY]},
)
def open_case(
    request: HttpRequest, response: HttpResponse, name: str, sent: shapes.Sent
) -> Status[shapes.Receipt]:
    """Open the case of a request, or find the one that it opened. Raises Http404 and Refusal."""
    partner, service, now = _partner(request), _served(request, name), timezone.now()
    key = request.headers.get(HEADER, "").strip('"')
    if not re.fullmatch(KEY, key):
        raise Refusal(400, f"L'en-tête {HEADER} manque, ou n'a pas la forme {KEY}.")
    body = json.dumps([name, sent.model_dump()], sort_keys=True)
    person = _person(partner, key)
    try:
        slip = intake.receipt_of(intake.look(person), body)
        if slip is None:
            slip = _opened(partner, service, sent, (person, body), now)
    except intake.Reused as error:
        raise Refusal(422, f"Cette {HEADER} a servi pour une autre demande.") from error
    response["Location"] = reverse("kene_api:case", args=(name, key))
    return Status(201, receipt(catalogue.service(slip.service), slip))


@router.get(
    "/services/{name}/cases/{key}",
    response=shapes.Receipt,
    summary="Le reçu d'une demande envoyée",
    operation_id="case",
    url_name="case",
)
def case(request: HttpRequest, name: str, key: str) -> shapes.Receipt:
    """The receipt of a request, by its key. Raises Http404."""
    service, slip = _sent(request, name, key)
    return receipt(service, slip)


@router.post(
    "/services/{name}/cases/{key}/evidence/{paper}",
    response={204: None},
    summary="Joindre la photo d'une pièce ; la même photo n'est gardée qu'une fois",
    operation_id="evidence",
    openapi_extra={"requestBody": _PICTURE},
)
def evidence(request: HttpRequest, name: str, key: str, paper: str) -> Status[None]:
    """Keep a picture of a paper. Raises Http404 and Refusal."""
    service, _ = _sent(request, name, key)
    if paper not in service.evidence:
        raise Http404
    octets, now = request.read(casework.LARGEST + 1), timezone.now()
    if len(octets) > casework.LARGEST:
        raise Refusal(413, f"Une photo a {casework.LARGEST} octets au plus.")
    mark = intake.digest_of(f"{paper}\0{octets.hex()}")

    def keep(kept: intake.Kept) -> tuple[intake.Kept, None]:
        assert kept.slip is not None
        if mark not in kept.past:
            at = casework.moment(service.country, now)
            casework.receive(kept.slip.number, paper, octets, CHANNEL, at)
        return kept.holding(mark), None

    try:
        intake.change(_person(_partner(request), key), keep, now)
    except casework.NotAPicture as error:
        raise Refusal(422, "Une photo JPEG, PNG ou WebP est attendue.") from error
    except casework.Refused as error:
        raise Refusal(409, _WHY[error.reason]) from error
    return Status(204, None)


_WHY: Final = {
    "not-now": "Le dossier n'attend pas de photo de cette pièce : il est clos, ou la pièce se "
    "montre au guichet.",
    "too-many": "Le dossier a toutes les photos qu'il peut garder.",
}


def _opened(
    partner: people.Partner,
    service: Service,
    sent: shapes.Sent,
    once: tuple[bytes, str],
    now: datetime,
) -> intake.Slip:
    """Open the case of a request that is new, in one transaction; `once` is its address and all
    that was sent."""
    person, body = once
    at = casework.moment(service.country, now)
    setting = Setting(sent.language or service.languages[0], service.country, at.today)
    phone = _phone(sent.phone, service, setting)
    talk = _talk(service, sent, setting)

    def send(kept: intake.Kept) -> tuple[intake.Kept, intake.Slip]:
        desk = intake.desk_of(CHANNEL, phone, now, kept)
        after, slip = intake.sending(service, talk, body, desk)(kept)
        if after is not kept:
            entry = journal.Entry(partner.signature, "brought", slip.number)
            journal.append(entry, now)
        return after, slip

    slip = intake.change(person, send, now)
    if not slip.number:
        raise Refusal(409, shut_sentence(service, slip.kind, setting))
    return slip


def _talk(service: Service, sent: shapes.Sent, setting: Setting) -> Conversation:
    """The conversation of whoever gave these answers. Raises Refusal with all that is wrong."""
    if setting.language not in service.languages:
        told = f"Les langues de ce service : {', '.join(service.languages)}."
        raise Refusal(422, told, ({"pointer": "/language", "detail": told},))
    found = answer_wholly(service, setting.language, sent.answers, setting.today)
    if isinstance(found, Conversation):
        return found
    raise Refusal(
        422,
        "Des réponses sont à revoir : « errors » dit lesquelles, et ce qui est attendu.",
        tuple(
            {
                "pointer": "/".join(("", "answers", *map(_escaped, each.path))),
                "field": each.field,
                "detail": each.sentence,
                "expected": exchange.answer(service, each.field) if each.field else None,
            }
            for each in found
        ),
    )


def _phone(given: str, service: Service, setting: Setting) -> str:
    if not given:
        return ""
    try:
        return Phone(service.country).parse(given, setting)
    except Misread as misread:
        told = sentence(misread, setting)
        raise Refusal(422, told, ({"pointer": "/phone", "detail": told},)) from misread


def _sent(request: HttpRequest, name: str, key: str) -> tuple[Service, intake.Slip]:
    """What a request of this partner opened, and of which version of a service. Raises Http404."""
    slip = intake.look(_person(_partner(request), key)).slip
    if slip is None:
        raise Http404
    service = catalogue.service(slip.service)
    if service.name != name:
        raise Http404
    return service, slip


def _served(request: HttpRequest, name: str) -> Service:
    """A service to which this partner may send. Raises Http404 and Refusal."""
    try:
        service = catalogue.named(name)
    except catalogue.Unknown as error:
        raise Http404 from error
    if CHANNEL not in service.channels:
        raise Refusal(403, "Ce service ne reçoit pas de demande par l'API.")
    if not _partner(request).may(name):
        raise Refusal(403, "Votre clé n'ouvre pas ce service.")
    return service


def _partner(request: HttpRequest) -> people.Partner:
    partner = request.auth  # type: ignore[attr-defined]
    assert isinstance(partner, people.Partner)
    return partner


def _person(partner: people.Partner, key: str) -> bytes:
    return intake.person_of(f"{CHANNEL}:{partner.name}:{key}")


def _escaped(part: str | int) -> str:
    """A part of a JSON Pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")

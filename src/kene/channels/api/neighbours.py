"""What is not HTML and not of this channel, for the one OpenAPI document: hops and health.

These addresses are answered elsewhere. A test calls each of them as it is described here.
"""

from __future__ import annotations

from typing import Any, Final

from kene.channels.hops import MAXIMUM_IDENTIFIER, MAXIMUM_OCTETS, MAXIMUM_TEXT

USSD: Final = "/channels/ussd/africastalking"
SMS: Final = "/channels/sms/kannel"
REPORT: Final = "/channels/sms/report"
AGGREGATED: Final = "/channels/sms/africastalking"
DELIVERY: Final = "/channels/sms/delivery/africastalking"
WHATSAPP: Final = "/channels/whatsapp"
TELEGRAM: Final = "/channels/telegram"
_SECRET: Final = {
    "name": "gateway",
    "in": "path",
    "required": True,
    "description": "Le mot secret que le nœud a donné à la passerelle.",
    "schema": {"type": "string"},
}
_IDENTIFIER: Final = {"type": "string", "minLength": 1, "maxLength": MAXIMUM_IDENTIFIER}
_TYPED: Final = {"type": "string", "maxLength": MAXIMUM_TEXT}
_NUMBER: Final = {
    "type": "string",
    "pattern": r"^\+?[1-9][0-9]{7,14}$",
    "description": "Un numéro international, avec ou sans « + ».",
    "examples": ["+22376123456"],
}


def paths(ussd_token: str, sms_token: str) -> dict[str, Any]:
    """The paths of a node whose gateways were given these secret words, or none."""
    session = _form(
        {
            "sessionId": _IDENTIFIER,
            "serviceCode": {"type": "string"},
            "phoneNumber": _NUMBER,
            "text": _TYPED,
        },
        ("sessionId", "phoneNumber"),
    )
    message = _form({"from": _NUMBER, "id": _IDENTIFIER, "text": _TYPED}, ("from", "id"))
    coding = {"type": "string", "description": "« 2 » : le texte est en UTF-16 (UCS-2)."}
    received = _form({**message["properties"], "coding": coding}, ("from", "id"))
    delivery = _form({"id": _IDENTIFIER, "status": {"type": "string"}}, ("id",))
    report = _form({"reference": _IDENTIFIER, "type": {"type": "string"}}, ("reference",))
    return {
        **_hop(USSD, ussd_token, "Un pas d'une session USSD (Africa's Talking)", session, False),
        **_hop(SMS, sms_token, "Un SMS reçu (Kannel, sms-service)", received, True),
        **_hop(REPORT, sms_token, "Un rapport de livraison (Kannel, dlr-url)", report, True),
        **_hop(AGGREGATED, sms_token, "Un SMS reçu (Africa's Talking)", message, False),
        **_hop(DELIVERY, sms_token, "Un rapport de livraison (Africa's Talking)", delivery, False),
        **_health(),
    }


def chats(*, whatsapp: bool, telegram: bool) -> dict[str, Any]:
    """The paths of the platforms of chats that a node serves."""
    found: dict[str, Any] = {}
    if whatsapp:
        asked = ("hub.mode", "hub.verify_token", "hub.challenge")
        proof = _form({name: {"type": "string"} for name in asked}, asked)
        proved = _told("whatsapp_get", "La preuve de l'adresse (WhatsApp)")
        signed = _webhook("whatsapp_post", "Ce qui arrive par WhatsApp", "X-Hub-Signature-256")
        found[WHATSAPP] = {"get": {**proved, "parameters": _query(proof)}, "post": signed}
    if telegram:
        word = "X-Telegram-Bot-Api-Secret-Token"
        found[TELEGRAM] = {"post": _webhook("telegram_post", "Ce qui arrive par Telegram", word)}
    return found


def _webhook(name: str, summary: str, header: str) -> dict[str, Any]:
    """What a platform posts, and the header that proves it."""
    proof = {"name": header, "in": "header", "required": True, "schema": {"type": "string"}}
    body = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    told = _told(name, summary)
    told["responses"]["503"] = _text("Rien n'est gardé : à envoyer de nouveau.")
    return {**told, "parameters": [proof], "requestBody": body}


def _told(name: str, summary: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["messageries"],
        "responses": {
            "200": _text("C'est gardé."),
            "400": _text("Ce qui est attendu."),
            "403": _text("La plateforme est inconnue."),
        },
    }


def _form(fields: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(required)}


def _hop(
    path: str, token: str, summary: str, form: dict[str, Any], readable: bool
) -> dict[str, Any]:
    """A gateway's address, which takes a form, and with `readable` a query instead of it."""
    own: dict[str, Any] = {"parameters": [_SECRET]} if token else {}
    name = path.removeprefix("/channels/").replace("/", "_")
    told = {
        "summary": summary,
        "tags": ["passerelles"],
        "responses": {
            "200": _text("L'écran ou le message à montrer."),
            "400": _text("Ce qui est attendu."),
            "403": _text("La passerelle est inconnue."),
        },
    }
    media = {"application/x-www-form-urlencoded": {"schema": form}}
    body = {
        "description": f"{MAXIMUM_OCTETS} octets au plus.",
        "required": True,
        "content": media,
    }
    own["post"] = {"operationId": f"{name}_post", **told, "requestBody": body}
    if readable:
        own["get"] = {"operationId": f"{name}_get", **told, "parameters": _query(form)}
    return {f"{path}/{{gateway}}" if token else path: own}


def _query(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": name in form["required"], "schema": schema}
        for name, schema in form["properties"].items()
    ]


def _text(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }


def _health() -> dict[str, Any]:
    state = {
        "type": "object",
        "properties": {
            "status": {"enum": ["ok", "unavailable"]},
            "checks": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["status"],
    }
    json = {"application/json": {"schema": state}}
    ok = {"description": "Tout va bien.", "content": json}
    missing = {"description": "Ce qui manque est dit.", "content": json}
    return {
        "/healthz": _asked("healthz", "Le processus répond", {"200": ok}),
        "/readyz": _asked("readyz", "Le nœud garde ce qu'il reçoit", {"200": ok, "503": missing}),
        "/metrics": _asked(
            "metrics",
            "Les mesures, pour Prometheus",
            {"200": _text("Le format de Prometheus."), "403": _text("Un jeton est nécessaire.")},
        ),
    }


def _asked(name: str, summary: str, responses: dict[str, Any]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["exploitation"],
            "responses": responses,
        }
    }

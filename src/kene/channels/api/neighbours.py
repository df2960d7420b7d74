"""What is not HTML and not of this channel, for the one OpenAPI document: hops and health.

These addresses are answered elsewhere. A test calls each of them as it is described here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kene.channels.hops import MAXIMUM_IDENTIFIER, MAXIMUM_OCTETS, MAXIMUM_TEXT

SMS: Final = "/channels/sms/kannel"
REPORT: Final = "/channels/sms/report"
AGGREGATED: Final = "/channels/sms/africastalking"
DELIVERY: Final = "/channels/sms/delivery/africastalking"
WHATSAPP: Final = "/channels/whatsapp"
TELEGRAM: Final = "/channels/telegram"
SECRET: Final = {
    "name": "gateway",
    "in": "path",
    "required": True,
    "description": "Le mot secret que le nœud a donné à la passerelle.",
    "schema": {"type": "string"},
}
IDENTIFIER: Final = {"type": "string", "minLength": 1, "maxLength": MAXIMUM_IDENTIFIER}
TYPED: Final = {"type": "string", "maxLength": MAXIMUM_TEXT}
NUMBER: Final = {
    "type": "string",
    "pattern": r"^\+?[1-9][0-9]{7,14}$",
    "description": "Un numéro international, avec ou sans « + ».",
    "examples": ["+22376123456"],
}


def paths(sms_token: str) -> dict[str, Any]:
    """The paths of a node whose SMS gateways were given this secret word, or none; its health."""
    message = form({"from": NUMBER, "id": IDENTIFIER, "text": TYPED}, ("from", "id"))
    coding = {"type": "string", "description": "« 2 » : le texte est en UTF-16 (UCS-2)."}
    received = form({**message["properties"], "coding": coding}, ("from", "id"))
    delivery = form({"id": IDENTIFIER, "status": {"type": "string"}}, ("id",))
    report = form({"reference": IDENTIFIER, "type": {"type": "string"}}, ("reference",))
    return {
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
        proof = form({name: {"type": "string"} for name in asked}, asked)
        proved = _told("whatsapp_get", "La preuve de l'adresse (WhatsApp)")
        signed = _webhook("whatsapp_post", "Ce qui arrive par WhatsApp", "X-Hub-Signature-256")
        found[WHATSAPP] = {"get": {**proved, "parameters": query(proof)}, "post": signed}
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
            **refusals(),
        },
    }


def form(fields: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    """The schema of what has these fields, of which these are required."""
    return {"type": "object", "properties": fields, "required": list(required)}


def _hop(
    path: str, token: str, summary: str, form: dict[str, Any], readable: bool
) -> dict[str, Any]:
    """A gateway's address, which takes a form, and with `readable` a query instead of it."""
    own: dict[str, Any] = {"parameters": [SECRET]} if token else {}
    name = path.removeprefix("/channels/").replace("/", "_")
    told = {
        "summary": summary,
        "tags": ["passerelles"],
        "responses": {
            "200": _text("Le message à envoyer."),
            **refusals(),
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
        own["get"] = {"operationId": f"{name}_get", **told, "parameters": query(form)}
    return {f"{path}/{{gateway}}" if token else path: own}


def query(
    form: dict[str, Any], examples: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """The parameters of a query that has the fields of a form."""
    return [
        {
            "name": name,
            "in": "query",
            "required": name in form["required"],
            "schema": schema,
            **({"example": examples[name]} if examples and name in examples else {}),
        }
        for name, schema in form["properties"].items()
    ]


def refusals() -> dict[str, Any]:
    """How a gateway is refused."""
    return {"400": _text("Ce qui est attendu."), "403": _text("La passerelle est inconnue.")}


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

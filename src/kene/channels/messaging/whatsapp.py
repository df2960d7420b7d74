"""WhatsApp, by the Cloud API: webhooks in, signed with the application's secret; messages out.

A GET with `hub.challenge` proves the address once. Each POST carries `X-Hub-Signature-256`, the
HMAC of its octets. Messages leave by a POST to `{phone}/messages` with the account's token; what
the platform calls them comes back in reports. Limits: a body of 4,096 characters, 1,024 with
buttons; three buttons of 20 characters; lists of ten lines, of 24 characters and 72 below.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs

from kene.casework import api as casework
from kene.channels import posting
from kene.channels.contract import Limits, Response, plain
from kene.channels.hops import MAXIMUM_TEXT, BadRequest, identifier, number
from kene.channels.messaging.drawing import Drawn, cut
from kene.channels.messaging.platforms import (
    CHATTED,
    Heard,
    NoPicture,
    Posted,
    Received,
    Report,
    Unfetched,
    member,
    members,
    shared_position,
)
from kene.channels.sms.carriers import Sent

PATH: Final = "/channels/whatsapp"
API: Final = "https://graph.facebook.com/v23.0"
SIGNATURE: Final = "x-hub-signature-256"
BODY: Final = 4_096
BUTTONS: Final = 3
BUTTON: Final = 20
ROWS: Final = 10
ROW: Final = 24
DETAIL: Final = 72
_LATER: Final = frozenset({0, 4, 190, 80007, 130429, 131000, 131016, 131056})
"""Codes of what was surely not sent, and may be later: a token to renew, a rate, a fault of the
platform's own."""
_REPORTS: Final = {"delivered": "delivered", "read": "delivered", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """An account: the identifier of its number, its token, and the two words that prove webhooks.

    `secret` is the application's, which signs; `word` the one that the form of the address asks.
    """

    phone: str
    token: str
    secret: str
    word: str
    api: str = API
    limits: Limits = CHATTED
    channel: ClassVar[str] = "whatsapp"
    path: ClassVar[str] = PATH
    reports: ClassVar[bool] = True

    def read(self, posted: Posted) -> Received | Response:
        """What a webhook brings; the challenge, or a refusal. Raises BadRequest."""
        if posted.method == "GET":
            return self._proved(posted.query)
        if posted.method != "POST":
            allowed = (("Allow", "GET, POST"),)
            return plain("405 Method Not Allowed", "GET ou POST.", allowed)
        if not self._is_signed(posted):
            return plain("403 Forbidden", "Signature inconnue.")
        try:
            told = json.loads(posted.body)
        except (ValueError, RecursionError) as error:
            raise BadRequest("Le JSON n'est pas lisible en UTF-8.") from error
        values = tuple(self._values(told))
        return Received(
            tuple(each for value in values for each in _heard(value)),
            tuple(each for value in values for each in _reports(value)),
        )

    def send(self, chat: str, drawn: Drawn) -> tuple[Sent, str]:
        """Send a message: what is known of it, and the platform's name for it."""
        url = f"{self.api}/{self.phone}/messages"
        try:
            answered = posting.post(url, told(chat, drawn), self._bearer())
        except posting.Unheard:
            return "unreachable", ""
        except posting.Unsure:
            return "unknown", ""
        return _outcome(answered)

    def fetch(self, picture: str) -> bytes:
        """A picture: where it lies, then its octets. Raises NoPicture, Unfetched."""
        try:
            found = posting.get(f"{self.api}/{picture}", self._bearer())
            if found.status >= 500 or found.status in (401, 429):
                raise Unfetched(picture)
            size, url = found.told.get("file_size", 0), str(found.told.get("url", ""))
            if not isinstance(size, int) or size > casework.LARGEST:
                raise NoPicture(picture)
            return posting.download(url, casework.LARGEST, self._bearer())
        except LookupError as error:
            raise NoPicture(picture) from error
        except (posting.Unheard, posting.Unsure) as error:
            raise Unfetched(picture) from error

    def _bearer(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _proved(self, query: str) -> Response:
        given = {name: values[-1] for name, values in parse_qs(query).items()}
        word = given.get("hub.verify_token", "")
        known = hmac.compare_digest(word.encode("utf-8", "surrogateescape"), self.word.encode())
        if given.get("hub.mode") != "subscribe" or not known:
            return plain("403 Forbidden", "Mot inconnu.")
        return Response(given.get("hub.challenge", ""))

    def _is_signed(self, posted: Posted) -> bool:
        mine = hmac.new(self.secret.encode(), posted.body, hashlib.sha256).hexdigest()
        given = posted.headers.get(SIGNATURE, "").removeprefix("sha256=")
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), mine.encode())

    def _values(self, told: object) -> Iterator[Any]:
        """What changed of this account's number; an application may have several numbers."""
        for entry in members(told, "entry"):
            for change in members(entry, "changes"):
                value = member(change, "value")
                if member(value, "metadata", "phone_number_id") == self.phone:
                    yield value


def told(chat: str, drawn: Drawn) -> dict[str, Any]:
    """A message as the platform takes it: buttons, a list, or a text with numbers."""
    choices = drawn.choices
    to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": chat}
    if not choices or len(choices) > ROWS:
        return {**to, "type": "text", "text": {"body": cut(drawn.numbered, BODY)}}
    short = len(choices) <= BUTTONS and all(len(each.label) <= BUTTON for each in choices)
    action = _buttons(drawn) if short else _list(drawn)
    kind = "button" if short else "list"
    interactive = {"type": kind, "body": {"text": drawn.body}, "action": action}
    return {**to, "type": "interactive", "interactive": interactive}


def _buttons(drawn: Drawn) -> dict[str, Any]:
    replies = ({"id": each.id, "title": each.label} for each in drawn.choices)
    return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}


def _list(drawn: Drawn) -> dict[str, Any]:
    rows = []
    for each in drawn.choices:
        row = {"id": each.id, "title": cut(each.label, ROW)}
        whole = {"description": cut(each.label, DETAIL)} if len(each.label) > ROW else {}
        rows.append(row | whole)
    return {"button": cut(drawn.choose, BUTTON), "sections": [{"rows": rows}]}


def _heard(value: object) -> Iterator[Heard]:
    for message in members(value, "messages"):
        if not isinstance(message, dict) or message.get("type") == "reaction":
            continue
        given = {name: each for name, each in message.items() if isinstance(each, str)}
        who = number(given, "from")
        yield Heard(identifier(given, "id"), given["from"], who, **_content(message))


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    """What is in a message, by the parts of `Heard`."""
    match message.get("type"):
        case "text":
            return {"said": str(member(message, "text", "body") or "")[:MAXIMUM_TEXT]}
        case "button":
            return {"said": str(member(message, "button", "text") or "")[:MAXIMUM_TEXT]}
        case "interactive":
            chosen = member(message, "interactive", "button_reply") or member(
                message, "interactive", "list_reply"
            )
            return {"tapped": str(member(chosen, "id") or "")[:MAXIMUM_TEXT]}
        case "location" if spot := shared_position(message):
            return {"said": spot}
        case "image":
            return {"picture": str(member(message, "image", "id") or "")}
        case "document" if str(member(message, "document", "mime_type")).startswith("image/"):
            return {"picture": str(member(message, "document", "id") or "")}
        case _:
            return {"strange": True}


def _reports(value: object) -> Iterator[Report]:
    for status in members(value, "statuses"):
        state = _REPORTS.get(str(member(status, "status")))
        if state is not None:
            yield Report(str(member(status, "id")), state)


def _outcome(answered: posting.Told) -> tuple[Sent, str]:
    """What the platform says of the one message."""
    if answered.status == 200:
        named = [str(member(each, "id") or "") for each in members(answered.told, "messages")]
        return ("sent", named[0]) if named and named[0] else ("unknown", "")
    code = member(answered.told, "error", "code")
    if not isinstance(code, int):
        # A gateway on the way answered for the platform: the message may have passed it before.
        return ("unknown" if answered.status >= 500 else "refused"), ""
    later = code in _LATER or answered.status in (401, 429)
    return ("unreachable" if later else "refused"), ""

"""Telegram, by the Bot API: webhooks in, with the secret word of their header; messages out.

`setWebhook` is given the word that comes back in `X-Telegram-Bot-Api-Secret-Token`. Updates have a
number of their own. Messages leave by `sendMessage`. Limits: a text of 4,096 characters, 64 octets
behind a button. The platform does not tell a person's number: whoever shares their own in the chat
is known by it, and whose it is the platform has checked.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from kene.casework import api as casework
from kene.channels import posting
from kene.channels.contract import Limits, Response, plain
from kene.channels.hops import MAXIMUM_TEXT, BadRequest, number
from kene.channels.messaging.drawing import Drawn, cut
from kene.channels.messaging.platforms import (
    CHATTED,
    Heard,
    NoPicture,
    Posted,
    Received,
    Unfetched,
    member,
    members,
    shared_position,
)
from kene.channels.sms.carriers import Sent

PATH: Final = "/channels/telegram"
API: Final = "https://api.telegram.org"
WORD: Final = "x-telegram-bot-api-secret-token"
BODY: Final = 4_096
LABEL: Final = 64
JSON: Final = "application/json"
UNKNOWN: Final = "telegram:"
"""Before the platform's number of somebody whose telephone is not known."""


@dataclass(frozen=True, slots=True)
class Telegram:
    """A bot: its token, and the word that its webhooks bring."""

    token: str
    secret: str
    api: str = API
    limits: Limits = CHATTED
    channel: ClassVar[str] = "telegram"
    path: ClassVar[str] = PATH
    reports: ClassVar[bool] = False

    def read(self, posted: Posted) -> Received | Response:
        """What an update brings, or a refusal. Raises BadRequest."""
        if posted.method != "POST":
            return plain("405 Method Not Allowed", "POST seulement.", (("Allow", "POST"),))
        word = posted.headers.get(WORD, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(word, self.secret.encode()):
            return plain("403 Forbidden", "Mot inconnu.")
        try:
            update = json.loads(posted.body)
        except (ValueError, RecursionError) as error:
            raise BadRequest("Le JSON n'est pas lisible en UTF-8.") from error
        name = member(update, "update_id")
        if not isinstance(name, int):
            raise BadRequest("« update_id » manque.")
        return _tapped(name, update) or _messaged(name, update)

    def send(self, chat: str, drawn: Drawn) -> tuple[Sent, str]:
        """Send a message: what is known of it. The platform reports nothing of it later."""
        try:
            answered = posting.post(self._method("sendMessage"), told(chat, drawn))
        except posting.Unheard:
            return "unreachable", ""
        except posting.Unsure:
            return "unknown", ""
        if answered.told.get("ok") is True:
            return "sent", str(member(answered.told, "result", "message_id") or "")
        if answered.told.get("ok") is not False:
            return "unknown", ""
        later = answered.status >= 500 or answered.status in (401, 404, 429)
        return ("unreachable" if later else "refused"), ""

    def fetch(self, picture: str) -> bytes:
        """A picture: where it lies, then its octets. Raises NoPicture, Unfetched."""
        try:
            found = posting.post(self._method("getFile"), {"file_id": picture})
            if found.status >= 500 or found.status in (401, 404, 429):
                raise Unfetched(picture)
            size = member(found.told, "result", "file_size") or 0
            place = member(found.told, "result", "file_path")
            if not isinstance(place, str) or not isinstance(size, int) or size > casework.LARGEST:
                raise NoPicture(picture)
            return posting.download(f"{self.api}/file/bot{self.token}/{place}", casework.LARGEST)
        except LookupError as error:
            raise NoPicture(picture) from error
        except (posting.Unheard, posting.Unsure) as error:
            raise Unfetched(picture) from error

    def _method(self, name: str) -> str:
        return f"{self.api}/bot{self.token}/{name}"


def told(chat: str, drawn: Drawn) -> dict[str, Any]:
    """A message as the platform takes it: a keyboard under the text, a line for each choice."""
    message: dict[str, Any] = {"chat_id": int(chat), "text": cut(drawn.body, BODY)}
    if drawn.contact:
        asked = [[{"text": drawn.contact, "request_contact": True}]]
        shown = {"keyboard": asked, "one_time_keyboard": True, "resize_keyboard": True}
        return {**message, "reply_markup": shown}
    if not drawn.choices:
        return message
    keys = [[{"text": cut(each.label, LABEL), "callback_data": each.id}] for each in drawn.choices]
    return {**message, "reply_markup": {"inline_keyboard": keys}}


def _tapped(name: int, update: Mapping[str, Any]) -> Received | None:
    """A button: the platform is told at once that it was heard, so that it stops turning."""
    query = member(update, "callback_query")
    sender, chat = member(query, "from", "id"), member(query, "message", "chat")
    if query is None:
        return None
    if not _is_private(chat, sender):
        return Received()
    heard = Heard(
        str(name), str(chat["id"]), f"{UNKNOWN}{sender}", tapped=str(member(query, "data") or "")
    )
    done = {"method": "answerCallbackQuery", "callback_query_id": member(query, "id")}
    return Received((heard,), response=Response(json.dumps(done), kind=JSON))


def _messaged(name: int, update: Mapping[str, Any]) -> Received:
    """A message of one person to the bot; what is said in groups, and the rest, is not heard."""
    message = member(update, "message")
    sender, chat = member(message, "from", "id"), member(message, "chat")
    if not _is_private(chat, sender):
        return Received()
    heard = Heard(str(name), str(chat["id"]), f"{UNKNOWN}{sender}", **_content(message, sender))
    return Received((heard,))


def _is_private(chat: object, sender: object) -> bool:
    return (
        isinstance(sender, int)
        and member(chat, "type") == "private"
        and isinstance(member(chat, "id"), int)
    )


def _content(message: Mapping[str, Any], sender: int) -> dict[str, Any]:
    """What is in a message, by the parts of `Heard`."""
    said = member(message, "text")
    if isinstance(said, str):
        # A command is a word with a bar before it; `/start` alone asks to be shown where one is.
        word = said.removeprefix("/")
        return {"said": "" if said.startswith("/start") else word[:MAXIMUM_TEXT]}
    contact = member(message, "contact")
    if contact is not None and member(contact, "user_id") == sender:
        return {
            "contact": number({"phone_number": str(contact.get("phone_number"))}, "phone_number")
        }
    if spot := shared_position(message):
        return {"said": spot}
    picture = _picture(message)
    return {"picture": picture} if picture else {"strange": True}


def _picture(message: Mapping[str, Any]) -> str:
    """The largest size of a photo, or a picture that was sent as a file."""
    sizes = [each for each in members(message, "photo") if isinstance(each, dict)]
    if sizes:
        return str(sizes[-1].get("file_id", ""))
    if str(member(message, "document", "mime_type")).startswith("image/"):
        return str(member(message, "document", "file_id") or "")
    return ""

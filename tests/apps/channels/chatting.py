"""Platforms of chats, as they behave: real HTTP servers that check what they are sent, and refuse
what the platform would; and what their webhooks hold.

After the Cloud API's and the Bot API's own pages: limits, forms of messages, codes of errors.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from PIL import Image

from kene.channels.messaging.telegram import Telegram
from kene.channels.messaging.whatsapp import WhatsApp
from kene.testing.channels import Asked
from node.listening import listening

PHONE, TOKEN, SECRET, WORD = "106540352242922", "EAAG-token", "app-secret", "verify-me"
BOT, HEADER = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "header-word"


def picture(size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo, with where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Telephone 3"
    Image.new("RGB", size, "grey").save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass
class Simulated:
    """A platform: what it took, and how it behaves: `fails` is the next answer, once."""

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    fails: tuple[int, dict[str, Any] | None] | None = None

    @property
    def texts(self) -> list[str]:
        """What people read."""
        return [_text(each) for each in self.taken]


def _text(message: dict[str, Any]) -> str:
    if "chat_id" in message:
        return str(message["text"])
    if message["type"] == "text":
        return str(message["text"]["body"])
    return str(message["interactive"]["body"]["text"])


class _Server(BaseHTTPRequestHandler):
    platform: Simulated

    def answer(self, status: int, told: dict[str, Any] | None) -> None:
        body = b"<html>bad gateway</html>" if told is None else json.dumps(told).encode()
        self.raw(status, body)

    def raw(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def posted(self) -> dict[str, Any]:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert isinstance(told, dict)
        return told

    def failing(self) -> bool:
        if self.platform.fails is None:
            return False
        status, told = self.platform.fails
        self.platform.fails = None
        self.answer(status, told)
        return True

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Graph(_Server):
    """WhatsApp's Cloud API."""

    def do_POST(self) -> None:
        message = self.posted()
        if self.failing():
            return
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self._refuse(401, 190, "Invalid OAuth access token")
        if self.path != f"/v23.0/{PHONE}/messages":
            return self._refuse(400, 100, "Unsupported post request")
        wrong = against_whatsapp(message)
        if wrong:
            return self._refuse(400, 131009, wrong)
        self.platform.taken.append(message)
        name = f"wamid.OUT{len(self.platform.taken)}"
        contact = {"input": message["to"], "wa_id": message["to"]}
        product = message["messaging_product"]
        told = {"messaging_product": product, "contacts": [contact], "messages": [{"id": name}]}
        return self.answer(200, told)

    def do_GET(self) -> None:
        if self.failing():
            return
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self._refuse(401, 190, "Invalid OAuth access token")
        kind, _, name = self.path.rpartition("/")
        if name not in self.platform.pictures:
            return self._refuse(400, 100, "Object does not exist")
        if kind == "/media":
            return self.raw(200, self.platform.pictures[name])
        found = {
            "messaging_product": "whatsapp",
            "url": f"{self.platform.url}/media/{name}",
            "mime_type": "image/jpeg",
            "file_size": len(self.platform.pictures[name]),
            "id": name,
        }
        return self.answer(200, found)

    def _refuse(self, status: int, code: int, message: str) -> None:
        self.platform.refused.append(message)
        error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"}
        self.answer(status, {"error": error})


def against_whatsapp(message: dict[str, Any]) -> str:
    """What the Cloud API would refuse of a message; "" when it would take it."""
    if message.get("messaging_product") != "whatsapp" or not str(message.get("to")).isdigit():
        return "Parameter value is not valid"
    if message["type"] == "text":
        return "" if 0 < len(message["text"]["body"]) <= 4096 else "text.body length"
    interactive = message["interactive"]
    if not 0 < len(interactive["body"]["text"]) <= 1024:
        return "body.text length"
    if interactive["type"] == "button":
        replies = [each["reply"] for each in interactive["action"]["buttons"]]
        return _against(replies, 3, 20, 256)
    action = interactive["action"]
    if not 0 < len(action["button"]) <= 20:
        return "action.button length"
    rows = [row for section in action["sections"] for row in section["rows"]]
    if any(len(row.get("description", "")) > 72 for row in rows):
        return "row.description length"
    return _against(rows, 10, 24, 200)


def _against(parts: list[dict[str, str]], most: int, title: int, name: int) -> str:
    if not 1 <= len(parts) <= most:
        return "number of choices"
    if any(not 0 < len(each["title"]) <= title for each in parts):
        return "title length"
    ids = [each["id"] for each in parts]
    if any(not 0 < len(each) <= name for each in ids) or len(set(ids)) < len(ids):
        return "duplicated or long id"
    titles = [each["title"] for each in parts]
    return "duplicated title" if most == 3 and len(set(titles)) < len(titles) else ""


class _Bots(_Server):
    """Telegram's Bot API."""

    def do_POST(self) -> None:
        message = self.posted()
        if self.failing():
            return
        start, _, method = self.path.rpartition("/")
        if start != f"/bot{BOT}":
            return self._refuse(404, "Not Found")
        if method == "getFile":
            return self._file(message["file_id"])
        wrong = "Bad Request: unknown" if method != "sendMessage" else against_telegram(message)
        if wrong:
            return self._refuse(400, wrong)
        self.platform.taken.append(message)
        told = {"message_id": len(self.platform.taken), "text": message["text"]}
        return self.answer(200, {"ok": True, "result": told})

    def do_GET(self) -> None:
        start, _, name = self.path.rpartition("/")
        if start != f"/file/bot{BOT}/photos" or name not in self.platform.pictures:
            return self._refuse(404, "Not Found")
        return self.raw(200, self.platform.pictures[name])

    def _file(self, name: str) -> None:
        if name not in self.platform.pictures:
            return self._refuse(400, "Bad Request: invalid file_id")
        size = len(self.platform.pictures[name])
        told = {"file_id": name, "file_size": size, "file_path": f"photos/{name}"}
        return self.answer(200, {"ok": True, "result": told})

    def _refuse(self, status: int, message: str) -> None:
        self.platform.refused.append(message)
        self.answer(status, {"ok": False, "error_code": status, "description": message})


def against_telegram(message: dict[str, Any]) -> str:
    """What the Bot API would refuse of a message; "" when it would take it."""
    if not isinstance(message["chat_id"], int):
        return "Bad Request: chat not found"
    if not 0 < len(message["text"].encode("utf-16-le")) // 2 <= 4096:
        return "Bad Request: message is too long"
    keys = message.get("reply_markup", {}).get("inline_keyboard", [])
    if any(len(key["callback_data"].encode()) > 64 for row in keys for key in row):
        return "Bad Request: BUTTON_DATA_INVALID"
    return ""


@contextmanager
def simulated(server: type[_Server]) -> Iterator[Simulated]:
    """A platform that listens."""
    platform = Simulated()
    made = type("Listening", (server,), {"platform": platform})
    with listening(made) as platform.url:
        yield platform


@contextmanager
def graph() -> Iterator[tuple[Simulated, WhatsApp]]:
    """WhatsApp's platform, and an account there."""
    with simulated(_Graph) as platform:
        yield platform, account(platform.url)


@contextmanager
def bots() -> Iterator[tuple[Simulated, Telegram]]:
    """Telegram's platform, and a bot there."""
    with simulated(_Bots) as platform:
        yield platform, Telegram(BOT, HEADER, platform.url)


def account(url: str = "http://127.0.0.1:9") -> WhatsApp:
    """An account of WhatsApp."""
    return WhatsApp(PHONE, TOKEN, SECRET, WORD, f"{url}/v23.0")


def signed(told: dict[str, Any], secret: str = SECRET) -> Asked:
    """A webhook of WhatsApp."""
    body = json.dumps(told).encode()
    mark = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Asked(body, headers={"X-Hub-Signature-256": f"sha256={mark}"})


def webhook(*messages: dict[str, Any], statuses: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """What a webhook of WhatsApp holds."""
    metadata = {"display_phone_number": "22380000000", "phone_number_id": PHONE}
    value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": metadata}
    if messages:
        people = [{"profile": {"name": "Awa"}, "wa_id": messages[0]["from"]}]
        value |= {"contacts": people, "messages": list(messages)}
    if statuses:
        value |= {"statuses": list(statuses)}
    changes = [{"value": value, "field": "messages"}]
    entry = [{"id": "102290129340398", "changes": changes}]
    return {"object": "whatsapp_business_account", "entry": entry}


def message(phone: str, name: str, **content: Any) -> dict[str, Any]:
    """A message of a phone: `text`, or another kind by its name."""
    [(kind, told)] = content.items()
    told = {"body": told} if kind == "text" else told
    sender = phone.removeprefix("+")
    return {"from": sender, "id": name, "timestamp": "1795608000", "type": kind, kind: told}


def tapped(title: str, name: str) -> dict[str, Any]:
    """A button that was tapped."""
    return {"type": "button_reply", "button_reply": {"id": name, "title": title}}


def update(number: int, user: int, **content: Any) -> Asked:
    """A message of somebody to the bot."""
    person = {"id": user, "is_bot": False, "first_name": "Awa", "language_code": "fr"}
    chat = {"id": user, "first_name": "Awa", "type": "private"}
    told = {"message_id": number, "from": person, "chat": chat, "date": 1795608000, **content}
    return _brought({"update_id": number, "message": told})


def callback(number: int, user: int, data: str) -> Asked:
    """A button of the bot that somebody tapped."""
    chat = {"id": user, "type": "private"}
    query = {
        "id": f"{user}{number}",
        "from": {"id": user, "is_bot": False, "first_name": "Awa"},
        "message": {"message_id": 1, "chat": chat, "text": "…"},
        "chat_instance": "1",
        "data": data,
    }
    return _brought({"update_id": number, "callback_query": query})


def _brought(told: dict[str, Any], word: str = HEADER) -> Asked:
    body = json.dumps(told).encode()
    return Asked(body, headers={"X-Telegram-Bot-Api-Secret-Token": word})

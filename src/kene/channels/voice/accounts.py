"""How each aggregator is asked for a call, and how it proves that a request is its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from kene.channels.contract import Channel, StartResponse, plain, send
from kene.channels.hops import MOST, Environ
from kene.channels.voice.calling import Made

TIMEOUT: Final = 10.0
LARGEST: Final = 65_536


@dataclass(frozen=True, slots=True)
class AfricasTalkingAccount:
    """An account of Africa's Talking: its name, its key, its number, and where its API is.

    What is said when the person answers comes from the address that the number was given.
    """

    username: str
    key: str
    number: str
    url: str = "https://voice.africastalking.com/call"

    def call(self, to: str) -> Made:
        """Ask for a call."""
        told = {"username": self.username, "from": self.number, "to": to}
        headers = {"apiKey": self.key, "Accept": "application/json"}
        status, body = _posted(self.url, told, headers)
        if status != 200:
            return _made(status)
        try:
            [entry] = json.loads(body)["entries"]
            return "sent" if entry["status"] == "Queued" else "refused"
        except (ValueError, KeyError, TypeError):
            return "unknown"


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """An account of Twilio, or of who speaks as it does: its name, its token, and its number.

    `answer` is the address that says what the person hears.
    """

    username: str
    key: str
    number: str
    answer: str
    url: str = "https://api.twilio.com"

    def call(self, to: str) -> Made:
        """Ask for a call."""
        told = {"To": to, "From": self.number, "Url": self.answer, "Method": "POST"}
        word = base64.b64encode(f"{self.username}:{self.key}".encode()).decode()
        url = f"{self.url}/2010-04-01/Accounts/{self.username}/Calls.json"
        status, _ = _posted(url, told, {"Authorization": f"Basic {word}"})
        return "sent" if status in (200, 201) else _made(status)


class Signed:
    """A channel that answers only what Twilio signed: `X-Twilio-Signature`, over the address that
    it calls and the form that it posts, with the account's token."""

    def __init__(self, channel: Channel, key: str, place: str) -> None:
        self._channel = channel
        self._key = key
        self._place = place

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request, or refuse it."""
        body = environ["wsgi.input"].read(min(_length(environ), MOST))
        query = str(environ.get("QUERY_STRING", ""))
        url = f"{self._place}{environ.get('PATH_INFO', '')}" + (f"?{query}" if query else "")
        given = str(environ.get("HTTP_X_TWILIO_SIGNATURE", "")).encode("utf-8", "replace")
        if not hmac.compare_digest(given, signature(self._key, url, body).encode()):
            return send(start, plain("403 Forbidden", "Signature inconnue."))
        return self._channel({**environ, "wsgi.input": _Body(body)}, start)


class _Body:
    """A body that was read once, to be read again."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    def read(self, size: int) -> bytes:
        return self._octets[:size]


def signature(key: str, url: str, body: bytes) -> str:
    """What Twilio's documentation has one compute of an address and a posted form."""
    fields = sorted(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    told = url + "".join(name + value for name, value in fields)
    return base64.b64encode(hmac.digest(key.encode(), told.encode(), hashlib.sha1)).decode()


def _length(environ: Environ) -> int:
    told = str(environ.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() else 0


def _posted(url: str, told: dict[str, str], headers: dict[str, str]) -> tuple[int, bytes]:
    """The status and the body of an answer; 0 when nobody was reached, -1 when nobody knows."""
    request = urllib.request.Request(url, urlencode(told).encode(), headers)  # noqa: S310 -- setting
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return response.status, response.read(LARGEST)
    except urllib.error.HTTPError as error:
        return error.code, b""
    except urllib.error.URLError as error:
        return (-1 if isinstance(error.reason, TimeoutError) else 0), b""
    except OSError:
        return -1, b""


def _made(status: int) -> Made:
    if status == -1:
        return "unknown"
    return "unreachable" if status == 0 or status == 429 or status >= 500 else "refused"

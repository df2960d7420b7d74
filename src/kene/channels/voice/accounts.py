"""How each aggregator is asked for a call, and how it proves that a request is its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kene.channels import posting
from kene.channels.contract import Channel, StartResponse, plain, send
from kene.channels.hops import Environ, asked
from kene.channels.voice.calling import Made
from kene.channels.voice.lines import OVER


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
        answered = _posted(self.url, told, headers, (200,))
        if not isinstance(answered, posting.Told):
            return answered
        try:
            [entry] = answered.told["entries"]
            return "sent" if entry["status"] == "Queued" else "refused"
        except (ValueError, KeyError, TypeError):
            return "unknown"


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """An account of Twilio, or of who speaks as it does: its name, its token, and its number.

    `answer` is the address that says what the person hears; it is told the end of the call too.
    """

    username: str
    key: str
    number: str
    answer: str
    url: str = "https://api.twilio.com"

    def call(self, to: str) -> Made:
        """Ask for a call."""
        told = {"To": to, "From": self.number, "Url": self.answer, "Method": "POST"}
        told["StatusCallback"] = f"{self.answer}/{OVER}"
        word = base64.b64encode(f"{self.username}:{self.key}".encode()).decode()
        url = f"{self.url}/2010-04-01/Accounts/{self.username}/Calls.json"
        answered = _posted(url, told, {"Authorization": f"Basic {word}"}, (200, 201))
        return "sent" if isinstance(answered, posting.Told) else answered


class Signed:
    """A channel that answers only what Twilio signed: `X-Twilio-Signature`, over the address that
    it calls and the form that it posts, with the account's token."""

    def __init__(self, channel: Channel, key: str, place: str) -> None:
        self._channel = channel
        self._key = key
        self._place = place

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request, or refuse it."""
        given = asked(environ)
        url = f"{self._place}{given.path}" + (f"?{given.query}" if given.query else "")
        proof = str(environ.get("HTTP_X_TWILIO_SIGNATURE", "")).encode("utf-8", "replace")
        if not hmac.compare_digest(proof, signature(self._key, url, given.body).encode()):
            return send(start, plain("403 Forbidden", "Signature inconnue."))
        return self._channel({**environ, "wsgi.input": io.BytesIO(given.body)}, start)


def signature(key: str, url: str, body: bytes) -> str:
    """What Twilio's documentation has one compute of an address and a posted form."""
    fields = sorted(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    told = url + "".join(name + value for name, value in fields)
    return base64.b64encode(hmac.digest(key.encode(), told.encode(), hashlib.sha1)).decode()


def _posted(
    url: str, fields: dict[str, str], headers: dict[str, str], taken: tuple[int, ...]
) -> posting.Told | Made:
    """What the aggregator says to a form that it has `taken`; else what became of the call."""
    try:
        answered = posting.submit(url, fields, headers)
    except posting.Unheard:
        return "unreachable"
    except posting.Unsure:
        return "unknown"
    if answered.status in taken:
        return answered
    return "unreachable" if answered.status == 429 or answered.status >= 500 else "refused"

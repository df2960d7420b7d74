"""Calls are asked for over HTTP, as each aggregator's documentation has it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from kene.channels.voice.accounts import AfricasTalkingAccount, TwilioAccount
from kene.channels.voice.calling import Account, Made
from kene.site import calls
from kene.site.environment import read

WHO, OURS = "+22376123456", "+22320000000"
ANSWER = "https://kene.example/channels/voice/twilio/word"
QUEUED = {"phoneNumber": WHO, "status": "Queued", "sessionId": "ATVId_1"}


class Aggregator(ThreadingHTTPServer):
    """Both APIs: refuses what is not in the documented form, and answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answer: tuple[int, Any] = (200, {"entries": [QUEUED], "errorMessage": "None"})
        self.asked: list[dict[str, str]] = []

    @property
    def place(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


class _Asked(BaseHTTPRequestHandler):
    server: Aggregator

    def do_POST(self) -> None:
        octets = self.rfile.read(int(self.headers["Content-Length"]))
        fields = {name: value for name, [value] in parse_qs(octets.decode()).items()}
        self.server.asked.append(fields)
        status, told = self.server.answer if self._right(fields) else (401, {})
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _right(self, fields: dict[str, str]) -> bool:
        form = self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        if self.path == "/call":
            named = {"username", "from", "to"} <= fields.keys()
            return form and named and self.headers["apiKey"] == "clé"
        given = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        named = {"To", "From", "Url"} <= fields.keys() and fields["Method"] == "POST"
        path = self.path == "/2010-04-01/Accounts/AC1/Calls.json"
        return form and named and path and given == "AC1:token"

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def aggregator() -> Iterator[Aggregator]:
    with Aggregator() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def african(place: str, key: str = "clé") -> Account:
    return AfricasTalkingAccount("kene", key, OURS, f"{place}/call")


def twilio(place: str, key: str = "token") -> Account:
    return TwilioAccount("AC1", key, OURS, ANSWER, place)


def test_each_aggregator_is_asked_with_the_fields_that_it_documents(aggregator: Aggregator) -> None:
    assert african(aggregator.place).call(WHO) == "sent"
    aggregator.answer = (201, {"sid": "CA1", "status": "queued"})
    assert twilio(aggregator.place).call(WHO) == "sent"
    assert aggregator.asked == [
        {"username": "kene", "from": OURS, "to": WHO},
        {
            "To": WHO,
            "From": OURS,
            "Url": ANSWER,
            "Method": "POST",
            "StatusCallback": f"{ANSWER}/over",
        },
    ]


@pytest.mark.parametrize("account", [african, twilio])
def test_a_wrong_key_is_a_refusal(account: Any, aggregator: Aggregator) -> None:
    assert account(aggregator.place, "other").call(WHO) == "refused"


@pytest.mark.parametrize("account", [african, twilio])
def test_a_call_that_surely_was_not_made_can_be_asked_again(
    account: Any, aggregator: Aggregator
) -> None:
    for status in (429, 500, 503):
        aggregator.answer = (status, {})
        assert account(aggregator.place).call(WHO) == "unreachable"
    assert account("http://127.0.0.1:1").call(WHO) == "unreachable"


@pytest.mark.parametrize(
    ("told", "made"),
    [
        ({"entries": [{**QUEUED, "status": "InvalidPhoneNumber"}]}, "refused"),
        ({"entries": [], "errorMessage": "None"}, "unknown"),
        (b"<html>", "unknown"),
        ([], "unknown"),
    ],
    ids=["invalid", "none", "page", "list"],
)
def test_what_the_aggregator_says_is_what_is_known(
    told: Any, made: Made, aggregator: Aggregator
) -> None:
    aggregator.answer = (200, told)
    assert african(aggregator.place).call(WHO) == made


@pytest.mark.parametrize(
    ("country", "price", "ceiling", "lacks"),
    [("ml", "", "", False), ("ne", "", "", True), ("ne", "95", "", False), ("ne", "", "0", False)],
)
def test_a_node_that_calls_back_within_a_ceiling_knows_what_a_minute_costs(
    country: str, price: str, ceiling: str, lacks: bool
) -> None:
    told = read(
        {
            "KENE_COUNTRY": country,
            "KENE_VOICE": "africastalking",
            "KENE_VOICE_API": "https://kene:cle@voice.africastalking.com/call",
            "KENE_VOICE_PRICE": price,
            **({"KENE_VOICE_CEILING": ceiling} if ceiling else {}),
        }
    )
    said = [line for line in calls.missing(told) if "KENE_VOICE_PRICE" in line]
    assert bool(said) == lacks

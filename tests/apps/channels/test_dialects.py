"""What gateways send and are answered, as it travels."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

import pytest

from apps.channels.networks import CODE
from apps.town import NOON, founded
from kene.channels.contract import Channel, Limits, Line
from kene.channels.hops import BadRequest, Request
from kene.channels.sms.kannel import KannelLine
from kene.channels.ussd.africastalking import AfricasTalking
from kene.channels.ussd.flares import Flares
from kene.channels.ussd.gateways import lines
from kene.channels.ussd.infobip import Infobip
from kene.channels.ussd.jsonform import JsonForm
from kene.channels.ussd.xmlform import XmlForm

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

WELCOME = "Kɛnɛ\n1 Français\n2 Bamanankan"


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded()


@dataclass
class Told:
    status: str
    headers: dict[str, str]
    body: str


def sent(line: Line, method: str, target: str, body: str = "", token: str = "") -> Told:
    """The answer to a request, its target beginning after the line's path."""
    path, _, query = target.partition("?")
    octets = body.encode()
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": line.path + path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(octets)),
        "wsgi.input": io.BytesIO(octets),
    }
    told: list[Any] = []
    channel = Channel(line, token, lambda: NOON)
    text = b"".join(channel(environ, lambda *given: told.append(given))).decode()
    status, headers = told[0]
    return Told(status, dict(headers), text)


def test_africa_s_talking() -> None:
    line = AfricasTalking()
    form = "sessionId=ATUid_9f1&serviceCode=%2A123%23&phoneNumber=%2B22376123456&networkCode=61002"
    assert sent(line, "POST", "", f"{form}&text=").body == f"CON {WELCOME}"
    assert sent(line, "POST", "", f"{form}&text=1").body.startswith("CON Kɛnɛ\n1 ")


def test_comviva_s_flares() -> None:
    line = Flares(CODE)
    told = sent(line, "GET", "?MSISDN=22376123456&SessionID=13697502734&MSC=MSC1&input=123")
    assert (told.body, told.headers["Freeflow"]) == (WELCOME, "FC")
    told = sent(line, "GET", "?MSISDN=22376123456&SessionID=13697502734&MSC=MSC1&input=1")
    assert told.body.startswith("Kɛnɛ\n1 ")
    gone = sent(
        line, "GET", "?SessionID=13697502734&msisdn=22376123456&clean=clean-session&error=522"
    )
    assert (gone.status, gone.body) == ("200 OK", "")


def test_flares_keeps_an_answer_that_looks_like_the_code() -> None:
    line = Flares("*1#")
    begun = sent(line, "GET", "?MSISDN=22376123456&SessionID=5&MSC=a&input=1")
    assert begun.body == WELCOME
    # Two seconds later, the same digit is an answer.
    told: list[Any] = []
    later = Channel(line, "", lambda: NOON.replace(second=9))
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": line.path,
        "QUERY_STRING": "MSISDN=22376123456&SessionID=5&MSC=a&input=1",
    }
    assert b"Naissance" in b"".join(later(environ, lambda *given: told.append(given)))


def test_infobip() -> None:
    line = Infobip(CODE)
    begun = (
        '{"msisdn": "22376123456", "imsi": "610011234567890", "shortCode": "*123#", "text": '
        '"*123#1#", "optional": "o=1", "ussdGwId": "11", "language": null}'
    )
    told = sent(line, "POST", "/session/1/start", begun)
    assert '"shouldClose": false' in told.body
    assert '"ussdMenu": "Kɛnɛ\\n1 Naissance' in told.body
    assert '"responseExitCode": 200' in told.body
    over = sent(line, "PUT", "/session/1/end", '{"reason": "ok", "exitCode": 0}')
    assert over.body == '{"responseExitCode": 200, "responseMessage": ""}'
    assert "sessionActive" in sent(line, "GET", "/session/1/status").body
    assert sent(line, "POST", "/session/1/other", begun).status.startswith("400")


def test_json() -> None:
    line = JsonForm(CODE)
    begun = (
        '{"sessionId": "13245200800899890", "serviceCode": "123", "phoneNumber": "22376123456", '
        '"text": "", "response": "", "action": "CON", "transactionId": "", '
        '"requestTime": "2026-11-24 12:00:00", "newRequest": 1, "charge": "N", "amount": 0.0}'
    )
    told = sent(line, "POST", "", begun)
    assert told.body == (
        '{"sessionId": "13245200800899890", "phoneNumber": "22376123456", '
        '"response": "Kɛnɛ\\n1 Français\\n2 Bamanankan", "action": "CON"}'
    )
    assert told.headers["Content-Type"] == "application/json"


def test_xml() -> None:
    line = XmlForm(CODE)
    head = "<ussd><msisdn>22376123456</msisdn><sessionid>48</sessionid>"
    told = sent(line, "POST", "", f"{head}<type>1</type><msg>*123#</msg></ussd>")
    assert told.body == (
        '<?xml version="1.0" encoding="UTF-8"?><ussd><type>2</type>'
        "<msg>Kɛnɛ\n1 Français\n2 Bamanankan</msg></ussd>"
    )
    over = sent(line, "POST", "", f"{head}<type>4</type><msg></msg></ussd>")
    assert "<type>3</type>" in over.body


@pytest.mark.parametrize(
    "body",
    [
        "<ussd>",
        "not xml",
        '<!DOCTYPE u [<!ENTITY a "b">]><ussd><msg>&a;</msg></ussd>',
        "<ussd><msisdn>nobody</msisdn></ussd>",
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(body: str) -> None:
    told = sent(XmlForm(CODE), "POST", "", body)
    assert told.status.startswith("400")
    assert told.body.endswith(".")


@pytest.mark.parametrize("body", ["{", "[]", "[" * 4000, '{"sessionId": {}}'])
def test_what_is_no_object_is_refused_in_a_sentence(body: str) -> None:
    assert sent(JsonForm(CODE), "POST", "", body).status.startswith("400")


def test_the_secret_word_stands_before_the_session() -> None:
    body = '{"msisdn": "22376123456", "text": ""}'
    assert sent(Infobip(CODE), "POST", "/word/session/1/start", body, "word").status == "200 OK"
    assert sent(Infobip(CODE), "POST", "/session/1/start", body, "word").status.startswith("403")


def test_a_setting_tells_the_gateways_and_their_limits() -> None:
    told = "africastalking flares,octets=140,seconds=5 xml,alphabet=portuguese,phone=sub,begins=1|9"
    first, second, third = lines(told, CODE)
    assert [line.path.rsplit("/", 1)[1] for line in (first, second, third)] == [
        "africastalking",
        "flares",
        "xml",
    ]
    assert (first.limits, second.limits) == (Limits(), Limits(140, seconds=5))
    assert isinstance(third, XmlForm)
    assert (third.names.phone, third.names.begins) == ("sub", ("1", "9"))


@pytest.mark.parametrize(
    "told",
    ["yes", "flares,octets=10", "flares,octets", "flares,alphabet=bm", "flares,phone=a", "xml xml"],
)
def test_a_setting_that_means_nothing_says_what_is_expected(told: str) -> None:
    with pytest.raises(ValueError, match=r"«.*»"):
        lines(told, CODE)


@pytest.mark.parametrize(
    ("text", "coding", "charset"),
    [
        ("Ŋ ka ɲɛɲini ɛ ɔ 😀", "2", "utf-16-be"),
        ("payées à Kati", "0", "utf-8"),
        ("payées", "", "utf-8"),
    ],
)
def test_kannel_s_messages_are_read_in_the_phone_s_own_alphabet(
    text: str, coding: str, charset: str
) -> None:
    octets = quote_from_bytes(text.encode(charset))
    query = f"from=%2B22376123456&id=1&coding={coding}&text={octets}"
    assert KannelLine().read(Request("GET", "", query, b"")).said == text


def test_a_message_of_kannel_s_that_is_cut_is_refused() -> None:
    with pytest.raises(BadRequest):
        KannelLine().read(Request("GET", "", "from=%2B22376123456&id=1&coding=2&text=%02", b""))

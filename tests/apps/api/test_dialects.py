"""What the OpenAPI document tells an operator's integrator: each example, sent as it stands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from apps.town import founded
from kene.channels.api import dialects
from kene.channels.contract import Channel, Line, Response
from kene.channels.hops import Asked
from kene.channels.ussd import gateways
from kene.channels.voice.calls import VoiceChannel
from kene.channels.voice.lines import DIALECTS, CallLine
from kene.testing.channels import Clock

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

TOKEN = "mot"
USSD = "africastalking flares infobip json xml,hop=transactionId,root=request"
LINES: tuple[Line, ...] = (
    *gateways.lines(USSD, "*123#"),
    *(CallLine(dialect, "https://kene.example", TOKEN) for dialect in DIALECTS.values()),
)
TOLD = {
    f"{method} {path}": (line, path, operation)
    for line in LINES
    for path, told in dialects.paths((line,), TOKEN).items()
    for method, operation in told.items()
    if method != "parameters"
}


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded()


def sent(path: str, method: str, operation: dict[str, Any]) -> Asked:
    """The example of an operation, as a gateway sends it."""
    path = path.replace("{gateway}", TOKEN).replace("{session}", "7")
    query = {p["name"]: p["example"] for p in operation.get("parameters", ()) if "example" in p}
    [(kind, media)] = operation.get("requestBody", {"content": {"": {}}})["content"].items()
    example = media.get("example", "")
    match kind:
        case dialects.JSON:
            body = json.dumps(example)
        case dialects.FORM:
            body = urlencode(example)
        case _:
            body = example
    return Asked(method.upper(), path, urlencode(query), len(body.encode()), body.encode())


def shape(kind: str, body: str) -> object:
    """What an answer is made of."""
    if kind.startswith(dialects.JSON):
        return set(json.loads(body))
    if kind.startswith(dialects.XML):
        root = ElementTree.fromstring(body)
        return root.tag if root.tag == "Response" else (root.tag, [each.tag for each in root])
    return body.partition(" ")[0] if body.startswith("CON ") else "a page"


def served(answering: Coroutine[Any, Any, Response]) -> Response:
    """What is answered, on an event loop of its own: a browser's may run in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()


@pytest.mark.parametrize("name", TOLD)
def test_a_gateway_is_answered_as_the_document_says(name: str) -> None:
    line, path, operation = TOLD[name]
    method = name.partition(" ")[0]
    serve = VoiceChannel if isinstance(line, CallLine) else Channel
    answer = served(serve(line, TOKEN, Clock()).respond(sent(path, method, operation)))
    assert answer.status == "200 OK", answer.body
    told = operation["responses"]["200"]
    [(kind, media)] = told["content"].items()
    assert answer.kind.startswith(kind)
    shown = media["example"]
    told_shape = shape(kind, json.dumps(shown) if kind == dialects.JSON else shown)
    assert shape(kind, answer.body) == told_shape
    assert set(told.get("headers", {})) <= {each for each, _ in answer.headers}


def test_every_line_of_a_node_is_described_and_named_once() -> None:
    assert {line.path for line in LINES} == {
        path.partition("/{gateway}")[0] for _, path, _ in TOLD.values()
    }
    names = [operation["operationId"] for _, _, operation in TOLD.values()]
    assert len(set(names)) == len(names) == 11

"""Garbage at every address: a sentence and a status below 500, never a fault of the program."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.backoffice.world import agent, birth, browser
from apps.town import founded
from kene.channels.contract import Channel
from kene.channels.sms.kannel import PATH as SMS
from kene.channels.sms.kannel import REPORT, KannelLine, ReportApplication
from kene.channels.ussd.africastalking import PATH as USSD
from kene.channels.ussd.africastalking import AfricasTalking

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
    pytest.mark.usefixtures("_node"),
]

HOPS = {USSD: Channel(AfricasTalking()), SMS: Channel(KannelLine()), REPORT: ReportApplication()}
SIMULATED = "apps.web.demonstration"
BOUNDARY = "multipart/form-data; boundary=limite"
NAMES = (
    ("_at", "_do", "_choose", "_correct", "number", "secret", "code", "text", "file", "phone")
    + ("prenoms", "lieu", "vu", "motif", "confirme", "login", "password", "vers", "langue")
    + ("numero", "etat", "service", "etape", "apres", "sessionId", "phoneNumber", "from", "id")
    + ("csrfmiddlewaretoken", "reference", "type", "next")
)


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address that Django serves, as it is written in `urls.py`."""
    for each in resolver.url_patterns:
        path = before + str(each.pattern).removeprefix("^").removesuffix(r"\Z")
        match each:
            case URLResolver():
                yield from patterns(each, path)
            case URLPattern():
                yield path


PATTERNS = sorted(set(patterns(get_resolver(SIMULATED))))

TRUE = {"number": "482915037", "name": "naissance", "action": "etablir", "code": "bm"}
"""The parts of addresses that some page answers; any other document is called `acte`."""
LEAVING = b"quitter"
MORE = 4

junk = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["\0", "%00", "../../etc/passwd", "é" * 300, "'; --", "\ud7ff", "0", "-1"]),
)
octets = st.one_of(junk.map(lambda text: text.encode()), st.binary(max_size=60))


@st.composite
def paths(draw: st.DrawFn) -> bytes:
    """An address that is served, its parts true or not; or one that is not."""
    if draw(st.integers(0, 9)) == 0:
        return b"/" + draw(octets)

    def part(found: re.Match[str]) -> str:
        return draw(st.one_of(st.just(TRUE.get(found[1], "acte")), junk))

    return re.sub(r"<(?:\w+:)?(\w+)>", part, draw(st.sampled_from(PATTERNS))).encode()


pairs = st.lists(st.tuples(st.sampled_from(NAMES).map(str.encode), octets), max_size=6)


def query(fields: list[tuple[bytes, bytes]]) -> bytes:
    """The fields as they are, without the care that a browser takes."""
    return b"&".join(name + b"=" + value for name, value in fields)


def parts(fields: list[tuple[bytes, bytes]]) -> bytes:
    """The fields as a multipart body, a file among them."""
    line = b"--limite\r\nContent-Disposition: form-data; name="
    body = b"".join(line + name + b"\r\n\r\n" + value + b"\r\n" for name, value in fields)
    file = line + b'file; filename="a\0.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7'
    return body + file + b"\r\n--limite--\r\n"


bodies = st.one_of(
    st.tuples(st.just("application/x-www-form-urlencoded"), pairs.map(query)),
    st.tuples(st.just("application/x-www-form-urlencoded; charset=utf-7"), pairs.map(query)),
    st.tuples(st.just("application/x-www-form-urlencoded"), st.just(b"a=" + b"x" * 70_000)),
    st.tuples(st.just("application/x-www-form-urlencoded"), st.just(b"a&" * 300)),
    st.tuples(st.just(BOUNDARY), pairs.map(parts)),
    st.tuples(st.just(BOUNDARY), st.tuples(pairs.map(parts), st.integers(1, 120)).map(
        lambda cut: cut[0][: -cut[1]])),
    st.tuples(st.just("multipart/form-data"), octets),
    st.tuples(st.just("application/json"), st.one_of(octets, st.just(b"[" * 5_000))),
    st.tuples(st.text("abc/;=é\0", max_size=12), octets),
)  # fmt: skip

headers = st.dictionaries(
    st.sampled_from(
        ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_ACCEPT")
        + ("HTTP_AUTHORIZATION", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_RANGE")
        + ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING", "HTTP_HOST")
    ),
    st.one_of(
        octets.map(lambda value: value.decode("latin-1")),
        st.sampled_from(["langue=xx; guest=1", "sessionid=\0; csrf=x", "gzip", "bytes=5-1", "::"]),
    ),
    max_size=3,
)
methods = st.sampled_from(
    ["GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
    + ["QUERY", "get", "É"]
)


@st.composite
def requests(
    draw: st.DrawFn, path: st.SearchStrategy[bytes], lengths: tuple[str, ...] = ("99999999",)
) -> dict[str, Any]:
    """A request as a WSGI server gives it; one that says another length may have been cut."""
    media, body = draw(bodies)
    length = draw(st.sampled_from([str(len(body))] * 8 + ["", *lengths]))
    return {
        "REQUEST_METHOD": draw(methods),
        "PATH_INFO": draw(path).decode("latin-1"),
        "SCRIPT_NAME": "",
        "QUERY_STRING": query(draw(pairs)).decode("latin-1"),
        "CONTENT_TYPE": media,
        "CONTENT_LENGTH": length,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        **draw(headers),
    }


@pytest.fixture
def _node(transactional_db: None) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    founded(timezone.now())


def check(method: str, response: Any) -> None:
    """A status that blames nobody but the request, with a sentence for whoever reads it."""
    assert response.status_code < 500
    if response.status_code < 400 or method == "HEAD":
        return
    media = response["Content-Type"].split(";")[0]
    packed = response.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(response.content) if packed else response.content).decode()
    if media == "application/problem+json":
        assert json.loads(text)["detail"].endswith(".")
    elif media == "application/json":  # a form that a script of the page sent, as allauth has it
        assert json.loads(text)["form"]
    elif media == "text/html":
        assert '<html lang="' in text and "<h1>" in text
    else:
        assert media == "text/plain" and text.endswith(".")


bounded = settings(
    max_examples=MORE * settings().max_examples,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@bounded
@given(requests(paths()))
def test_no_garbage_from_a_stranger_is_a_fault(request_: dict[str, Any]) -> None:
    with override_settings(ROOT_URLCONF=SIMULATED, DEBUG_PROPAGATE_EXCEPTIONS=True):
        check(request_["REQUEST_METHOD"], ClientHandler(enforce_csrf_checks=False)(request_))


@pytest.fixture
def inside(_node: None) -> tuple[str, str]:
    """The cookies of an agent who signed in and began a request, and the number of a case."""
    number = birth()
    person = browser(agent("kadidia"))
    person.post("/services/naissance/commencer/")
    cookies = "; ".join(f"{name}={each.value}" for name, each in person.cookies.items())
    return cookies, number


@bounded
@given(request_=requests(paths().filter(lambda path: LEAVING not in path)))
def test_no_garbage_from_whoever_is_inside_is_a_fault(
    inside: tuple[str, str], request_: dict[str, Any]
) -> None:
    cookies, number = inside
    request_["HTTP_COOKIE"] = cookies
    request_["PATH_INFO"] = request_["PATH_INFO"].replace(TRUE["number"], number)
    with override_settings(ROOT_URLCONF=SIMULATED, DEBUG_PROPAGATE_EXCEPTIONS=True):
        check(request_["REQUEST_METHOD"], ClientHandler(enforce_csrf_checks=False)(request_))


hops = st.sampled_from(sorted(HOPS)).map(str.encode)


@bounded
@given(requests(hops, ("99999999", "-5", "deux")))
@example({"REQUEST_METHOD": "GET", "PATH_INFO": SMS, "QUERY_STRING": "from=%00&id=1"})
def test_no_garbage_from_a_gateway_is_a_fault(request_: dict[str, Any]) -> None:
    told: list[str] = []
    answer = HOPS[request_["PATH_INFO"]](request_, lambda status, _: told.append(status))
    text = b"".join(answer).decode()
    status = int(told[0].split()[0])
    assert status in (200, 400, 405)
    assert status == 200 or text.endswith(".")

"""What a gateway sent, read with clear refusals: forms, JSON, phone numbers.

A hop needs no session, no cookie and no form protection, and there are thousands a second: what is
here stands in front of Django.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

import phonenumbers

Environ = dict[str, Any]

MAXIMUM_OCTETS: Final = 8_192
MOST: Final = MAXIMUM_OCTETS + 1
"""What is read of a body: enough to see that it is too long."""
BODIED: Final = ("POST", "PUT")
MAXIMUM_TEXT: Final = 2_000
MAXIMUM_IDENTIFIER: Final = 200
_FIELDS: Final = 40
"""No gateway sends more fields."""


class BadRequest(ValueError):
    """A request that is not in the documented form; the sentence says what is expected."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came over HTTP, before it is known whose it is.

    `length` is what was announced of the body, in octets: -1 when that was no number.
    """

    method: str
    path: str
    query: str
    length: int = 0
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Request:
    """What a gateway sent: `rest` is the path after its address and its secret word.

    `query` is as it stands in the address, `body` the octets of a POST or PUT.
    """

    method: str
    rest: str
    query: str
    body: bytes


def utc_now() -> datetime:
    """The time, for a node in service."""
    return datetime.now(UTC)


def asked(environ: Environ) -> Asked:
    """What a WSGI environment asks."""
    method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", ""))
    query = str(environ.get("QUERY_STRING", ""))
    if method not in BODIED:
        return Asked(method, path, query)
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        return Asked(method, path, query, length, environ["wsgi.input"].read(min(length, MOST)))
    except ValueError:
        return Asked(method, path, query, -1)


def requested(asked: Asked, rest: str) -> Request:
    """The request that was asked. Raises BadRequest when it is cut or too long."""
    if len(asked.query) > MAXIMUM_OCTETS:
        raise BadRequest("La demande dépasse 8192 octets.")
    if asked.method in BODIED:
        if asked.length < 0:
            raise BadRequest("« Content-Length » n'est pas un nombre.")
        if not 0 < asked.length <= MAXIMUM_OCTETS:
            raise BadRequest("Un formulaire de 1 à 8192 octets est attendu.")
        if len(asked.body) < asked.length:
            raise BadRequest("La demande est coupée.")
    return Request(asked.method, rest, asked.query, asked.body)


def form(request: Request, charset: str = "utf-8") -> Mapping[str, str]:
    """The fields of a posted form, or of the address of a GET. Raises BadRequest.

    `charset` is that of the octets which are escaped there.
    """
    given = request.body if request.method == "POST" else request.query.encode("latin-1", "replace")
    try:
        fields = parse_qsl(
            given.decode("utf-8"),
            keep_blank_values=True,
            encoding=charset,
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as error:
        raise BadRequest("Le formulaire n'est pas lisible en UTF-8.") from error
    return dict(fields)


def members(request: Request) -> Mapping[str, str]:
    """The members of a JSON object as texts: `true` and `null` as such. Raises BadRequest."""
    try:
        given = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadRequest("Le JSON n'est pas lisible en UTF-8.") from error
    if not isinstance(given, dict):
        raise BadRequest("Un objet JSON est attendu.")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in given.items()
        if value is not None
    }


def identifier(fields: Mapping[str, str], name: str) -> str:
    """A gateway's identifier. Raises BadRequest when it is missing or too long."""
    given = fields.get(name, "")
    if not given or len(given) > MAXIMUM_IDENTIFIER:
        raise BadRequest(f"« {name} » manque ou dépasse {MAXIMUM_IDENTIFIER} caractères.")
    return given


def typed(fields: Mapping[str, str], name: str) -> str:
    """What a person typed. Raises BadRequest when it is too long."""
    given = fields.get(name, "")
    if len(given) > MAXIMUM_TEXT:
        raise BadRequest(f"« {name} » dépasse {MAXIMUM_TEXT} caractères.")
    return given


def number(fields: Mapping[str, str], name: str) -> str:
    """A phone number in E.164 form, from `+223…`, `223…` or `tel:+223…`. Raises BadRequest."""
    digits = fields.get(name, "").strip().removeprefix("tel:").removeprefix("+")
    if not _is_number(digits):
        raise BadRequest(f"« {name} » doit être un numéro international, comme +22376123456.")
    return f"+{digits}"


@lru_cache(maxsize=4_096)
def _is_number(digits: str) -> bool:
    """Whether a number can be; remembered, since a session asks it again at each hop."""
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 15:
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False

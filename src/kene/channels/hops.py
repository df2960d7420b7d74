"""What a gateway sent, read with clear refusals: forms, JSON, phone numbers.

A hop needs no session, no cookie and no form protection, and there are thousands a second: what is
here stands in front of Django.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import phonenumbers

Environ = dict[str, Any]

MAXIMUM_OCTETS: Final = 8_192
MAXIMUM_TEXT: Final = 2_000
MAXIMUM_IDENTIFIER: Final = 200
_FIELDS: Final = 40
"""No gateway sends more fields."""


class BadRequest(ValueError):
    """A request that is not in the documented form; the sentence says what is expected."""


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


def requested(environ: Environ, rest: str) -> Request:
    """The request of a WSGI environment. Raises BadRequest when it is cut or too long."""
    method, query = str(environ["REQUEST_METHOD"]), str(environ.get("QUERY_STRING", ""))
    if len(query) > MAXIMUM_OCTETS:
        raise BadRequest("La demande dépasse 8192 octets.")
    return Request(method, rest, query, _body(environ) if method in ("POST", "PUT") else b"")


def form(request: Request) -> Mapping[str, str]:
    """The fields of a posted form, or of the address of a GET. Raises BadRequest."""
    given = request.body if request.method == "POST" else request.query.encode("latin-1", "replace")
    try:
        fields = parse_qsl(
            given.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
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
    expected = f"« {name} » doit être un numéro international, comme +22376123456."
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 15:
        raise BadRequest(expected)
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException as error:
        raise BadRequest(expected) from error
    if not phonenumbers.is_possible_number(parsed):
        raise BadRequest(expected)
    return f"+{digits}"


def _body(environ: Environ) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise BadRequest("« Content-Length » n'est pas un nombre.") from error
    if not 0 < length <= MAXIMUM_OCTETS:
        raise BadRequest("Un formulaire de 1 à 8192 octets est attendu.")
    body = environ["wsgi.input"].read(length)
    if len(body) < length:
        raise BadRequest("La demande est coupée.")
    return bytes(body)

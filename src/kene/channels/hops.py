"""What every channel that answers hops has in common: a short WSGI way, and clear refusals.

A hop needs no session, no cookie and no form protection, and there are thousands a second: these
applications stand in front of Django.
"""

from __future__ import annotations

import hmac
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import phonenumbers
import structlog

from kene.core.conversation.later import come_back_later
from kene.intake.api import Arrival, Reply, hop

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Environ = dict[str, Any]
Answer = Callable[[str], str]

MAXIMUM_OCTETS: Final = 8_192
MAXIMUM_TEXT: Final = 2_000
MAXIMUM_IDENTIFIER: Final = 200
_log = structlog.get_logger("kene.channels")


class BadRequest(ValueError):
    """A request that is not in the documented form; the sentence says what is expected."""


def utc_now() -> datetime:
    """The time, for a node in service."""
    return datetime.now(UTC)


def is_gateway(environ: Environ, path: str, token: str) -> bool:
    """Whether the address ends with the secret word that the gateway was given."""
    given = str(environ.get("PATH_INFO", "")).removeprefix(path).strip("/")
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())


def form(environ: Environ) -> Mapping[str, str]:
    """The fields of a posted form, or of the address of a GET. Raises BadRequest."""
    if environ["REQUEST_METHOD"] == "POST":
        octets = _body(environ)
    else:
        octets = str(environ.get("QUERY_STRING", "")).encode("latin-1", "replace")
    if len(octets) > MAXIMUM_OCTETS:
        raise BadRequest("La demande dépasse 8192 octets.")
    try:
        fields = parse_qsl(
            octets.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise BadRequest("Le formulaire n'est pas lisible en UTF-8.") from error
    return dict(fields)


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
    """A phone number in E.164 form, from `+223…` or `223…`. Raises BadRequest."""
    digits = fields.get(name, "").strip().removeprefix("+")
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


def answer(arrival: Arrival, now: datetime) -> Reply:
    """The reply to a hop; "come back later" when the node can't keep it: nothing was lost."""
    try:
        return hop(arrival, now)
    except Exception as error:  # the citizen hears a sentence, the operator reads the log
        # The frames alone: the message of a database's error may quote what a person answered.
        frames = "".join(traceback.format_tb(error.__traceback__, limit=-3))
        _log.error("hop_failed", channel=arrival.channel, error=type(error).__name__, at=frames)
        return Reply(come_back_later(), more=False)


def plain(
    start: StartResponse, status: str, text: str, extra: tuple[tuple[str, str], ...] = ()
) -> Iterable[bytes]:
    """A response in plain text."""
    body = text.encode("utf-8", "replace")
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *extra,
    ]
    start(status, headers)
    return (body,)


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

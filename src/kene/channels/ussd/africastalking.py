"""USSD over HTTP in the form that Africa's Talking documents, as a thin WSGI application.

The gateway posts a form: `sessionId`, `serviceCode`, `phoneNumber`, and `text`, all that was typed
since the session began, joined by `*`. The answer is plain text: `CON ` and a screen when the
session goes on, `END ` and a screen when it ends. It stands in front of Django: a hop needs no
session, no cookie and no form protection, and there are thousands a second.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import structlog

from kene.channels.ussd.numbers import BadNumber, e164
from kene.core.conversation.later import come_back_later
from kene.core.screens.encoding import USSD_OCTETS
from kene.intake.api import Arrival, hop

PATH: Final = "/channels/ussd/africastalking"
MAXIMUM_OCTETS: Final = 8_192
MAXIMUM_TEXT: Final = 2_000
MAXIMUM_IDENTIFIER: Final = 200

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Environ = dict[str, Any]

_log = structlog.get_logger("kene.ussd")


class BadRequest(ValueError):
    """A request that is not in the documented form; the sentence says what is expected."""


class UssdApplication:
    """The WSGI application of one gateway. `token`, when set, must end the path: `…/TOKEN`."""

    def __init__(self, token: str = "", clock: Callable[[], datetime] | None = None) -> None:
        self._token = token
        self._clock = clock or (lambda: datetime.now(UTC))

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one hop of the gateway."""
        if environ["REQUEST_METHOD"] != "POST":
            return _plain(start, "405 Method Not Allowed", "POST seulement.")
        if not self._is_gateway(environ):
            return _plain(start, "403 Forbidden", "Passerelle inconnue.")
        try:
            arrival = _arrival(environ)
        except (BadRequest, BadNumber) as error:
            return _plain(start, "400 Bad Request", str(error))
        return _plain(start, "200 OK", self._answer(arrival))

    def _is_gateway(self, environ: Environ) -> bool:
        given = environ.get("PATH_INFO", "").removeprefix(PATH).strip("/")
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _answer(self, arrival: Arrival) -> str:
        try:
            reply = hop(arrival, self._clock())
        except Exception as error:  # the citizen hears a sentence, the operator reads the log
            _log.error("hop_failed", error=type(error).__name__)
            return f"END {come_back_later()}"
        return f"{'CON' if reply.more else 'END'} {reply.text}"


def _arrival(environ: Environ) -> Arrival:
    form = _form(environ)
    session, text = form.get("sessionId", ""), form.get("text", "")
    if not session or len(session) > MAXIMUM_IDENTIFIER:
        raise BadRequest("« sessionId » manque ou dépasse 200 caractères.")
    if len(text) > MAXIMUM_TEXT:
        raise BadRequest("« text » dépasse 2000 caractères.")
    return Arrival("ussd", e164(form.get("phoneNumber", "")), session, text, USSD_OCTETS)


def _form(environ: Environ) -> dict[str, str]:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise BadRequest("« Content-Length » n'est pas un nombre.") from error
    if not 0 < length <= MAXIMUM_OCTETS:
        raise BadRequest("Un formulaire de 1 à 8192 octets est attendu.")
    body = environ["wsgi.input"].read(length)
    try:
        fields = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise BadRequest("Le formulaire n'est pas lisible en UTF-8.") from error
    return dict(fields)


def _plain(start: StartResponse, status: str, text: str) -> Iterable[bytes]:
    body = text.encode("utf-8", "replace")
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start(status, headers)
    return (body,)

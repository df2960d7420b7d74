"""USSD over HTTP in the form that Africa's Talking documents.

The gateway posts a form: `sessionId`, `serviceCode`, `phoneNumber`, and `text`, all that was typed
since the session began, joined by `*`. The answer is plain text: `CON ` and a screen when the
session goes on, `END ` and a screen when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from kene.channels.hops import (
    BadRequest,
    Environ,
    StartResponse,
    answer,
    form,
    identifier,
    is_gateway,
    number,
    plain,
    typed,
    utc_now,
)
from kene.core.screens.encoding import USSD_OCTETS
from kene.intake.api import Arrival

PATH: Final = "/channels/ussd/africastalking"


class UssdApplication:
    """The WSGI application of one gateway. `token`, when set, must end the path: `…/TOKEN`."""

    def __init__(self, token: str = "", clock: Callable[[], datetime] = utc_now) -> None:
        self._token = token
        self._clock = clock

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one hop of the gateway."""
        if environ["REQUEST_METHOD"] != "POST":
            return plain(start, "405 Method Not Allowed", "POST seulement.", (("Allow", "POST"),))
        if not is_gateway(environ, PATH, self._token):
            return plain(start, "403 Forbidden", "Passerelle inconnue.")
        try:
            arrival = _arrival(environ)
        except BadRequest as error:
            return plain(start, "400 Bad Request", str(error))
        reply = answer(arrival, self._clock())
        return plain(start, "200 OK", f"{'CON' if reply.more else 'END'} {reply.text}")


def _arrival(environ: Environ) -> Arrival:
    fields = form(environ)
    return Arrival(
        channel="ussd",
        address=number(fields, "phoneNumber"),
        session=identifier(fields, "sessionId"),
        said=typed(fields, "text"),
        budget=USSD_OCTETS,
    )

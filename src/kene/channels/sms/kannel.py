"""SMS through Kannel's HTTP interface: messages in, delivery reports in, messages out.

In Kannel's configuration an `sms-service` calls the address of this node for each message received,
with `from=%p&id=%I&coding=%c&text=%b`, and sends what is answered (`docs/how-to`). Messages of
the node's own leave through `sendsms`, which answers 202 when Kannel has stored them.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from urllib.parse import urlencode

from kene.casework import api as casework
from kene.channels.contract import (
    Arrival,
    Limits,
    Reply,
    Request,
    Response,
    StartResponse,
    after,
    plain,
    send,
)
from kene.channels.hops import (
    BadRequest,
    Environ,
    asked,
    form,
    identifier,
    number,
    requested,
    typed,
    utc_now,
)
from kene.channels.sms.carriers import Sent
from kene.core.screens.encoding import measure, octets_of

PATH: Final = "/channels/sms/kannel"
REPORT: Final = "/channels/sms/report"
SEGMENTS: Final = 3
"""A reply takes three segments at most: the gateway's `max-messages`."""
TIMEOUT: Final = 10.0
UCS_2: Final = "2"
_REPORTS: Final = {"1": "delivered", "2": "failed", "8": "sent", "16": "failed"}
"""Kannel's reports: 1 delivered, 2 not delivered, 4 queued, 8 at the operator, 16 refused."""


@dataclass(frozen=True, slots=True)
class KannelLine:
    """The line of a short number whose messages come through Kannel."""

    limits: Limits = Limits(octets_of(SEGMENTS))
    channel: ClassVar[str] = "sms"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("GET", "POST")

    def read(self, request: Request) -> Arrival:
        """A message. Raises BadRequest."""
        fields = _read(request)
        return Arrival(
            channel=self.channel,
            address=number(fields, "from"),
            session=identifier(fields, "id"),
            said=typed(fields, "text"),
            budget=self.limits.octets,
            manner="message",
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """The text alone, and the coding: Kannel sends in GSM 7-bit unless told otherwise."""
        wide = measure(reply.text).encoding == "ucs-2"
        return Response(reply.text, headers=(("X-Kannel-Coding", UCS_2),) if wide else ())


def _read(request: Request) -> Mapping[str, str]:
    """The fields of a message. Raises BadRequest.

    `%b` holds the octets as they came: UTF-8 where the phone wrote in 7 bits, UTF-16 where `%c`
    says that it wrote in UCS-2.
    """
    fields = form(request, "latin-1")
    charset = "utf-16-be" if fields.get("coding") == UCS_2 else "utf-8"
    try:
        text = fields.get("text", "").encode("latin-1").decode(charset)
    except ValueError as error:
        raise BadRequest(f"« text » n'est pas lisible en {charset.upper()}.") from error
    return {**fields, "text": text}


class ReportApplication:
    """The WSGI application that Kannel calls for each delivery report: `reference` and `type`."""

    def __init__(self, token: str = "", clock: Callable[[], datetime] = utc_now) -> None:
        self._token = token
        self._clock = clock

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Record one report; one that says nothing new, or of no message here, changes nothing."""
        given = asked(environ)
        if given.method not in ("GET", "POST"):
            allowed = (("Allow", "GET, POST"),)
            return send(start, plain("405 Method Not Allowed", "GET ou POST.", allowed))
        if after(given, REPORT, self._token) != "":
            return send(start, plain("403 Forbidden", "Passerelle inconnue."))
        try:
            fields = form(requested(given, ""))
            reference = identifier(fields, "reference")
        except BadRequest as error:
            return send(start, plain("400 Bad Request", str(error)))
        state = _REPORTS.get(fields.get("type", ""))
        if state is not None:
            casework.mark(reference, state, self._clock())
        return send(start, Response(""))


@dataclass(frozen=True, slots=True)
class Kannel:
    """A Kannel to send through: the address of its `sendsms`, and what it asks.

    `report` is the address at which this node takes delivery reports.
    """

    url: str
    username: str
    password: str
    sender: str
    report: str

    def send(self, message: casework.Outgoing) -> Sent:
        """Give a message to Kannel, which answers 202 once it has stored it."""
        request = urllib.request.Request(f"{self.url}?{urlencode(self._query(message))}")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
                return "sent" if response.status in (200, 202) else "refused"
        except urllib.error.HTTPError as error:
            return "unreachable" if error.code >= 500 else "refused"
        except urllib.error.URLError as error:
            refused = isinstance(error.reason, ConnectionRefusedError | OSError)
            timed_out = isinstance(error.reason, TimeoutError)
            return "unreachable" if refused and not timed_out else "unknown"
        except OSError:
            return "unknown"

    def _query(self, message: casework.Outgoing) -> dict[str, str]:
        query = {
            "username": self.username,
            "password": self.password,
            "from": self.sender,
            "to": message.to,
            "text": message.text,
            "charset": "UTF-8",
            "dlr-mask": "31",
            "dlr-url": f"{self.report}?reference={message.reference}&type=%d",
        }
        if measure(message.text).encoding == "ucs-2":
            query["coding"] = UCS_2
        return query

"""SMS through Africa's Talking's HTTP API: messages in, delivery reports in, messages out.

The aggregator posts a form for each message received (`from`, `to`, `text`, `id`, `linkId`) and for
each report (`id`, `status`); it takes messages by a form posted to `version1/messaging` with the
header `apiKey`, and answers in JSON. What it calls a message is kept, for its reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from kene.casework import api as casework
from kene.channels import posting
from kene.channels.contract import (
    Arrival,
    Limits,
    Reply,
    Request,
    Response,
    StartResponse,
    plain,
    send,
)
from kene.channels.contract import after as following
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
from kene.channels.sms.models import Handed
from kene.core.screens.encoding import octets_of

PATH: Final = "/channels/sms/africastalking"
REPORT: Final = "/channels/sms/delivery/africastalking"
API: Final = "https://api.africastalking.com/version1/messaging"
SEGMENTS: Final = 3
_TAKEN: Final = frozenset({100, 101, 102})
"""Processed, sent, queued."""
_AGAIN: Final = frozenset({405, 500, 501})
"""No credit left, and faults of the aggregator's own: it was surely not sent."""
_REPORTS: Final = {
    "Success": "delivered",
    "Failed": "failed",
    "Rejected": "failed",
    "AbsentSubscriber": "failed",
    "Expired": "failed",
}


@dataclass(frozen=True, slots=True)
class AfricasTalkingSms:
    """The line of a short code whose messages come through Africa's Talking."""

    limits: Limits = Limits(octets_of(SEGMENTS))
    channel: ClassVar[str] = "sms"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("POST",)

    def read(self, request: Request) -> Arrival:
        """A message. Raises BadRequest."""
        fields = form(request)
        return Arrival(
            channel=self.channel,
            address=number(fields, "from"),
            session=identifier(fields, "id"),
            said=typed(fields, "text"),
            budget=self.limits.octets,
            manner="message",
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """Nothing: the answer leaves as a message of its own."""
        return Response("")


class ReportApplication:
    """The WSGI application that the aggregator calls for each delivery report."""

    def __init__(self, token: str = "", clock: Callable[[], datetime] = utc_now) -> None:
        self._token = token
        self._clock = clock

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Record one report; one of a message that is not known here changes nothing."""
        given = asked(environ)
        if given.method != "POST":
            refusal = plain("405 Method Not Allowed", "POST seulement.", (("Allow", "POST"),))
            return send(start, refusal)
        if following(given, REPORT, self._token) != "":
            return send(start, plain("403 Forbidden", "Passerelle inconnue."))
        try:
            fields = form(requested(given, ""))
            name = identifier(fields, "id")
        except BadRequest as error:
            return send(start, plain("400 Bad Request", str(error)))
        state = _REPORTS.get(fields.get("status", ""))
        known = Handed.objects.filter(name=name).first() if state else None
        if known is not None and state is not None:
            casework.mark(known.reference, state, self._clock())
        return send(start, Response(""))


@dataclass(frozen=True, slots=True)
class AfricasTalkingCarrier:
    """An account to send through: its name, its key, and the sender that it was given."""

    username: str
    key: str
    sender: str
    url: str = API
    clock: Callable[[], datetime] = utc_now

    def send(self, message: casework.Outgoing) -> Sent:
        """Give a message to the aggregator."""
        told = {"username": self.username, "to": message.to, "message": message.text}
        told |= {"enqueue": "1"} | ({"from": self.sender} if self.sender else {})
        headers = {"apiKey": self.key, "Accept": "application/json"}
        try:
            answered = posting.submit(self.url, told, headers)
        except posting.Unheard:
            return "unreachable"
        except posting.Unsure:
            return "unknown"
        if answered.status >= 400:
            return "unreachable" if answered.status >= 500 or answered.status == 429 else "refused"
        return self._outcome(answered.told, message)

    def _outcome(self, answered: Mapping[str, Any], message: casework.Outgoing) -> Sent:
        """What the aggregator says of the one recipient."""
        try:
            [told] = answered["SMSMessageData"]["Recipients"]
            code, name = int(told["statusCode"]), str(told.get("messageId", ""))
        except (ValueError, KeyError, TypeError):
            return "unknown"  # it was heard, and answered what nobody documented
        if code in _TAKEN:
            Handed.objects.get_or_create(
                name=name[:200], defaults={"reference": message.reference, "at": self.clock()}
            )
            return "sent"
        return "unreachable" if code in _AGAIN else "refused"

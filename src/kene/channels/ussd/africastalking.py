"""USSD over HTTP in the form that Africa's Talking documents.

The gateway posts a form: `sessionId`, `serviceCode`, `phoneNumber`, and `text`, all that was typed
since the session began, joined by `*`. The answer is plain text: `CON ` and a screen when the
session goes on, `END ` and a screen when it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kene.channels.contract import Arrival, Limits, Reply, Request, Response
from kene.channels.hops import form, identifier, number, typed

PATH: Final = "/channels/ussd/africastalking"


@dataclass(frozen=True, slots=True)
class AfricasTalking:
    """The line of an Africa's Talking code."""

    limits: Limits = Limits()
    channel: ClassVar[str] = "ussd"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("POST",)

    def read(self, request: Request) -> Arrival:
        """The hop of a form. Raises BadRequest."""
        fields = form(request)
        return Arrival(
            channel=self.channel,
            address=number(fields, "phoneNumber"),
            session=identifier(fields, "sessionId"),
            said=typed(fields, "text"),
            budget=self.limits.octets,
            alphabet=self.limits.alphabet,
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """`CON` or `END`, and the page."""
        return Response(f"{'CON' if reply.more else 'END'} {reply.text}")

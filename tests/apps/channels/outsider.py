"""A channel that somebody else wrote, with the contract alone: docs/how-to/ecrire-un-canal.md.

YateBTS's gateway in its synchronous form: a GET with `sess`, `msisdn`, `text` and `op`; the answer
is plain text, and its header `operation` says `ussr`, the session goes on, or `pssr`, it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from kene.channels.contract import Arrival, Limits, Reply, Request, Response
from kene.channels.hops import form, identifier, number, typed
from kene.testing.channels import Answered, Asked, Call, Shown


@dataclass(frozen=True, slots=True)
class Yate:
    """The line."""

    limits: Limits = Limits(octets=160, seconds=5)
    channel: ClassVar[str] = "ussd"
    path: ClassVar[str] = "/channels/yate"
    methods: ClassVar[tuple[str, ...]] = ("GET",)

    def read(self, request: Request) -> Arrival | Response:
        """What arrived."""
        fields = form(request)
        if fields.get("op") == "stop":
            return Response("")
        begins = fields.get("op") == "pssr"
        return Arrival(
            channel=self.channel,
            address=number(fields, "msisdn"),
            session=identifier(fields, "sess"),
            said=typed(fields, "text"),
            budget=self.limits.octets,
            manner="latest",
            begins=begins,
            opening="" if begins else None,
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """What is answered."""
        return Response(reply.text, headers=(("operation", "ussr" if reply.more else "pssr"),))


@dataclass(frozen=True, slots=True)
class YateNetwork:
    """How that gateway speaks, for the kit."""

    sessions: bool = True
    exact: bool = False

    def ask(self, call: Call) -> Asked:
        """A hop."""
        fields = {
            "sess": call.session,
            "msisdn": call.address.removeprefix("+"),
            "op": "ussr" if call.typed else "pssr",
            "text": call.typed[-1] if call.typed else "*123#",
        }
        return Asked(query=urlencode(fields), method="GET")

    def shown(self, answered: Answered, call: Call) -> Shown:
        """A page."""
        return Shown(answered.body, answered.headers["operation"] == "ussr")

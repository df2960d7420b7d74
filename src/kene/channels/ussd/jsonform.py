"""USSD over HTTP in JSON, as aggregators' platforms use it.

The gateway posts an object and gets one back:

    {"sessionId": "7", "phoneNumber": "22376123456", "text": "1", "newRequest": 0}
    {"sessionId": "7", "phoneNumber": "22376123456", "response": "1 Français", "action": "CON"}

These are the names of Oltranz's platform; other platforms say the same in other words: `Names` has
them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar, Final

from kene.channels.contract import Arrival, Limits, Reply, Request, Response
from kene.channels.hops import identifier, members, number, typed
from kene.channels.ussd.names import OLTRANZ, Names

PATH: Final = "/channels/ussd/json"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class JsonForm:
    """The line of a code whose gateway speaks JSON with these names."""

    code: str
    names: Names = OLTRANZ
    limits: Limits = Limits()
    channel: ClassVar[str] = "ussd"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("POST",)

    def read(self, request: Request) -> Arrival | Response:
        """The hop of an object. Raises BadRequest."""
        fields, names = members(request), self.names
        if names.is_over(fields):
            return Response("{}", kind=JSON)
        said = typed(fields, names.text)
        begun = names.beginning(said, fields, self.code)
        return Arrival(
            channel=self.channel,
            address=number(fields, names.phone),
            session=identifier(fields, names.session),
            said=said,
            budget=self.limits.octets,
            manner="latest",
            hop=fields.get(names.hop, "") if names.hop else "",
            begins=begun.surely,
            opening=begun.after,
            alphabet=self.limits.alphabet,
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """The object of a page."""
        names = self.names
        told = {
            names.session: arrival.session,
            names.phone: arrival.address.removeprefix("+"),
            names.page: reply.text,
            names.action: names.goes_on if reply.more else names.ends,
        }
        return Response(json.dumps(told, ensure_ascii=False), kind=JSON)

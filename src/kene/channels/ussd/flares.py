"""USSD over HTTP in the form of Comviva's platforms, which many operators of West Africa run.

The *HTTP pull* interface of Flares: the gateway asks by GET with `MSISDN`, `SessionID`, `MSC` and
`input`, what was typed last; the first input of a session is the code, without its `*` and `#` on
some platforms. The page is the body; the header `Freeflow` says `FC`, the session goes on, or `FB`,
it ends. A request with `clean` tells of a session that is over. Hops have no identifier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from kene.channels.contract import Arrival, Limits, Reply, Request, Response
from kene.channels.hops import form, identifier, number, typed
from kene.channels.ussd.codes import beginning

PATH: Final = "/channels/ussd/flares"


@dataclass(frozen=True, slots=True)
class Flares:
    """The line of a code on a Flares platform; `code` is what citizens dial, `*123#`."""

    code: str
    limits: Limits = Limits()
    channel: ClassVar[str] = "ussd"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("GET", "POST")

    def read(self, request: Request) -> Arrival | Response:
        """The hop of a query, whatever the capitals of its names. Raises BadRequest."""
        fields = _lowered(form(request))
        if "clean" in fields:
            return Response("")
        said = typed(fields, "input")
        begun = beginning(said, self.code)
        return Arrival(
            channel=self.channel,
            address=number(fields, "msisdn"),
            session=identifier(fields, "sessionid"),
            said=said,
            budget=self.limits.octets,
            manner="latest",
            begins=begun.surely,
            opening=begun.after,
            alphabet=self.limits.alphabet,
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """The page, free of charge."""
        headers = (
            ("Freeflow", "FC" if reply.more else "FB"),
            ("charge", "N"),
            ("amount", "0"),
        )
        return Response(reply.text, headers=headers)


def _lowered(fields: Mapping[str, str]) -> dict[str, str]:
    """Platforms write `SessionID`, `SESSIONID` and `sessionId` for the same name."""
    return {name.lower(): value for name, value in fields.items()}

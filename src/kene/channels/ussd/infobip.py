"""USSD over HTTP in the form of Infobip's gateway to third parties.

The session stands in the address: `…/session/ID/start` and `…/session/ID/response` are posted with
a JSON object (`msisdn`, `text`, `shortCode`…), `…/session/ID/end` is put when the session is over,
`…/session/ID/status` is asked. The answer is an object: `ussdMenu`, the page; `shouldClose`;
`responseExitCode`, 200. Hops have no identifier.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from kene.channels.contract import Arrival, Limits, Reply, Request, Response, plain
from kene.channels.hops import MAXIMUM_IDENTIFIER, BadRequest, members, number, typed
from kene.channels.ussd.codes import dialled
from kene.channels.ussd.jsonform import JSON

PATH: Final = "/channels/ussd/infobip"
_VERBS: Final = {"start": "POST", "response": "POST", "end": "PUT", "status": "GET"}
_WELL: Final = {"responseExitCode": 200, "responseMessage": ""}


@dataclass(frozen=True, slots=True)
class Infobip:
    """The line of a code behind Infobip; `code` is what citizens dial."""

    code: str
    limits: Limits = Limits()
    channel: ClassVar[str] = "ussd"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("POST", "PUT", "GET")

    def read(self, request: Request) -> Arrival | Response:
        """The hop of a session's address and its object. Raises BadRequest."""
        session, verb = _session(request.rest)
        allowed = _VERBS.get(verb, request.method)
        if request.method != allowed:
            return plain("405 Method Not Allowed", f"{allowed} seulement.", (("Allow", allowed),))
        match verb:
            case "start" | "response":
                return self._hop(session, verb == "start", members(request))
            case "end":
                return _object(_WELL)
            case "status":
                return _object({"sessionActive": True, **_WELL})
            case _:
                raise BadRequest("« start », « response », « end » ou « status » est attendu.")

    def _hop(self, session: str, begins: bool, fields: Mapping[str, str]) -> Arrival:
        said = typed(fields, "text")
        return Arrival(
            channel=self.channel,
            address=number(fields, "msisdn"),
            session=session,
            said=said,
            budget=self.limits.octets,
            manner="latest",
            begins=begins,
            opening=dialled(said, self.code) if begins else None,
            alphabet=self.limits.alphabet,
        )

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """The object of a page."""
        return _object({"shouldClose": not reply.more, "ussdMenu": reply.text, **_WELL})


def _session(rest: str) -> tuple[str, str]:
    """The identifier and the verb of `session/ID/VERB`. Raises BadRequest."""
    parts = rest.split("/")
    if len(parts) != 3 or parts[0] != "session" or not 0 < len(parts[1]) <= MAXIMUM_IDENTIFIER:
        raise BadRequest("« session/IDENTIFIANT/start » est attendu.")
    return parts[1], parts[2]


def _object(told: Mapping[str, object]) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), kind=JSON)

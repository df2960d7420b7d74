"""What platforms call the same few things, in XML and in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kene.channels.ussd.codes import Beginning, beginning, dialled


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a platform's data, and the values that say where a session is.

    Asked: `phone`, `session`, `text` (what was typed last), `kind` with the values `begins` and
    `over`, and `hop` where each hop has an identifier. Answered: `root` (of XML), `page`, `action`
    with the value `goes_on` or `ends`. An empty `kind` leaves a new session to be told by the code
    that was dialled.
    """

    phone: str
    session: str
    text: str
    kind: str = ""
    begins: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    hop: str = ""
    root: str = "ussd"
    page: str = "msg"
    action: str = "type"
    goes_on: str = "2"
    ends: str = "3"

    def is_over(self, fields: Mapping[str, str]) -> bool:
        """Whether the request tells of a session that ended."""
        return fields.get(self.kind, "") in self.over

    def beginning(self, said: str, fields: Mapping[str, str], code: str) -> Beginning:
        """Whether the session begins, by its kind, else by the code that was dialled."""
        if not self.kind:
            return beginning(said, code)
        begins = fields.get(self.kind, "") in self.begins
        return Beginning(begins, dialled(said, code) if begins else None)


TRUROUTE: Final = Names(
    phone="msisdn",
    session="sessionid",
    text="msg",
    kind="type",
    begins=("1",),
    over=("3", "4", "10"),
)
"""TruRoute's XML."""

OLTRANZ: Final = Names(
    phone="phoneNumber",
    session="sessionId",
    text="text",
    kind="newRequest",
    begins=("1", "true"),
    hop="transactionId",
    page="response",
    action="action",
    goes_on="CON",
    ends="END",
)
"""The JSON of Oltranz's platform, close to that of several aggregators."""

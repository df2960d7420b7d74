"""USSD over HTTP in XML, as operators' and aggregators' platforms use it.

The gateway posts a small document, one element a datum, and gets one back:

    <ussd><msisdn>22376123456</msisdn><sessionid>7</sessionid><type>1</type><msg>*123#</msg></ussd>
    <ussd><type>2</type><msg>1 Français</msg></ussd>

These are the names and types of TruRoute: 1 a new session, 2 an answer, 3 and 4 a session that the
person or the network ended; answered by 2, the session goes on, or 3, it ends. Other platforms say
the same in other words: `Names` has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from kene.channels.contract import Arrival, Limits, Reply, Request, Response
from kene.channels.hops import BadRequest, identifier, number, typed
from kene.channels.ussd.names import TRUROUTE, Names

PATH: Final = "/channels/ussd/xml"
XML: Final = "text/xml; charset=utf-8"
_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class XmlForm:
    """The line of a code whose gateway speaks XML with these names."""

    code: str
    names: Names = TRUROUTE
    limits: Limits = Limits()
    channel: ClassVar[str] = "ussd"
    path: ClassVar[str] = PATH
    methods: ClassVar[tuple[str, ...]] = ("POST",)

    def read(self, request: Request) -> Arrival | Response:
        """The hop of a document. Raises BadRequest."""
        fields = _elements(request.body)
        names = self.names
        if names.is_over(fields):
            return Response(self._document(names.ends, ""), kind=XML)
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
        """The document of a page."""
        goes_on = self.names.goes_on if reply.more else self.names.ends
        return Response(self._document(goes_on, reply.text), kind=XML)

    def _document(self, kind: str, text: str) -> str:
        names = self.names
        shown = escape(_ILLEGAL.sub("", text))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f"<{names.root}><{names.action}>{kind}</{names.action}>"
            f"<{names.page}>{shown}</{names.page}></{names.root}>"
        )


def _elements(body: bytes) -> Mapping[str, str]:
    """The texts of the elements, by name, wherever they stand. Raises BadRequest."""
    if _DECLARES.search(body):
        raise BadRequest("Un document XML sans DOCTYPE ni entité est attendu.")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 -- it declares no entity, and is short
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadRequest("Le XML n'est pas lisible.") from error
    return {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in root.iter()}

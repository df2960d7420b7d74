"""How each bundled gateway speaks, and is read: what the conformance kit asks of an author."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from kene.channels.sms import replies
from kene.intake import api as intake
from kene.testing.channels import Answered, Asked, Call, Shown

CODE = "*123#"


@dataclass(frozen=True)
class AfricasTalkingNetwork:
    """All that was typed, in a form."""

    sessions: bool = True
    exact: bool = True

    def ask(self, call: Call) -> Asked:
        """A posted form."""
        fields = {
            "sessionId": call.session,
            "serviceCode": CODE,
            "phoneNumber": call.address,
            "text": "*".join(call.typed),
        }
        return Asked(urlencode(fields).encode())

    def shown(self, answered: Answered, call: Call) -> Shown:
        """`CON` or `END`, and the page."""
        sign, _, text = answered.body.partition(" ")
        return Shown(text, sign == "CON")


@dataclass(frozen=True)
class FlaresNetwork:
    """What was typed last, in a query."""

    sessions: bool = True
    exact: bool = False

    def ask(self, call: Call) -> Asked:
        """A GET; the first input is the code without its signs."""
        fields = {
            "MSISDN": call.address.removeprefix("+"),
            "SessionID": call.session,
            "MSC": "22370000000",
            "input": call.typed[-1] if call.typed else "123",
        }
        return Asked(query=urlencode(fields), method="GET")

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The body, and the header."""
        return Shown(answered.body, answered.headers["Freeflow"] == "FC")


@dataclass(frozen=True)
class InfobipNetwork:
    """What was typed last, in JSON, with the session in the address."""

    sessions: bool = True
    exact: bool = False

    def ask(self, call: Call) -> Asked:
        """`start` or `response`."""
        told = {
            "msisdn": call.address.removeprefix("+"),
            "imsi": "610011234567890",
            "shortCode": CODE,
            "text": call.typed[-1] if call.typed else CODE,
            "ussdGwId": "11",
            "language": None,
        }
        verb = "response" if call.typed else "start"
        return Asked(json.dumps(told).encode(), rest=f"session/{call.session}/{verb}")

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The menu, and whether it closes."""
        told = json.loads(answered.body)
        return Shown(told["ussdMenu"], not told["shouldClose"])


@dataclass(frozen=True)
class JsonNetwork:
    """What was typed last, in JSON; each hop has an identifier."""

    sessions: bool = True
    exact: bool = True

    def ask(self, call: Call) -> Asked:
        """An object."""
        told = {
            "sessionId": call.session,
            "serviceCode": "123",
            "phoneNumber": call.address.removeprefix("+"),
            "text": call.typed[-1] if call.typed else CODE,
            "newRequest": 0 if call.typed else 1,
            "transactionId": f"{call.session}-{len(call.typed)}",
            "amount": 0.0,
        }
        return Asked(json.dumps(told).encode())

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The response, and its action."""
        told = json.loads(answered.body)
        return Shown(told["response"], told["action"] == "CON")


@dataclass(frozen=True)
class XmlNetwork:
    """What was typed last, in XML."""

    sessions: bool = True
    exact: bool = False

    def ask(self, call: Call) -> Asked:
        """A document."""
        legal = re.sub("[\x00-\x08\x0b-\x1f]", " ", call.typed[-1] if call.typed else CODE)
        body = (
            f"<ussd><msisdn>{call.address.removeprefix('+')}</msisdn>"
            f"<sessionid>{call.session}</sessionid><type>{2 if call.typed else 1}</type>"
            f"<msg>{escape(legal)}</msg></ussd>"
        )
        return Asked(body.encode())

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The message, and its type."""
        root = ElementTree.fromstring(answered.body.encode())
        return Shown(root.findtext("msg") or "", root.findtext("type") == "2")


@dataclass(frozen=True)
class KannelNetwork:
    """Messages, in a query."""

    sessions: bool = False
    exact: bool = True

    def ask(self, call: Call) -> Asked:
        """A GET."""
        fields = {"from": call.address, "id": call.session, "text": call.typed[-1]}
        return Asked(query=urlencode(fields), method="GET")

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The body."""
        return Shown(answered.body)


@dataclass(frozen=True)
class AggregatorNetwork:
    """Messages in a form, whose answers leave apart."""

    sessions: bool = False
    exact: bool = True

    def ask(self, call: Call) -> Asked:
        """A posted form."""
        fields = {"from": call.address, "to": "36000", "id": call.session, "text": call.typed[-1]}
        return Asked(urlencode(fields).encode())

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The answer that is to be sent."""
        key = intake.person_of(f"sms/{call.address}/{call.session}").hex()[:32]
        message = replies.outgoing(key)
        assert message is not None
        return Shown(message.text)

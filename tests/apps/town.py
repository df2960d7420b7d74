"""A node for tests: its keys, its bundled services, and a phone that calls its real endpoints."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from kene.catalogue import api as catalogue
from kene.channels.contract import Channel
from kene.channels.sms.kannel import KannelLine
from kene.channels.ussd.africastalking import PATH, AfricasTalking
from kene.documents import api as documents
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.site import background

PACKS = Path(__file__).parents[2] / "packs"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def founded(now: datetime = NOON) -> None:
    """Give the node its key, its services and their authorities' signing keys."""
    privacy.create_node_key(settings.KENE.node_key_file)
    privacy.forget()
    for name in ("naissance", "reclamation"):
        service = catalogue.publish(_files(name), now)
        with suppress(FileExistsError):
            issuer = documents.Issuer(service.country, service.authority, "")
            # Tests share the keys: those of the first must serve the one that is the longest ago.
            documents.ready(issuer, min(now, NOON))
    background.declare(settings.KENE)


@cache
def _files(name: str) -> dict[str, bytes]:
    return catalogue.read_folder(PACKS / name)


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """The time that it shows."""
        return self.now

    def pass_(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass
class Phone:
    """A basic phone: it dials the node's USSD endpoint as a gateway does, and sends messages."""

    number: str = "+22376123456"
    clock: Clock = field(default_factory=Clock)
    said: str = ""
    sessions: int = 0
    messages: int = 0

    def dial(self, typed: str = "") -> str:
        """A new call; what is typed after the code comes with the first hop."""
        self.sessions += 1
        self.said = typed
        return self._hop()

    def type(self, typed: str) -> str:
        """One more input of the call under way."""
        self.said = f"{self.said}*{typed}" if self.said else typed
        return self._hop()

    def repeat(self) -> str:
        """The gateway sends the last hop again."""
        return self._hop()

    def text(self, message: str) -> str:
        """A message to the node, and its answer."""
        self.messages += 1
        fields = {"from": self.number, "id": f"{self.number}-{self.messages}", "text": message}
        return ask(Channel(KannelLine(), clock=self.clock), "/channels/sms/kannel", fields)[1]

    def _hop(self) -> str:
        fields = {
            "sessionId": f"{self.number}-{self.sessions}",
            "serviceCode": "*123#",
            "phoneNumber": self.number,
            "text": self.said,
        }
        return ask(Channel(AfricasTalking(), clock=self.clock), PATH, fields)[1]


def ask(
    application: Callable[..., Any], path: str, fields: dict[str, str], method: str = "POST"
) -> tuple[str, str]:
    """Post a form to a WSGI application: the status and the text that it answers."""
    body = urlencode(fields).encode()
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    told: list[str] = []
    answer = b"".join(application(environ, lambda status, _: told.append(status)))
    return told[0], answer.decode()


def seeded(seed: int = 1) -> Random:
    """Draw numbers and codes from a seed; what they were drawn from before."""
    return intake.draw_from(Random(seed))

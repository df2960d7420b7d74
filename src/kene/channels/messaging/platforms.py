"""What a platform of chats must give: how it speaks, and how it is spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from kene.channels.contract import Limits, Response
from kene.channels.hops import BadRequest, Environ
from kene.channels.messaging.drawing import Drawn
from kene.channels.sms.carriers import Sent
from kene.core.values.positions import PLACES

CHATTED: Final = Limits(octets=896)
"""A page of at most 1,024 characters in either encoding: WhatsApp's longest text with buttons."""
LONGEST: Final = 262_144
"""Octets of a webhook: several messages of 4,096 characters, each of them escaped."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a platform sent: `headers` by their names in small letters."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody sent in a chat, or tapped there.

    `name` is the platform's own for the message, `chat` where it is answered, `who` the sender:
    E.164 where the platform tells it. `tapped` is the identifier of a choice, `picture` the
    platform's name for a picture, `contact` the sender's own telephone as the platform checked it.
    Something that is none of these is `strange`.
    """

    name: str
    chat: str
    who: str
    said: str = ""
    tapped: str = ""
    picture: str = ""
    contact: str = ""
    strange: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message that the platform took: `delivered` or `failed`."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Received:
    """All that one request brought, and how to answer it once it is kept."""

    heard: tuple[Heard, ...] = ()
    reports: tuple[Report, ...] = ()
    response: Response = field(default_factory=lambda: Response(""))


class Unfetched(Exception):
    """A picture can't be fetched now; another time it may be."""


class NoPicture(Exception):
    """There is no such picture, or it is larger than is taken."""


class Platform(Protocol):
    """A platform of chats. `channel` is what packs list and cases record."""

    @property
    def channel(self) -> str:
        """The name under which packs list this channel and cases record it."""

    @property
    def path(self) -> str:
        """The address that the platform calls."""

    @property
    def limits(self) -> Limits:
        """What a message holds, and how long the platform waits."""

    @property
    def reports(self) -> bool:
        """Whether it says later what became of a message that it took."""

    def read(self, posted: Posted) -> Received | Response:
        """What came; or a refusal, or what else is answered. Raises BadRequest."""

    def send(self, chat: str, drawn: Drawn) -> tuple[Sent, str]:
        """Send a message: what is known of it, and the platform's own name for it."""

    def fetch(self, picture: str) -> bytes:
        """A picture as it was sent. Raises NoPicture, Unfetched."""


def posted(environ: Environ) -> Posted:
    """What a WSGI environment brings. Raises BadRequest."""
    method = str(environ["REQUEST_METHOD"])
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    body = b""
    if method == "POST":
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError as error:
            raise BadRequest("« Content-Length » n'est pas un nombre.") from error
        if not 0 < length <= LONGEST:
            raise BadRequest(f"De 1 à {LONGEST} octets sont attendus.")
        body = environ["wsgi.input"].read(length)
        if len(body) < length:
            raise BadRequest("La demande est coupée.")
    return Posted(method, str(environ.get("QUERY_STRING", "")), headers, body)


def member(given: Any, *names: str) -> Any:
    """What stands there in nested objects; None where nothing does."""
    for name in names:
        given = given.get(name) if isinstance(given, dict) else None
    return given


def members(given: Any, name: str) -> tuple[Any, ...]:
    """The list that stands there; empty where none does."""
    found = member(given, name)
    return tuple(found) if isinstance(found, list) else ()


def shared_position(message: Any) -> str:
    """A point that was shared, as somebody would write it; "" where none was."""
    shared = member(message, "location")
    latitude, longitude = member(shared, "latitude"), member(shared, "longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return ""
    return f"{latitude:.{PLACES}f}, {longitude:.{PLACES}f}"

"""The contract of a channel: what it gives a node, and what it gets.

Whoever connects a network writes a `Line`: how its gateway asks, and how it wants to be answered. A
line decides nothing and keeps nothing. It gives an `Arrival`: an address (who, E.164), an input
(what was typed, in which session), and the budget of a page in octets and alphabet. It gets a
`Reply`: a page that fits, and whether the session goes on, before its deadline. `Channel` serves
a line; `kene.testing.channels` tries whether it keeps the contract, and
`docs/how-to/ecrire-un-canal.md` shows how one is written.
"""

from __future__ import annotations

import hmac
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from typing import Any, Final, Protocol

import structlog

from kene.channels.hops import Asked, BadRequest, Environ, Request, asked, requested, utc_now
from kene.core.conversation.later import come_back_later
from kene.core.screens.alphabets import STANDARD, Alphabet
from kene.core.screens.encoding import USSD_OCTETS
from kene.intake import api as intake
from kene.intake.api import Arrival, Once, Reply

__all__ = [
    "Arrival",
    "BadRequest",
    "Channel",
    "Limits",
    "Line",
    "Reply",
    "Request",
    "Response",
    "outside",
    "plain",
]

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Headers = tuple[tuple[str, str], ...]

OK: Final = "200 OK"
TEXT: Final = "text/plain; charset=utf-8"
SECONDS: Final = 8.0
"""Gateways give up after about ten."""
_log = structlog.get_logger("kene.channels")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a gateway shows and how long it waits.

    `octets` is the budget of a page, counted in the 7-bit `alphabet` that the gateway declares or
    in UCS-2; `seconds` the time within which an answer must leave the node.
    """

    octets: int = USSD_OCTETS
    alphabet: Alphabet = STANDARD
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Response:
    """What a gateway is answered: `kind` is the media type of `body`."""

    body: str
    status: str = OK
    kind: str = TEXT
    headers: Headers = ()


class Line(Protocol):
    """A network's own way of asking and of being answered.

    `channel` is what packs list (`ussd`, `sms`) and cases record; `path` where the gateway calls;
    `methods` the HTTP methods that it uses.
    """

    @property
    def channel(self) -> str:
        """The name under which packs list this channel and cases record it."""

    @property
    def path(self) -> str:
        """The address that the gateway calls, before its secret word."""

    @property
    def methods(self) -> tuple[str, ...]:
        """The HTTP methods that the gateway uses."""

    @property
    def limits(self) -> Limits:
        """What the gateway shows, and how long it waits."""

    def read(self, request: Request) -> Arrival | Response:
        """What arrived; or, where it is no hop, such as the end of a session, what to answer.

        Raises BadRequest when the request is not in the gateway's form.
        """

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """The reply in the gateway's form."""


class Channel:
    """The application of one line, for WSGI and for an event loop.

    `token`, when set, follows the path: `…/TOKEN`.
    """

    def __init__(
        self, line: Line, token: str = "", clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._line = line
        self._token = token
        self._clock = clock

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request of the gateway, as a WSGI application does."""
        arrival = self._arrived(asked(environ))
        if isinstance(arrival, Arrival):
            return send(start, self._left(self.answer(arrival, self._clock()), arrival))
        return send(start, arrival)

    async def respond(self, asked: Asked) -> Response:
        """Answer one request of the gateway, where an event loop serves."""
        arrival = self._arrived(asked)
        if isinstance(arrival, Arrival):
            return self._left(await self.awaited(arrival, self._clock()), arrival)
        return arrival

    def answer(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The reply to an arrival; None when the node can't keep it."""
        return kept(arrival, now, self._line.limits.seconds)

    async def awaited(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The same as `answer`, for an event loop."""
        return await kept_later(arrival, now, self._line.limits.seconds)

    def later(self, arrival: Arrival) -> Response:
        """ "Come back later": nothing was kept of this arrival, and nothing before it is lost."""
        return self._line.write(Reply(come_back_later(), more=False), arrival)

    def _arrived(self, asked: Asked) -> Arrival | Response:
        line = self._line
        if asked.method not in line.methods:
            allowed = ", ".join(line.methods)
            return plain("405 Method Not Allowed", f"{allowed} seulement.", (("Allow", allowed),))
        rest = after(asked, line.path, self._token)
        if rest is None:
            return plain("403 Forbidden", "Passerelle inconnue.")
        try:
            return line.read(requested(asked, rest))
        except BadRequest as error:
            return plain("400 Bad Request", str(error))

    def _left(self, reply: Reply | None, arrival: Arrival) -> Response:
        return self.later(arrival) if reply is None else self._line.write(reply, arrival)


def kept(arrival: Arrival, now: datetime, seconds: float, once: Once | None = None) -> Reply | None:
    """The reply to a hop; None when the node can't keep it."""
    try:
        return intake.hop(arrival, now, seconds, once)
    except Exception as error:  # the citizen hears a sentence, the operator reads the log
        tell_failure(arrival.channel, error)
        return None


async def kept_later(
    arrival: Arrival, now: datetime, seconds: float, once: Once | None = None
) -> Reply | None:
    """The same as `kept`, for an event loop."""
    try:
        return await intake.awaited(arrival, now, seconds, once)
    except Exception as error:  # as above
        tell_failure(arrival.channel, error)
        return None


def tell_failure(channel: str, error: Exception) -> None:
    """Say in the log where a hop failed, and nothing of what was in it."""
    # The frames alone: the message of a database's error may quote what a person answered.
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-3))
    _log.error("hop_failed", channel=channel, error=type(error).__name__, at=frames)


def after(asked: Asked, path: str, token: str) -> str | None:
    """What follows the path and the secret word; None when that is not the gateway's."""
    given = asked.path.removeprefix(path).strip("/")
    if not token:
        return given
    word, _, rest = given.partition("/")
    known = hmac.compare_digest(word.encode("utf-8", "surrogateescape"), token.encode())
    return rest if known else None


def outside() -> tuple[Line, ...]:
    """The lines that other packages bring: what their entry points in `kene.channels` make."""
    return tuple(each.load()() for each in entry_points(group="kene.channels"))


def plain(status: str, text: str, headers: Headers = ()) -> Response:
    """A response in plain text."""
    return Response(text, status, headers=headers)


def send(start: StartResponse, response: Response) -> Iterable[bytes]:
    """The response as WSGI has it."""
    body, headers = sent(response)
    start(response.status, headers)
    return (body,)


def sent(response: Response) -> tuple[bytes, list[tuple[str, str]]]:
    """The octets of a response, and its headers."""
    body = response.body.encode("utf-8", "replace")
    headers = [
        ("Content-Type", response.kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *response.headers,
    ]
    return body, headers

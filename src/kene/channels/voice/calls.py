"""The applications of calls: each hop, and the sound of each page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from django.db import close_old_connections

from kene.channels import posting
from kene.channels.contract import (
    Arrival,
    Channel,
    Reply,
    Response,
    StartResponse,
    plain,
    send,
)
from kene.channels.hops import Asked, Environ
from kene.channels.voice import calling, sound, synthesis, wave
from kene.channels.voice.lines import Dialled
from kene.channels.voice.recordings import Recordings
from kene.core.screens.voice import Speech
from kene.intake import api as intake

LASTS: Final = 3_600
"""Seconds that an aggregator may keep a sound: a new recording is heard after that."""
LARGEST: Final = 1_000_000
"""Octets of an answer that is said."""
_APART: Final = ("beep", "agent", "over", "keep")
"""What a thread does, and no event loop."""
_NOTHING: Final = Speech("fr", "none", ()).text
_log = structlog.get_logger("kene.voice")


class VoiceChannel(Channel):
    """The application of a number that is called: what a hop asks of the channel itself, first."""

    _unlocked = False

    async def respond(self, asked: Asked) -> Response:
        """Answer one request of the aggregator, where an event loop serves."""
        if not self._unlocked:  # the key of sounds is in a database, which an event loop can't ask
            await asyncio.to_thread(self._unlock)
        return await super().respond(asked)

    def _unlock(self) -> None:
        sound.unlock()
        close_old_connections()
        self._unlocked = True

    def answer(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The reply to a hop; None when the node can't keep it."""
        wish = arrival.wish if isinstance(arrival, Dialled) else ""
        if wish == "beep":
            calling.want(arrival.address, "node", now)
            return Reply(_NOTHING, more=False)
        if wish == "agent":
            calling.want(arrival.address, "agent", now)
        if isinstance(arrival, Dialled) and wish == "over":
            calling.ended(arrival.session, arrival.seconds, now)
            return Reply(_NOTHING, more=False)
        if isinstance(arrival, Dialled) and wish == "keep":
            arrival = _kept(arrival, now)
        return super().answer(arrival, now)

    async def awaited(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The same as `answer`, for an event loop."""
        if isinstance(arrival, Dialled) and arrival.wish in _APART:
            return await asyncio.to_thread(self._apart, arrival, now)
        return await super().awaited(arrival, now)

    def _apart(self, arrival: Arrival, now: datetime) -> Reply | None:
        try:
            return self.answer(arrival, now)
        finally:
            close_old_connections()


def _kept(arrival: Dialled, now: datetime) -> Dialled:
    """The hop whose recording is kept; where it is not to be had, the same page is asked again."""
    try:
        octets = posting.download(sound.unsealed(arrival.spot.heard), LARGEST)
    except (LookupError, posting.Unheard) as error:
        _log.error("recording_lost", why=type(error).__name__)
        octets = b""
    if not 0 < len(octets) <= LARGEST:
        return replace(arrival, said="", recorded=False)
    intake.keep_recording(arrival.said, octets, now)
    return arrival


class SoundApplication:
    """The WSGI application that gives the sound of a page, to whoever has its address."""

    def __init__(self, recordings: Recordings, say: sound.Say = synthesis.said) -> None:
        self._recordings = recordings
        self._say = say

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """The WAV file of one address."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            refusal = plain("405 Method Not Allowed", "GET seulement.", (("Allow", "GET"),))
            return send(start, refusal)
        key = str(environ.get("PATH_INFO", "")).removeprefix(sound.PATH).strip("/")
        try:
            clip = sound.opened(key.removesuffix(".wav"))
            octets = wave.written(sound.played(clip, self._recordings, self._say))
        except LookupError:
            return send(start, plain("404 Not Found", "Rien à entendre ici."))
        except synthesis.Unspoken as error:
            _log.error("unspoken", why=str(error))
            return send(start, plain("503 Service Unavailable", str(error)))
        headers = [
            ("Content-Type", "audio/wav"),
            ("Content-Length", str(len(octets))),
            ("Cache-Control", f"private, max-age={LASTS}"),
        ]
        start("200 OK", headers)
        return (octets,) if environ["REQUEST_METHOD"] == "GET" else ()

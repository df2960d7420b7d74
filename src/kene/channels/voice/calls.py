"""The applications of calls: each hop, and the sound of each page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from django.db import close_old_connections

from kene.channels import posting
from kene.channels.contract import (
    Arrival,
    Channel,
    Line,
    Reply,
    Response,
    StartResponse,
    plain,
    send,
)
from kene.channels.hops import Asked, Environ, utc_now
from kene.channels.voice import calling, offered, sound, synthesis, wave
from kene.channels.voice.lines import Dialled, said, speech_of, spoken
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
    """The application of a number that is called: what a hop asks of the channel itself, first.

    With `recordings`, a page in a language that no voice speaks is heard from them, or an agent
    calls; without, a voice of another language reads what they lack.
    """

    _unlocked = False

    def __init__(
        self,
        line: Line,
        token: str = "",
        clock: Callable[[], datetime] = utc_now,
        recordings: Recordings | None = None,
    ) -> None:
        super().__init__(line, token, clock)
        self._recordings = recordings

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
        assert isinstance(arrival, Dialled)
        if arrival.wish == "beep":
            calling.want(arrival.address, "node", now)
            return Reply(_NOTHING, more=False)
        if arrival.wish == "over":
            calling.ended(arrival.session, arrival.seconds, now)
            return Reply(_NOTHING, more=False)
        if arrival.wish == "agent":
            calling.want(arrival.address, "agent", now)
        fetched = arrival.wish != "keep" or _keep(arrival, now)
        kept = arrival if fetched else replace(arrival, said="", recorded=False)
        reply = super().answer(kept, now)
        if reply is None:
            return None
        return self._finished(reply if fetched else _sorry(reply), arrival, now)

    async def awaited(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The same as `answer`, for an event loop."""
        assert isinstance(arrival, Dialled)
        if arrival.wish in _APART:
            return await asyncio.to_thread(self._apart, self.answer, arrival, now)
        reply = await super().awaited(arrival, now)
        if reply is None:
            return None
        if self._recordings is None:
            return self._finished(reply, arrival, now)
        finish = partial(self._finished, reply)
        return await asyncio.to_thread(self._apart, finish, arrival, now)

    def _apart(
        self, answer: Callable[[Dialled, datetime], Reply | None], arrival: Dialled, now: datetime
    ) -> Reply | None:
        try:
            return answer(arrival, now)
        finally:
            close_old_connections()

    def _finished(self, reply: Reply, arrival: Dialled, now: datetime) -> Reply:
        """The reply, or the goodbye of a call that can't go on."""
        speech = speech_of(reply, arrival.wish)
        if arrival.wish == "agent":
            return self._goodbye(speech.language, "agent_called")
        if arrival.given_up:
            return self._goodbye(speech.language, "silent")
        # An end, such as a receipt, asks nothing more: it is read as well as can be.
        if speech.keys != "none" and self._unread(speech):
            calling.want(arrival.address, "agent", now)
            return self._goodbye(speech.language, "unread")
        return reply

    def _goodbye(self, language: str, key: str) -> Reply:
        """A last sentence, in French where a language has none to be heard."""
        speech = Speech(language, "none", (said(language).say(key),))
        if self._unread(speech):
            speech = Speech("fr", "none", (said("fr").say(key),))
        return Reply(speech.text, more=False)

    def _unread(self, speech: Speech) -> bool:
        return self._recordings is not None and offered.unread(speech, self._recordings)


def _keep(arrival: Dialled, now: datetime) -> bool:
    """Keep the recording of a hop; False where it is not to be had."""
    try:
        octets = posting.download(sound.unsealed(arrival.spot.heard), LARGEST)
    except (LookupError, posting.Unheard) as error:
        _log.error("recording_lost", why=type(error).__name__)
        return False
    if not 0 < len(octets) <= LARGEST:
        return False
    intake.keep_recording(arrival.said, octets, now)
    return True


def _sorry(reply: Reply) -> Reply:
    """The same page, after why it is asked again."""
    page = spoken(reply)
    lines = (said(page.language).say("lost"), *page.lines)
    return replace(reply, text=replace(page, lines=lines).text)


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

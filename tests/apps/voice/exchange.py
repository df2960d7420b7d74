"""A simulated call control: it fetches XML, really downloads each sound and plays it, and presses.

Durations are those of the files: the clock of a call is what was heard.
"""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from kene.channels.voice import sound
from kene.channels.voice.calls import SoundApplication
from kene.channels.voice.lines import AFRICASTALKING, TWILIO, Dialect
from kene.channels.voice.recordings import Recordings
from kene.testing.channels import Answered, Asked, Call, Shown

PLACE = "https://kene.example"
NUMBER = "+22320000000"


@dataclass(frozen=True)
class Played:
    """A sound that was heard: how long it lasted, and whether anything was to be heard."""

    seconds: float
    loud: bool


def played(url: str, recordings: Recordings) -> Played:
    """Download the sound of an address, and play it. AssertionError when it is no sound."""
    assert url.startswith(PLACE)
    told: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": urlsplit(url).path}
    body = b"".join(SoundApplication(recordings)(environ, lambda *given: told.append(given)))
    status, headers = told[0]
    assert status == "200 OK", (status, body[:200])
    assert dict(headers)["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(body)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        frames = file.readframes(file.getnframes())
        return Played(file.getnframes() / file.getframerate(), any(frames))


def heard(body: str) -> tuple[list[str], str]:
    """The addresses of the sounds of a document, and what it says to do afterwards."""
    root = ElementTree.fromstring(body.encode())
    urls = [each.get("url") or each.text or "" for each in root.iter("Play")]
    gather = root.find("GetDigits") if root.find("GetDigits") is not None else root.find("Gather")
    if gather is not None:
        return urls, gather.get("callbackUrl") or gather.get("action") or ""
    return urls, root.findtext("Redirect") or ""


def silent(body: str) -> str:
    """Where a document sends somebody who presses nothing."""
    return ElementTree.fromstring(body.encode()).findtext("Redirect") or ""


@dataclass
class CallNetwork:
    """How an aggregator's call control speaks, for the kit: hops are told by their addresses."""

    dialect: Dialect
    sessions: bool = True
    exact: bool = True
    next: dict[tuple[str, int], str] = field(default_factory=dict)

    def ask(self, call: Call) -> Asked:
        """A posted form, at the address that the last answer gave."""
        path = urlsplit(self.next.get((call.session, len(call.typed)), "")).path
        rest = path.removeprefix(f"/channels/voice/{self.dialect.name}").strip("/")
        keys = (call.typed[-1] if call.typed else "").removesuffix("#")
        return Asked(urlencode(form(self.dialect, call.address, call.session, keys)).encode(), rest=rest)

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The words of the sounds, and whether the call goes on."""
        urls, after = heard(answered.body)
        self.next.setdefault((call.session, len(call.typed) + 1), after)
        keys = [url.rpartition("/")[2].removesuffix(".wav") for url in urls]
        said = "\n".join("\n".join(sound.opened(key).speech.lines) for key in keys)
        return Shown(said, bool(after))


def form(
    dialect: Dialect, address: str, session: str, keys: str = "", direction: str = "inbound"
) -> dict[str, str]:
    """What an aggregator posts."""
    if dialect is TWILIO:
        ends = (address, NUMBER) if direction == "inbound" else (NUMBER, address)
        told = {"From": ends[0], "To": ends[1], "Direction": direction, "CallStatus": "in-progress"}
        told |= {"AccountSid": "AC1", "ApiVersion": "2010-04-01"}
    else:
        told = {"callerNumber": address, "destinationNumber": NUMBER, "isActive": "1"}
        told["direction"] = direction.partition("-")[0].capitalize()
    return {**told, dialect.session: session} | ({dialect.digits: keys} if keys else {})


DIALECTS = (AFRICASTALKING, TWILIO)

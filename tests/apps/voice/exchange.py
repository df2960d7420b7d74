"""A simulated call control: it fetches XML, really downloads each sound and plays it, and presses.

Durations are those of the files: the clock of a call is what was heard.
"""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from apps.town import Clock
from kene.channels.voice import sound
from kene.channels.voice.calls import SoundApplication, VoiceChannel
from kene.channels.voice.lines import AFRICASTALKING, TWILIO, CallLine, Dialect
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


def recorded(body: str) -> str:
    """Where a document has what is said brought; "" where it records nothing."""
    record = ElementTree.fromstring(body.encode()).find("Record")
    if record is None:
        return ""
    assert record.get("finishOnKey") == "#"
    return record.get("callbackUrl") or record.get("action") or ""


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
        return Asked(
            urlencode(form(self.dialect, call.address, call.session, keys)).encode(), rest=rest
        )

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


@dataclass
class Phone:
    """Somebody who calls: what was heard of the last page, and for how long in all."""

    channel: Any
    dialect: Dialect
    recordings: Recordings
    address: str = "+22376123456"
    direction: str = "inbound"
    session: str = "call-1"
    body: str = ""
    seconds: float = 0.0
    longest: float = 0.0
    paces: list[tuple[float, float]] = field(default_factory=list)
    spoken: str = ""

    def call(self, direction: str = "inbound", session: str = "call-1") -> str:
        """The first hop of a call."""
        self.direction, self.session = direction, session
        return self._post(f"{PLACE}/channels/voice/{self.dialect.name}", "")

    def press(self, keys: str) -> str:
        """Keys, while or after a page is said."""
        return self._post(heard(self.body)[1], keys)

    def wait(self) -> str:
        """No key at all."""
        return self._post(silent(self.body), "")

    def over_after(
        self, seconds: int, session: str, direction: str = "outbound-api", **told_too: str
    ) -> str:
        """What is answered when the aggregator tells the end of a call."""
        told = form(self.dialect, self.address, session, "", direction)
        told |= {"isActive": "0"} if self.dialect is AFRICASTALKING else {"CallStatus": "completed"}
        told |= {self.dialect.lasted: str(seconds), **told_too}
        rest = "/over" if self.dialect is TWILIO else ""
        url = f"{PLACE}/channels/voice/{self.dialect.name}{rest}"
        return self._sent(url, told, {})[1]

    def say(self, url: str) -> str:
        """Something is said after the beep, which the aggregator has at an address."""
        self.spoken = url
        return self._post(recorded(self.body), "")

    @property
    def words(self) -> str:
        """The words of the page."""
        urls = [url for url in heard(self.body)[0] if url != self.spoken]
        keys = [url.rpartition("/")[2].removesuffix(".wav") for url in urls]
        return "\n".join("\n".join(sound.opened(key).speech.lines) for key in keys)

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return not heard(self.body)[1] and not recorded(self.body)

    def posted(self, url: str, keys: str, headers: dict[str, str]) -> tuple[str, str]:
        """One request: the status, and what was answered."""
        told = form(self.dialect, self.address, self.session, keys, self.direction)
        if self.body and url == recorded(self.body):
            told["RecordingUrl" if self.dialect is TWILIO else "recordingUrl"] = self.spoken
        return self._sent(url, told, headers)

    def _sent(self, url: str, told: dict[str, str], headers: dict[str, str]) -> tuple[str, str]:
        body = urlencode(told).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": urlsplit(url).path,
            "QUERY_STRING": "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **headers,
        }
        answered: list[Any] = []
        given = b"".join(self.channel(environ, lambda *said: answered.append(said)))
        return answered[0][0], given.decode()

    def _post(self, url: str, keys: str) -> str:
        status, self.body = self.posted(url, keys, {})
        assert status == "200 OK", (status, self.body)
        for each in heard(self.body)[0]:
            if each == self.spoken:
                continue
            sounded = played(each, self.recordings)
            assert sounded.loud, self.words
            self.seconds += sounded.seconds
            self.longest = max(self.longest, sounded.seconds)
            clip = sound.opened(each.rpartition("/")[2].removesuffix(".wav"))
            self.paces.append((clip.speech.seconds, sounded.seconds))
        return self.words


def dialling(dialect: Dialect, clock: Clock, tmp_path: Path, beep: bool = False) -> Phone:
    """Who calls a line of that form."""
    line = CallLine(dialect, PLACE, beep=beep)
    return Phone(VoiceChannel(line, clock=clock), dialect, Recordings(tmp_path))

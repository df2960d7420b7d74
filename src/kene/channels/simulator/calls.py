"""A call control, as an aggregator has one: it asks the node's own line what to do, and does it.

The sounds of a page are played by a browser. Keys are gathered as `<GetDigits>` says: as many as it
waits for, or up to its last key; without a key the call goes where `<Redirect>` says. What
`<Record>` takes is typed, and said by the machine.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Literal
from urllib.parse import urlsplit
from xml.etree import ElementTree

from kene.channels.simulator.prices import price
from kene.channels.voice.calling import Made

RINGS: Final = timedelta(seconds=60)
PHONES_KEPT: Final = 1_000
HOPS: Final = 9
"""Redirections in a row that are followed."""

State = Literal["idle", "talking", "beeped", "ringing", "over", "failed"]
Ask = Callable[[str, Mapping[str, str]], str]
"""Post a form to an address, and read the answer. Raises OSError where nobody answers."""


@dataclass(frozen=True, slots=True)
class Gather:
    """Keys that are waited for: posted to `url` when there are `most` (0: any), at `last`, or when
    none came for `seconds`."""

    url: str
    most: int
    last: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Call:
    """A phone, and the call that it has: the paths of the sounds to play, what is waited for, or
    where what is said goes, where it goes without a key, the keys so far, and between which times
    it costs."""

    number: str
    state: State = "idle"
    session: str = ""
    inbound: bool = True
    sounds: tuple[str, ...] = ()
    gather: Gather | None = None
    record: str = ""
    after: str = ""
    keys: str = ""
    begun: datetime | None = None
    ended: datetime | None = None

    def seconds(self, now: datetime) -> int:
        """How long it has lasted."""
        return int(((self.ended or now) - self.begun).total_seconds()) if self.begun else 0

    def cost(self, now: datetime) -> int | None:
        """FCFA so far, of the citizen who called, or of the State that did: what an aggregator
        takes is not known, so its minute is counted as the citizen's. None where neither is."""
        minute = price("voice")
        return None if minute is None else ceil(self.seconds(now) * minute / 60)


@dataclass(frozen=True, slots=True)
class CallControl:
    """What carries the calls of phones: `number` is the node's; `line` where it is told of calls,
    `beep` where it is told of those that it does not answer but returns."""

    number: str
    line: str
    beep: str
    ask: Ask

    def dial(self, phone: str, now: datetime, *, inbound: bool = True) -> Call:
        """A phone that calls the node, or that takes the call of the node."""
        call = Call(phone, "talking", secrets.token_hex(8), inbound=inbound, begun=now)
        return self._told(call, self.line, now)

    def let_ring(self, phone: str, now: datetime) -> Call:
        """A phone that lets the node's number ring once: nothing is answered, nor paid."""
        call = Call(phone, "talking", secrets.token_hex(8))
        return self._told(call, self.beep, now)

    def press(self, call: Call, key: str, now: datetime) -> Call:
        """A key is pressed: what was being said stops."""
        gather = call.gather
        if call.state != "talking" or gather is None:
            return call
        keys = call.keys if key == gather.last else call.keys + key
        if key == gather.last or len(keys) == gather.most:
            return self._told(replace(call, keys=keys), gather.url, now)
        return replace(call, keys=keys, sounds=())

    def say(self, call: Call, url: str, now: datetime) -> Call:
        """Something is said after the beep, whose sound is at an address."""
        if call.state != "talking" or not call.record:
            return call
        return self._told(call, call.record, now, {"recordingUrl": url})

    def wait(self, call: Call, now: datetime) -> Call:
        """All was said, and no key came, or no other one."""
        if call.state != "talking":
            return call
        if call.keys and call.gather:
            return self._told(call, call.gather.url, now)
        return self._told(call, call.after, now) if call.after else self.hang_up(call, now)

    def hang_up(self, call: Call, now: datetime) -> Call:
        """The call ends, which the node is told."""
        if call.state != "talking":
            return Call(call.number)
        over = Call(call.number, "over", call.session, call.inbound, begun=call.begun, ended=now)
        told = {"isActive": "0", "durationInSeconds": str(over.seconds(now))}
        try:
            self.ask(self.line, self._form(call) | told)
        except OSError:
            return replace(over, state="failed")
        return over

    def _told(
        self, call: Call, url: str, now: datetime, more: Mapping[str, str] | None = None
    ) -> Call:
        """The call as the document at an address says that it goes on."""
        for _ in range(HOPS):
            try:
                answer = self.ask(url, {**self._form(call), **(more or {})})
                document = ElementTree.fromstring(answer)  # noqa: S314 -- the node's own
            except (OSError, ElementTree.ParseError):
                return replace(call, state="failed", sounds=(), gather=None, ended=now)
            if document.find("Reject") is not None:
                return replace(call, state="beeped")
            call = replace(_played(call, document), keys="")
            if call.sounds or call.gather or not call.after:
                return call
            url, more = call.after, None
        return replace(call, state="failed", ended=now)

    def _form(self, call: Call) -> dict[str, str]:
        told = {
            "sessionId": call.session,
            "direction": "Inbound" if call.inbound else "Outbound",
            "callerNumber": call.number,
            "destinationNumber": self.number,
            "isActive": "1",
        }
        return {**told, "dtmfDigits": call.keys} if call.keys else told


def _played(call: Call, document: ElementTree.Element) -> Call:
    """What a document has played and waited for."""
    found = document.find("GetDigits")
    gather = None
    if found is not None:
        gather = Gather(
            url=found.get("callbackUrl", ""),
            most=int(found.get("numDigits", "0")),
            last=found.get("finishOnKey", ""),
            seconds=int(found.get("timeout", "5")),
        )
    # Only paths: the page that plays them may be open at another name of the same node.
    sounds = tuple(urlsplit(each.get("url", "")).path for each in document.iter("Play"))
    after, record = document.findtext("Redirect") or "", document.find("Record")
    said = record.get("callbackUrl", "") if record is not None else ""
    return replace(call, sounds=sounds, gather=gather, record=said, after=after)


class Switchboard:
    """The calls of all the simulated phones of this process, which of them ring, and what was said
    in them: words, and a WAV file."""

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}
        self._said: dict[str, tuple[str, bytes]] = {}
        self._rings: dict[str, datetime] = {}

    def keep(self, call: Call) -> None:
        """Keep how a phone's call stands; the oldest are forgotten."""
        self._calls[call.number] = call
        while len(self._calls) > PHONES_KEPT:
            self._calls.pop(next(iter(self._calls)), None)

    def hear(self, words: str, file: bytes) -> str:
        """Keep what was said; the key of its address. The oldest are forgotten."""
        key = secrets.token_hex(8)
        self._said[key] = (words, file)
        while len(self._said) > PHONES_KEPT:
            self._said.pop(next(iter(self._said)), None)
        return key

    def said(self, key: str) -> tuple[str, bytes] | None:
        """The words and the file of what was said."""
        return self._said.get(key)

    def ring(self, number: str, now: datetime) -> None:
        """Have a phone ring for a while."""
        self._rings[number] = now

    def take(self, number: str) -> bool:
        """Take the call of a phone that rings; False where it does not."""
        return self._rings.pop(number, None) is not None

    def call(self, number: str, now: datetime) -> Call:
        """How the call of a phone stands."""
        call = self._calls.get(number) or Call(number)
        rang = self._rings.get(number)
        if rang is None or call.state == "talking":
            return call
        if now - rang > RINGS:
            self._rings.pop(number, None)
            return Call(number)
        return Call(number, "ringing")


SWITCHBOARD: Final = Switchboard()
"""The calls of this process: its worker has phones ring, its page takes the calls."""


class SimulatedCalls:
    """An account that calls simulated phones, as an aggregator calls real ones."""

    def __init__(self, clock: Callable[[], datetime], board: Switchboard = SWITCHBOARD) -> None:
        self._clock = clock
        self._board = board

    def call(self, to: str) -> Made:
        """Have that phone ring."""
        self._board.ring(to, self._clock())
        return "sent"

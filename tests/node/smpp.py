"""A mobile operator's message centre that speaks SMPP 3.4 over TCP, as much of it as Kannel uses.

PDUs: bind_transceiver, bind_transmitter, bind_receiver, submit_sm, deliver_sm, enquire_link, unbind
and their answers (SMPP 3.4, chapter 4). Texts: GSM 7-bit by default, an octet a septet; UCS-2 by
data_coding 8; parts by the header of user data (3GPP TS 23.040, 9.2.3.24.1 and .8).
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Final

from kene.core.screens.alphabets import STANDARD

BINDS: Final = {1: "receiver", 2: "transmitter", 9: "transceiver"}
SUBMIT, DELIVER, UNBIND, ENQUIRE = 4, 5, 6, 0x15
RESPONSE: Final = 0x80000000
OK, WRONG_WORD, THROTTLED = 0, 0x0E, 0x58
UCS_2: Final = 8
HEADER: Final = 0x40
"""The bit of esm_class that says that the text begins with a header."""
RECEIPT: Final = 0x04
ESCAPE: Final = 0x1B


@dataclass(frozen=True)
class Submitted:
    """A submit_sm as it came: the octets of its text, with the header of its part, if any."""

    to: str
    sender: str
    coding: int
    octets: bytes
    part: tuple[int, int, int] | None
    wants_report: bool

    @property
    def text(self) -> str:
        """The text of this part."""
        return read(self.octets, self.coding)

    @property
    def length(self) -> int:
        """The octets of the message on the air: 140 at most."""
        header = 6 if self.part else 0
        if self.coding == UCS_2:
            return header + len(self.octets)
        fill = (7 - header * 8 % 7) % 7
        return header + (len(self.octets) * 7 + fill + 7) // 8


@dataclass
class Centre:
    """The centre: whom it lets in, what it was given, and how it behaves.

    `throttles` is how many messages in a row it refuses as too fast.
    """

    port: int
    system: str = "kene"
    word: str = "secret"
    throttles: int = 0
    reports: bool = True
    binds: list[str] = field(default_factory=list)
    refused: int = 0
    enquiries: int = 0
    taken: Queue[Submitted] = field(default_factory=Queue)
    delivered: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._link: socket.socket | None = None
        self._sequence = 0
        self._lock = threading.Lock()
        self._here = threading.local()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Nobody listens any more."""
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        """The link falls, without a word."""
        if self._link is not None:
            with suppress(OSError):  # it fell by itself
                self._link.shutdown(socket.SHUT_RDWR)

    def wait_bound(self, times: int = 1, seconds: float = 30) -> None:
        """Return once the link was bound so often. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while len(self.binds) < times:
            if time.monotonic() > until:
                raise TimeoutError(f"bound {len(self.binds)} times of {times}")
            time.sleep(0.05)

    def sends(self, phone: str, to: str, text: str) -> None:
        """A phone sends a message, in as many parts as it needs."""
        octets, coding = write(text)
        room = 134 if coding == UCS_2 else 153
        whole = 140 if coding == UCS_2 else 160
        parts = [octets] if len(octets) <= whole else list(_split(octets, room, coding))
        for number, part in enumerate(parts, 1):
            header = bytes((5, 0, 3, len(text) % 256, len(parts), number)) if parts[1:] else b""
            self._deliver(phone, to, HEADER if header else 0, coding, header + part)

    def message(self, seconds: float = 20) -> list[Submitted]:
        """The parts of the next message that a phone gets, in their order. Raises TimeoutError."""
        try:
            parts = [self.taken.get(timeout=seconds)]
            count = parts[0].part[1] if parts[0].part else 1
            while len(parts) < count:
                parts.append(self.taken.get(timeout=seconds))
        except Empty:
            raise TimeoutError("no message came") from None
        return sorted(parts, key=lambda each: each.part or (0, 0, 0))

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._speaks, args=(link,), daemon=True).start()

    def _speaks(self, link: socket.socket) -> None:
        self._here.link = link
        with suppress(OSError):
            self._speak(link)
        link.close()

    def _speak(self, link: socket.socket) -> None:
        for command, sequence, body in _pdus(link):
            if command in BINDS:
                self._bind(command, sequence, body)
            elif command == SUBMIT:
                self._submit(sequence, body)
            elif command == ENQUIRE:
                self.enquiries += 1
                self._answer(ENQUIRE, sequence)
            elif command == UNBIND:
                self._answer(UNBIND, sequence)
                return
            elif command == RESPONSE | DELIVER:
                self.delivered.append(sequence)

    def _bind(self, command: int, sequence: int, body: bytes) -> None:
        system, word, *_ = body.split(b"\0")
        if (system.decode(), word.decode()) != (self.system, self.word):
            return self._answer(command, sequence, b"centre\0", WRONG_WORD)
        if BINDS[command] != "transmitter":
            self._link = self._here.link
        self._answer(command, sequence, b"centre\0")
        self.binds.append(BINDS[command])
        return None

    def _submit(self, sequence: int, body: bytes) -> None:
        if self.throttles:
            self.throttles -= 1
            self.refused += 1
            return self._answer(SUBMIT, sequence, b"", THROTTLED)
        told = _submitted(body)
        name = f"{sequence:x}{len(self.binds)}"
        self._answer(SUBMIT, sequence, name.encode() + b"\0")
        self.taken.put(told)
        if told.wants_report and self.reports:
            text = (
                f"id:{name} sub:001 dlvrd:001 submit date:2611251200 done date:2611251201 "
                "stat:DELIVRD err:000 text:"
            )
            self._deliver(told.to, told.sender, RECEIPT, 0, text.encode())
        return None

    def _deliver(self, phone: str, to: str, kind: int, coding: int, octets: bytes) -> None:
        source = b"\x01\x01" + phone.removeprefix("+").encode() + b"\0"
        target = b"\x00\x01" + to.removeprefix("+").encode() + b"\0"
        fixed = bytes((kind, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(octets)))
        with self._lock:
            self._sequence += 1
            sequence = self._sequence
        assert self._link is not None, "nobody is bound"
        self._send(self._link, DELIVER, sequence, b"\0" + source + target + fixed + octets)

    def _answer(self, command: int, sequence: int, body: bytes = b"", status: int = OK) -> None:
        self._send(self._here.link, RESPONSE | command, sequence, body, status)

    def _send(
        self, link: socket.socket, command: int, sequence: int, body: bytes, status: int = OK
    ) -> None:
        whole = struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body
        with self._lock:
            link.sendall(whole)


def _pdus(link: socket.socket) -> Iterator[tuple[int, int, bytes]]:
    """What comes: the command, its sequence number, and its body."""
    stream = link.makefile("rb")
    while head := stream.read(16):
        length, command, _, sequence = struct.unpack(">LLLL", head)
        yield command, sequence, stream.read(length - 16)


def _submitted(body: bytes) -> Submitted:
    """The fields of a submit_sm (SMPP 3.4, 4.4.1)."""
    _, rest = body.split(b"\0", 1)
    sender, rest = rest[2:].split(b"\0", 1)
    to, rest = rest[2:].split(b"\0", 1)
    kind = rest[0]
    _, _, rest = rest[3:].split(b"\0", 2)
    report, coding, length = rest[0], rest[2], rest[4]
    octets, part = rest[5 : 5 + length], None
    if kind & HEADER:
        assert octets[:3] == bytes((5, 0, 3)), octets[:6]
        part, octets = (octets[3], octets[4], octets[5]), octets[6:]
    return Submitted(to.decode(), sender.decode(), coding, octets, part, bool(report & 1))


def write(text: str) -> tuple[bytes, int]:
    """The octets of a text, and its coding: GSM 7-bit if it can be, else UCS-2."""
    if STANDARD.septets(text) is None:
        return text.encode("utf-16-be"), UCS_2
    return b"".join(_septets(each) for each in text), 0


def read(octets: bytes, coding: int) -> str:
    """The text of octets."""
    if coding == UCS_2:
        return octets.decode("utf-16-be")
    found, rest = "", iter(octets)
    for each in rest:
        found += EXTENDED[next(rest)] if each == ESCAPE else BASIC[each]
    return found


BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = {10: "\f", 20: "^", 40: "{", 41: "}", 47: "\\", 60: "[", 61: "~", 62: "]",
                   64: "|", 101: "€"}  # fmt: skip


def _septets(letter: str) -> bytes:
    if letter in BASIC:
        return bytes((BASIC.index(letter),))
    return bytes((ESCAPE, next(code for code, each in EXTENDED.items() if each == letter)))


def _split(octets: bytes, room: int, coding: int) -> Iterator[bytes]:
    """The parts of a text; no escape is parted from its letter."""
    start = 0
    while start < len(octets):
        end = min(start + room, len(octets))
        if coding != UCS_2 and end < len(octets) and octets[end - 1] == ESCAPE:
            end -= 1
        yield octets[start:end]
        start = end

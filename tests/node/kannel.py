"""A real Kannel between a node and a simulated operator: what a phone receives, and sends."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

from bench.served import TOKEN, free_port

BEARERBOX: Final = shutil.which("bearerbox", path="/usr/sbin:/usr/bin")
SMSBOX: Final = shutil.which("smsbox", path="/usr/sbin:/usr/bin")
SHORT: Final = "36000"
SENDER: Final = "KENE"
QUIET: Final = 0.5
"""Seconds without an octet after which a message is whole."""
_MESSAGE: Final = re.compile(
    rf"^(?:{SHORT}|{SENDER}) (\+\d+) (text|ucs-2) (.*?)\n(?=(?:{SHORT}|{SENDER}) |\Z)",
    re.MULTILINE | re.DOTALL,
)

_CONFIGURATION: Final = """
group = core
admin-port = {admin}
admin-password = admin
smsbox-port = {inner}
box-allow-ip = "127.0.0.1"
dlr-storage = internal
sms-resend-freq = 1

{smsc}

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
global-sender = {short}

group = sendsms-user
username = kene
password = secret
concatenation = true
max-messages = 5

group = sms-service
keyword = default
catch-all = true
get-url = "http://127.0.0.1:{node}/channels/sms/kannel/{token}?from=%p&id=%I&coding=%c&text=%b"
accept-x-kannel-headers = true
max-messages = 5
concatenation = true
omit-empty = true
"""

FAKE: Final = """group = smsc
smsc = fake
smsc-id = operator
port = {operator}
connect-allow-ip = 127.0.0.1"""

SMPP: Final = """group = smsc
smsc = smpp
smsc-id = operator
host = 127.0.0.1
port = {operator}
transceiver-mode = true
smsc-username = kene
smsc-password = secret
system-type = ""
interface-version = 34
enquire-link-interval = 2
reconnect-delay = 2"""


@dataclass
class Operator:
    """A mobile operator's message centre, in the protocol of Kannel's `fake` one.

    `received` are the messages that phones got: the number and the text.
    """

    port: int
    received: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._link = _connected(self.port)
        self._waiting: deque[tuple[str, str]] = deque()

    def sends(self, phone: str, text: str) -> None:
        """A phone sends a message to the short number."""
        self._link.sendall(f"{phone} {SHORT} text {text}\n".encode())

    def message(self, seconds: float = 15) -> str:
        """The text of the next message that a phone receives. Raises TimeoutError."""
        if not self._waiting:
            self._waiting.extend(_messages(self._octets(seconds)))
        phone, text = self._waiting.popleft()
        self.received.append((phone, text))
        return text

    def _octets(self, seconds: float) -> str:
        """What comes until nothing does for a moment: a text may hold line ends of its own."""
        self._link.settimeout(seconds)
        octets = self._link.recv(65536)
        self._link.settimeout(QUIET)
        while True:
            try:
                octets += self._link.recv(65536)
            except TimeoutError:
                return octets.decode()


def _messages(text: str) -> Iterator[tuple[str, str]]:
    """The number and the text of each message: `short number, phone, kind, text`."""
    for phone, kind, data in _MESSAGE.findall(text):
        octets = unquote_to_bytes(data.replace("+", " "))
        yield phone, octets.decode("utf-16-be") if kind == "ucs-2" else data


@contextmanager
def kannel(
    folder: Path, node: int, sendsms: int, smsc: str = FAKE, operator: int = 0
) -> Iterator[int]:
    """Kannel's two processes, sending what comes in to the node: the operator's port.

    `smsc` is the group of the operator; it listens at `operator` where Kannel does not.
    """
    operator = operator or free_port()
    configuration = folder / "kannel.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            admin=free_port(),
            inner=free_port(),
            smsc=smsc.format(operator=operator),
            sendsms=sendsms,
            node=node,
            short=SHORT,
            token=TOKEN,
        )
    )
    with (folder / "kannel.log").open("wb") as log:
        boxes = []
        try:
            for box in (BEARERBOX, SMSBOX):
                words = [str(box), str(configuration)]
                boxes.append(subprocess.Popen(words, cwd=folder, stdout=log, stderr=log))
                time.sleep(1)
            yield operator
        finally:
            for each in reversed(boxes):
                each.kill()
                each.wait()


def _connected(port: int) -> socket.socket:
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.1)
    raise ConnectionError("Kannel does not listen")

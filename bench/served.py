"""A real node, served by `kene serve` in processes of its own: what tests and benches talk to."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

ROOT: Final = Path(__file__).resolve().parents[1]
PACKS: Final = ("packs/naissance", "packs/reclamation")
TOKEN: Final = "word-of-the-gateway"
USSD: Final = f"/channels/ussd/africastalking/{TOKEN}"
SETTINGS: Final = {
    "KENE_SECRET": "only-for-a-moment-only-for-a-moment-1234567890",
    "KENE_USSD_TOKEN": TOKEN,
    "KENE_SMS_TOKEN": TOKEN,
}
PATIENCE: Final = 90.0
"""Seconds that a node may take to be ready on a machine that does other things."""


def birth() -> tuple[str, ...]:
    """What a phone types for a whole declaration of a birth, from the first dial to the number."""
    born = datetime.now(UTC) - timedelta(days=5)
    date = f"{born.day}/{born.month}/{born.year}"
    return ("1", "1", "Awa", "Traoré", "1", date, "Kati", "1", "Fanta Diarra", "000", "1", "1")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Served:
    """A node's data folder, its settings, and the processes that serve it now, if any.

    `log` holds all that the processes wrote, beside the data and never in them.
    """

    def __init__(self, data: Path, port: int = 0, **settings: str) -> None:
        self.data = data
        self.log = data.with_name(f"{data.name}.log")
        self.port = port or free_port()
        self.settings = {**SETTINGS, "KENE_DATA": str(data), **settings}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """This process's environment, with the node's settings alone."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("KENE_", "DJANGO_", "DATABASE_"))
        }
        return {**kept, "PYTHONPATH": str(ROOT / "src"), **self.settings}

    def run(
        self, *words: str, module: str = "kene.cli", typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """A word of the command line on this node; `typed` is its standard input."""
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=self.environment(),
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def found(self, *packs: str) -> None:
        """Make its folder and its keys, and publish these packs, or the first two."""
        done = self.run("publish", *(packs or PACKS))
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def start(self, *words: str) -> None:
        """Begin to serve, in a group of processes of its own; returns at once."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "kene.cli",
                    *(words or ("serve",)),
                    "--port",
                    str(self.port),
                ],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Return once the node keeps hops. Raises RuntimeError when it ended, or takes too long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(self.log.read_text()[-2000:])
            try:
                with urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                    return
            except (OSError, HTTPException):
                time.sleep(0.02)
        raise RuntimeError(f"not ready after {PATIENCE} s: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """`kill -9` of every process of the node at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 60) -> int:
        """Ask it to stop, as systemd does; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def pids(self) -> list[int]:
        """Its processes: the one that watches, and those that it started."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def end(self) -> None:
        """Leave no process behind, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.kill()


@contextmanager
def served(
    folder: Path,
    like: Path | None = None,
    port: int = 0,
    packs: tuple[str, ...] = PACKS,
    **settings: str,
) -> Iterator[Served]:
    """A node that is ready, with these packs, in `folder/data`; a copy of `like` if given."""
    node = Served(folder / "data", port, **settings)
    if like is None:
        node.found(*packs)
    else:
        shutil.copytree(like, node.data)
    node.start()
    try:
        node.wait_ready()
        yield node
    finally:
        node.end()


@contextmanager
def node(*, packs: tuple[str, ...] = PACKS, **settings: str) -> Iterator[Served]:
    """A node that is ready, in a folder that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(
            prefix="kene-bench-", dir=os.environ.get("KENE_BENCH_DIR")
        ) as f,
        served(Path(f), packs=packs, **settings) as node,
    ):
        yield node


class Gateway:
    """A USSD gateway's connection to a node: one hop at a time, sent again until it is answered."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self._port = port
        self._timeout = timeout
        self._link: HTTPConnection | None = None
        self.retries = 0

    def hop(self, session: str, phone: str, text: str) -> tuple[int, str]:
        """One try: the status and the answer. Raises OSError or HTTPException."""
        fields = {"sessionId": session, "serviceCode": "*123#", "phoneNumber": phone, "text": text}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self._link is None:
            self._link = HTTPConnection("127.0.0.1", self._port, timeout=self._timeout)
        try:
            self._link.request("POST", USSD, urlencode(fields), headers)
            answer = self._link.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            self._link.close()
            self._link = None
            raise

    def until_answered(self, session: str, phone: str, text: str, seconds: float = 300) -> str:
        """The answer to a hop, which is sent again with the same text until there is one."""
        until = time.monotonic() + seconds
        while True:
            try:
                status, answer = self.hop(session, phone, text)
            except (OSError, HTTPException):
                if time.monotonic() > until:
                    raise
                self.retries += 1
                time.sleep(0.05)
                continue
            if status != 200:
                raise RuntimeError(f"{status} {answer}")
            return answer

    def converse(self, session: str, phone: str, inputs: tuple[str, ...]) -> str:
        """A whole conversation, hop after hop; the last answer."""
        answer = self.until_answered(session, phone, "")
        for count in range(1, len(inputs) + 1):
            answer = self.until_answered(session, phone, "*".join(inputs[:count]))
        return answer

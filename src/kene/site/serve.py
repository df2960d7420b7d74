"""`kene serve`: processes that answer and write, of which one works in the background.

The process that this runs in only watches over it: what it needs Django for is done by others.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Final

from kene.site.environment import read
from kene.site.spoken import said

STOP_SECONDS: Final = 15
_PATIENCE: Final = 60.0
_LEAVING: Final = 2.0
"""Seconds that a node which is ending may still hold its port."""


class Taken(RuntimeError):
    """The node can't listen where it was told; the sentence says why."""


def serve(host: str, port: int) -> None:
    """Serve a node in service until a signal says to stop.

    Raises Unsafe, with what to set, and Taken.
    """
    from kene.site.safety import check_safe

    told = read(os.environ)
    check_safe(told)
    check_free(host, port)
    prepared()
    answers = said("answers", address=f"http://{host}:{port}/")
    run(host, port, lambda: print(answers, flush=True), told.processes)


def check_free(host: str, port: int) -> None:
    """Refuse a place where another listens: the server would share it. Raises Taken."""
    until = time.monotonic() + _LEAVING
    while True:
        try:
            family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            socket.create_server(place[:2], family=family).close()
            return
        except OSError as error:
            if time.monotonic() > until:
                reason = str(error.strerror).partition(" (")[0]
                raise Taken(said("taken", host=host, port=port, reason=reason)) from error
            time.sleep(0.05)


def prepared(*words: str) -> None:
    """Run a step of the preparation in a process of its own. Raises SystemExit when it fails."""
    done = subprocess.run([sys.executable, "-m", "kene.site", *words], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def run(host: str, port: int, ready: Callable[[], None], processes: int = 1) -> None:
    """Serve until a signal says to stop, then finish what was accepted.

    `ready` is called once the node answers.
    """
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    # Each thread would keep a heap of its own: tens of megabytes of nothing.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    server = Server(
        "kene.site.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=processes,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=STOP_SECONDS,
    )
    # The worker is a fork: what a thread was importing at that instant would stay half imported in
    # it, for ever. So the one that waits begins after it.
    told = (host, port, ready, lambda: bool(server.wrks))
    threading.Thread(target=_when_it_answers, args=told, daemon=True).start()
    server.serve()


def _when_it_answers(
    host: str, port: int, ready: Callable[[], None], begun: Callable[[], bool]
) -> None:
    while not begun():
        time.sleep(0.02)
    place = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{place}:{port}/healthz", timeout=1).close()
        except urllib.error.HTTPError:
            pass  # an answer, to a name that KENE_HOSTS does not have
        except OSError:
            time.sleep(0.05)
            continue
        ready()
        return

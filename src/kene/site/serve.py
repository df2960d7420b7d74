"""`kene serve`: one process that answers, writes and works in the background."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

THREADS: Final = 64
"""Requests under way at once: hops wait for the disk together, and share its commits."""
STOP_SECONDS: Final = 15


def run(host: str, port: int, ready: Callable[[], None] | None = None) -> None:
    """Serve until a signal says to stop; then finish what was accepted.

    `ready` is called once the address answers.
    """
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    server = Server(
        "kene.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers=1,
        websockets=False,
        log_access=False,
        log_enabled=False,
        workers_kill_timeout=STOP_SECONDS,
    )
    if ready is not None:
        server.on_startup(ready)
    server.serve()

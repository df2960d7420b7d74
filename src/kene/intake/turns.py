"""Whose turn it is to write: on SQLite, processes that write hops wait in a line for a database.

SQLite's own way of waiting is to sleep and try again, ever longer, while the disk stands idle. A
lock of the operating system wakes who is next at once, and falls with the process that holds it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

from django.db import connections


@contextmanager
def turn(using: str) -> Iterator[None]:
    """Hold this process's turn; on PostgreSQL, which orders writers itself, nothing."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        yield
        return
    file = _file(f"{connection.settings_dict['NAME']}.turn", os.getpid())
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


@lru_cache(maxsize=4)
def _file(name: str, _: int) -> IO[bytes]:
    """The file that stands for the line; each process opens its own, or they would share a turn."""
    return Path(name).open("wb")

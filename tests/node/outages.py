"""What a node leans on, taken away for a while."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bench.served import Served


@contextmanager
def locked(node: Served) -> Iterator[None]:
    """Another process's writer holds the database."""
    with closing(sqlite3.connect(node.data / "kene.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(node: Served) -> Iterator[None]:
    """No file of the node can grow: what a full disk does, for its processes alone."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    for pid in node.pids():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    for pid in node.pids():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)

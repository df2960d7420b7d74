"""One writer, many hops a commit: on SQLite writers only wait for each other.

A hop is answered after the commit that holds it. Where a hop of a batch fails, the batch is rolled
back and each hop is done again alone, so that none pays for another.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar, cast

from django.db import connections, transaction

T = TypeVar("T")

BATCH: Final = 64
"""Hops a commit at most: more would delay the first without making the disk faster."""


class Stopped(RuntimeError):
    """The writer takes no more work: the node is stopping."""


class _Work:
    """Something to do, and a lock that is held until it is done: the cheapest way to wait."""

    __slots__ = ("do", "done", "error", "result")

    def __init__(self, do: Callable[[], Any]) -> None:
        self.do = do
        self.done = threading.Lock()
        self.done.acquire()
        self.result: Any = None
        self.error: Exception | None = None


class Writer:
    """A thread that owns the writes of hops. `do` waits until its work is on the disk."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopping = False

    def do(self, work: Callable[[], T], timeout: float) -> T:
        """What `work` returned, once committed; `work` may run more than once.

        Raises what it raised, TimeoutError, or Stopped.
        """
        if self._stopping:
            raise Stopped
        self._start()
        asked = _Work(work)
        self._queue.put(asked)
        if not asked.done.acquire(timeout=timeout):
            raise TimeoutError
        if asked.error is not None:
            raise asked.error
        return cast(T, asked.result)

    def stop(self) -> None:
        """Finish what was accepted, then end the thread."""
        with self._lock:
            self._stopping = True
            thread = self._thread
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _start(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    thread = threading.Thread(target=self._run, name="kene-writer", daemon=True)
                    thread.start()
                    self._thread = thread

    def _run(self) -> None:
        while (batch := self._batch()) is not None:
            if len(batch) == 1 or not _together(batch):
                for work in batch:
                    _alone(work)
            for work in batch:
                work.done.release()
        connections.close_all()

    def _batch(self) -> list[_Work] | None:
        first = self._queue.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < BATCH:
            try:
                more = self._queue.get_nowait()
            except Empty:
                break
            if more is None:
                self._queue.put(None)
                break
            batch.append(more)
        return batch


@contextmanager
def _transactions() -> Iterator[None]:
    """One commit for the keys, then one for what they seal: keys are never the later of the two."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        yield


def _together(batch: list[_Work]) -> bool:
    """Do the whole batch in one commit; False when any of it failed, and nothing was done."""
    try:
        with _transactions():
            for work in batch:
                work.result = work.do()
    except Exception:  # each is done again alone, where its own failure is told
        _open_anew()
        return False
    return True


def _alone(work: _Work) -> None:
    try:
        with _transactions():
            work.result = work.do()
    except Exception as error:
        _open_anew()
        work.error = error


def _open_anew() -> None:
    """Leave connections that may be broken; sound ones stay, for opening costs as much as hops."""
    connections.close_all()

"""One writer, many hops a commit: on SQLite writers only wait for each other.

A hop is answered after the commit that holds it. Where a hop of a batch fails, the batch is rolled
back and each hop is done again alone, so that none pays for another.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar, cast

from django.db import close_old_connections, connections, transaction

T = TypeVar("T")

BATCH: Final = 64
"""Hops a commit at most: more would delay the first without making the disk faster."""


class Stopped(RuntimeError):
    """The writer takes no more work: the node is stopping."""


class _Work:
    __slots__ = ("do", "future")

    def __init__(self, do: Callable[[], Any]) -> None:
        self.do = do
        self.future: Future[Any] = Future()


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
        return cast(T, asked.future.result(timeout))

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
            close_old_connections()
            results = _together(batch) if len(batch) > 1 else None
            for work, result in zip(batch, results or map(_alone, batch), strict=True):
                _settle(work, result)
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


def _together(batch: list[_Work]) -> list[Any] | None:
    """The results of the whole batch in one commit; None when any of it failed."""
    try:
        with _transactions():
            return [work.do() for work in batch]
    except Exception:  # each is done again alone, where its own failure is told
        return None


def _alone(work: _Work) -> Any:  # noqa: ANN401 -- whatever the work returns
    try:
        with _transactions():
            return work.do()
    except Exception as error:
        return _Failure(error)


class _Failure:
    __slots__ = ("error",)

    def __init__(self, error: Exception) -> None:
        self.error = error


def _settle(work: _Work, result: Any) -> None:  # noqa: ANN401
    if isinstance(result, _Failure):
        work.future.set_exception(result.error)
    else:
        work.future.set_result(result)

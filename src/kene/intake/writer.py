"""One writer in a process, many hops a commit: each is answered after the commit that holds it.

What was worked out of a batch is one commit. Where it fails, it is rolled back, and its hops are
done again alone, as are those that could not be worked out: none pays for another.
"""

from __future__ import annotations

import asyncio
import threading
from queue import Empty, SimpleQueue
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from kene.intake.hopping import Hop, Recalled, foresee, settle, whole
from kene.intake.line import Reply
from kene.intake.turns import turn

BATCH: Final = 64
"""Hops a commit at most: more would delay the first without making the disk faster."""


class Stopped(RuntimeError):
    """The writer takes no more work: the node is stopping."""


class Writer:
    """A thread that owns the writes of hops. `do` and `done` wait until a hop is on the disk."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Hop | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopping = False
        self._recalled = Recalled()

    def do(self, hop: Hop, timeout: float) -> Reply:
        """The reply to a hop, once committed; this thread waits.

        Raises what the hop raised, TimeoutError, or Stopped.
        """
        hop.done.acquire()
        self._take(hop)
        if not hop.done.acquire(timeout=timeout):
            raise TimeoutError
        if hop.error is not None:
            raise hop.error
        assert hop.reply is not None
        return hop.reply

    async def done(self, hop: Hop, timeout: float) -> Reply:
        """The same, where an event loop waits."""
        loop = asyncio.get_running_loop()
        hop.future = loop.create_future()
        late = loop.call_later(timeout, _wake, [hop], TimeoutError())
        self._take(hop)
        try:
            return await hop.future
        finally:
            late.cancel()

    def stop(self) -> None:
        """Finish what was accepted, then end the thread."""
        with self._lock:
            self._stopping = True
            thread = self._thread
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _take(self, hop: Hop) -> None:
        if self._stopping:
            raise Stopped
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    thread = threading.Thread(target=self._run, name="kene-writer", daemon=True)
                    thread.start()
                    self._thread = thread
        self._queue.put(hop)

    def _run(self) -> None:
        while (batch := self._batch()) is not None:
            self._work(batch)
            _tell(batch)
        connections.close_all()

    def _batch(self) -> list[Hop] | None:
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

    def _work(self, batch: list[Hop]) -> None:
        try:
            foresee(batch, self._recalled)
        except Exception:  # such as a database that is away: each hop tells of its own failure
            _open_anew()
        foreseen = [hop for hop in batch if hop.ahead is not None]
        if foreseen and not self._together(foreseen):
            for hop in foreseen:
                hop.reply = None
        for hop in batch:
            if hop.reply is None:
                self._alone(hop)

    def _together(self, hops: list[Hop]) -> bool:
        """Settle hops in one commit; False when any of them failed, and nothing was done."""
        try:
            with turn(DEFAULT_DB_ALIAS), transaction.atomic():
                settle(hops, self._recalled)
        except Exception:  # each is done again alone, where its own failure is told
            _open_anew()
            return False
        return True

    def _alone(self, hop: Hop) -> None:
        # A commit of its own, so that it waits for no row while it holds another's.
        try:
            with turn(DEFAULT_DB_ALIAS), transaction.atomic():
                hop.reply = whole(hop, self._recalled)
        except Exception as error:
            _open_anew()
            hop.error = error


def _open_anew() -> None:
    """Leave connections, which a failure may have broken: opening others costs as much as hops."""
    connections.close_all()


def _tell(batch: list[Hop]) -> None:
    """Wake whoever waits: a thread by its lock, an event loop once for all its hops."""
    awaited: dict[asyncio.AbstractEventLoop, list[Hop]] = {}
    for hop in batch:
        if hop.future is None:
            hop.done.release()
        else:
            awaited.setdefault(hop.future.get_loop(), []).append(hop)
    for loop, hops in awaited.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_wake, hops)


def _wake(hops: list[Hop], late: Exception | None = None) -> None:
    for hop in hops:
        future, error = hop.future, late or hop.error
        if future is None or future.done():
            continue
        if error is not None:
            future.set_exception(error)
        else:
            assert hop.reply is not None
            future.set_result(hop.reply)

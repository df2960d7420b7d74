"""The thread that runs what is due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from typing import Final

from django.db import Error, connections

from kene.tasks import enqueuing
from kene.tasks.declared import due_periods
from kene.tasks.running import run_some

_POLL: Final = 1.0
_log = logging.getLogger("kene.tasks")


class Worker:
    """Runs due tasks in a thread of its own, one after the other, until stopped.

    It looks when a task is committed in this process, and each second for those of others.
    `clock` gives the current time, aware; `name` stands in the task's row.
    """

    def __init__(self, clock: Callable[[], datetime], name: str = "worker") -> None:
        self._clock = clock
        self._name = name
        self._woken = Event()
        self._stopping = Event()
        self._periods: tuple[tuple[str, str], ...] = ()
        self._thread = Thread(target=self._run, name=f"kene-tasks-{name}", daemon=True)

    def start(self) -> None:
        """Begin, unless told to stop already; once only."""
        if self._stopping.is_set():
            return
        enqueuing.listen(self._woken)
        self._thread.start()

    def stop(self, seconds: float | None = None) -> bool:
        """Finish the running task and end; False when it still runs after `seconds`."""
        if self._thread.ident is None:
            self._stopping.set()
            return True
        enqueuing.ignore(self._woken)
        self._stopping.set()
        self._woken.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            # Cleared before the look, so that what is committed meanwhile is looked for again.
            self._woken.clear()
            try:
                self._work()
            except Error as error:
                # The database is away: tasks wait, and the connection is made anew.
                _log.warning("tasks wait, no database: %s", type(error).__name__)
                connections.close_all()
            if not self._stopping.is_set():
                self._woken.wait(_POLL)
        connections.close_all()

    def _work(self) -> None:
        periods = due_periods(self._clock())
        if periods != self._periods:
            enqueuing.enqueue_periods(self._clock())
            self._periods = periods
        stopping = self._stopping.is_set
        while not stopping() and run_some(self._clock, self._name, stopping):
            pass

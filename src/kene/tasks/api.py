"""The tasks' door: declare work, post it with the fact that calls for it, run it, look at it."""

from datetime import timedelta
from typing import Final

from kene.tasks.declared import Later, declare, periodic
from kene.tasks.enqueuing import enqueue, wake
from kene.tasks.queries import FailedTask, Overview, failed_tasks, overview, retry
from kene.tasks.running import prune, run_due
from kene.tasks.watching import Figure, watch, watched
from kene.tasks.worker import Worker

__all__ = [
    "PRUNE",
    "FailedTask",
    "Figure",
    "Later",
    "Overview",
    "Worker",
    "declare",
    "enqueue",
    "failed_tasks",
    "overview",
    "periodic",
    "retry",
    "run_due",
    "wake",
    "watch",
    "watched",
]

PRUNE: Final = "tasks:prune"
"""The housekeeping of this room itself."""

declare(PRUNE, prune)
periodic(PRUNE, timedelta(days=1))

"""What the operator sees of tasks, and how a failed one is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Min
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from kene.tasks.backend import identity
from kene.tasks.enqueuing import wake

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many tasks are in each state; for how many seconds the oldest due one has waited."""

    waiting: int
    running: int
    failed: int
    done_last_hour: int
    oldest_waiting_seconds: int


@dataclass(frozen=True, slots=True)
class FailedTask:
    """A task that was given up: its key, its name, its attempts, its last error's class."""

    key: str
    name: str
    attempts: int
    error: str
    at: datetime


def overview(now: datetime) -> Overview:
    """The state of all tasks."""
    tasks = DBTaskResult.objects.order_by()
    waiting = tasks.filter(status=Status.READY)
    oldest: datetime = waiting.aggregate(oldest=Min("run_after"))["oldest"] or now
    return Overview(
        waiting=waiting.count(),
        running=tasks.filter(status=Status.RUNNING).count(),
        failed=tasks.filter(status=Status.FAILED).count(),
        done_last_hour=tasks.filter(status=Status.SUCCESSFUL, finished_at__gt=now - _HOUR).count(),
        oldest_waiting_seconds=max(0, int((now - oldest).total_seconds())),
    )


def failed_tasks(most: int = 50) -> tuple[FailedTask, ...]:
    """The tasks that were given up, the latest first."""
    rows = DBTaskResult.objects.filter(status=Status.FAILED).order_by("-finished_at")
    return tuple(_failed(row) for row in rows[:most])


def retry(key: str) -> bool:
    """Have a failed task tried again at once, with all its attempts; False when none failed."""
    changed = DBTaskResult.objects.filter(id=identity(key), status=Status.FAILED).update(
        status=Status.READY, worker_ids=[], finished_at=None, exception_class_path=""
    )
    transaction.on_commit(wake)
    return bool(changed)


def _failed(row: DBTaskResult[Any, Any]) -> FailedTask:
    name, key, _ = row.args_kwargs["args"]
    return FailedTask(key, name, len(row.worker_ids), row.exception_class_path, row.finished_at)

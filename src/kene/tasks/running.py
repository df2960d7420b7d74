"""Running what is due: one claims a task, runs it outside any transaction, and notes the end."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from kene.tasks.declared import Later, Payload, attempts, work

LEASE: Final = timedelta(minutes=2)
"""A task that runs longer is taken for a killed worker's, and is run again."""

KEPT: Final = timedelta(days=7)
"""How long what is done is kept, and so how long its key changes nothing."""

_FIRST: Final = 5
_LONGEST: Final = 3000
_JITTER: Final = 0.2
_PRUNED_AT_ONCE: Final = 500

_log = logging.getLogger("kene.tasks")


class Lost(RuntimeError):
    """The worker of the last attempt was killed, or took longer than its lease."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A task that is ours until its lease ends; `attempt` counts from 1."""

    id: UUID
    at: datetime
    name: str
    key: str
    payload: Payload
    workers: tuple[str, ...]

    @property
    def attempt(self) -> int:
        return len(self.workers)


@task()
def execute(name: str, key: str, payload: Payload, now: datetime) -> None:
    """The one task that django-tasks knows: the work that was declared under a name."""
    work(name).run(payload, now)


def run_due(now: datetime, worker: str = "") -> int:
    """Run each due task once, and those that they make due; how many were run."""
    count = 0
    while run_one(now, worker):
        count += 1
    return count


def run_one(now: datetime, worker: str = "") -> bool:
    """Run the task that is due for longest; False when none is."""
    claim = _claim(now, worker)
    if claim is None:
        return False
    try:
        if claim.attempt > attempts(claim.name):
            raise Lost
        execute.call(claim.name, claim.key, claim.payload, now)
    except Later as later:
        # The attempt is taken back: nobody failed.
        again = now + timedelta(seconds=max(1, later.seconds))
        _note(claim, status=Status.READY, run_after=again, worker_ids=list(claim.workers[:-1]))
    except Exception as error:  # noqa: BLE001 -- whatever a task raises is its failure, not ours
        _failed(claim, error, now)
    else:
        _note(claim, status=Status.SUCCESSFUL, finished_at=now, exception_class_path="")
    return True


def delay(key: str, attempt: int) -> timedelta:
    """How long to wait after the failed `attempt`, from 1: 5 s, doubled each time, up to an hour.

    A fifth more or less, drawn from the key, so that tasks that failed together come back apart.
    """
    drawn = int.from_bytes(sha256(f"{attempt} {key}".encode()).digest()[:4], "big") / (1 << 32)
    plain = min(_FIRST << (attempt - 1), _LONGEST)
    return timedelta(seconds=plain * (1 + _JITTER * (2 * drawn - 1)))


def prune(payload: Payload, now: datetime) -> None:
    """Forget what was done more than a week ago, a few rows a transaction."""
    old = DBTaskResult.objects.filter(status=Status.SUCCESSFUL, finished_at__lt=now - KEPT)
    while ids := list(old.values_list("id", flat=True)[:_PRUNED_AT_ONCE]):
        DBTaskResult.objects.filter(id__in=ids).delete()


def _claim(now: datetime, worker: str) -> _Claim | None:
    ready = DBTaskResult.objects.filter(status=Status.READY, run_after__lte=now)
    lost = DBTaskResult.objects.filter(status=Status.RUNNING, started_at__lt=now - LEASE)
    for due in (ready, lost.order_by("started_at")):
        # A look without the writer's lock first: most of the time nothing is due.
        if due.exists():
            with transaction.atomic():
                row = due.select_for_update(skip_locked=True).first()
                if row is not None:
                    return _claimed(row, now, worker)
    return None


def _claimed(row: DBTaskResult[Any, Any], now: datetime, worker: str) -> _Claim:
    workers = [*row.worker_ids, worker]
    DBTaskResult.objects.filter(id=row.id).update(
        status=Status.RUNNING, started_at=now, worker_ids=workers
    )
    name, key, payload = row.args_kwargs["args"]
    return _Claim(row.id, now, name, key, payload, tuple(workers))


def _failed(claim: _Claim, error: Exception, now: datetime) -> None:
    """Note the error's class alone: its message may quote personal data."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    _log.warning("task failed: %s %s attempt %d: %s", claim.name, claim.key, claim.attempt, kind)
    if claim.attempt >= attempts(claim.name):
        _note(claim, status=Status.FAILED, finished_at=now, exception_class_path=kind)
    else:
        again = now + delay(claim.key, claim.attempt)
        _note(claim, status=Status.READY, run_after=again, exception_class_path=kind)


def _note(claim: _Claim, **changes: Any) -> None:  # noqa: ANN401 -- the columns' own types
    """Write how the attempt ended, unless the lease ended first and another worker has it."""
    DBTaskResult.objects.filter(id=claim.id, status=Status.RUNNING, started_at=claim.at).update(
        **changes
    )

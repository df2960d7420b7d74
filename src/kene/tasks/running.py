"""Running what is due: one claims a task, runs it outside any transaction, and notes the end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from kene.tasks.declared import Later, Payload, attempts, names, work

Clock = Callable[[], datetime]
Changes = dict[str, Any]
"""Columns of a task, and what to write in them."""

LEASE: Final = timedelta(minutes=2)
"""A task that runs longer is taken for a killed worker's, and is run again."""

SHARE: Final = timedelta(seconds=30)
"""A worker begins no more of what it claimed after this: its lease must not end meanwhile."""

AT_ONCE: Final = 16
"""How many tasks are claimed in one transaction."""

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
    while ran := run_some(lambda: now, worker):
        count += ran
    return count


def run_some(clock: Clock, worker: str = "", stopping: Callable[[], bool] = bool) -> int:
    """Run the few tasks that are due for longest, of names that are declared here; how many.

    They are claimed in one transaction and noted in another: on a small machine the disk is what
    tasks and citizens wait for. Those that would run too late, or while `stopping`, are given back.
    """
    now = clock()
    claims = _claimed(now, worker)
    endings = []
    for claim in claims:
        if stopping() or clock() - now > SHARE:
            endings.append(_given_back(claim, now))
        else:
            endings.append(_ending(claim, clock()))
    with transaction.atomic():
        for claim, ending in zip(claims, endings, strict=True):
            _note(claim, ending)
    return len(claims)


def _ending(claim: _Claim, now: datetime) -> Changes:
    """Run one task: what to note of it."""
    try:
        if claim.attempt > attempts(claim.name):
            raise Lost
        execute.call(claim.name, claim.key, claim.payload, now)
    except Later as later:
        return _given_back(claim, now + timedelta(seconds=max(1, later.seconds)))
    except Exception as error:  # noqa: BLE001 -- whatever a task raises is its failure, not ours
        return _failed(claim, error, now)
    return {"status": Status.SUCCESSFUL, "finished_at": now, "exception_class_path": ""}


def _given_back(claim: _Claim, again: datetime) -> Changes:
    """The attempt is taken back: nobody failed."""
    return {"status": Status.READY, "run_after": again, "worker_ids": list(claim.workers[:-1])}


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


def _claimed(now: datetime, worker: str) -> list[_Claim]:
    known = DBTaskResult.objects.filter(queue_name__in=names())
    ready = known.filter(status=Status.READY, run_after__lte=now)
    lost = known.filter(status=Status.RUNNING, started_at__lt=now - LEASE)
    for due in (ready, lost.order_by("started_at")):
        # A look without the writer's lock first: most of the time nothing is due.
        if due.exists():
            with transaction.atomic():
                rows = due.select_for_update(skip_locked=True)[:AT_ONCE]
                return [_claim(row, now, worker) for row in rows]
    return []


def _claim(row: DBTaskResult[Any, Any], now: datetime, worker: str) -> _Claim:
    workers = [*row.worker_ids, worker]
    DBTaskResult.objects.filter(id=row.id).update(
        status=Status.RUNNING, started_at=now, worker_ids=workers
    )
    name, key, payload = row.args_kwargs["args"]
    return _Claim(row.id, now, name, key, payload, tuple(workers))


def _failed(claim: _Claim, error: Exception, now: datetime) -> Changes:
    """Note the error's class alone: its message may quote personal data."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    _log.warning("task failed: %s %s attempt %d: %s", claim.name, claim.key, claim.attempt, kind)
    if claim.attempt >= attempts(claim.name):
        return {"status": Status.FAILED, "finished_at": now, "exception_class_path": kind}
    again = now + delay(claim.key, claim.attempt)
    return {"status": Status.READY, "run_after": again, "exception_class_path": kind}


def _note(claim: _Claim, changes: Changes) -> None:
    """Write how the attempt ended, unless the lease ended first and another worker has it."""
    DBTaskResult.objects.filter(id=claim.id, status=Status.RUNNING, started_at=claim.at).update(
        **changes
    )

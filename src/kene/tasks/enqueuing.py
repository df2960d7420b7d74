"""Posting a task in the caller's transaction, and waking the workers once it is committed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from kene.tasks.backend import KeyedBackend, identity
from kene.tasks.declared import due_periods
from kene.tasks.running import execute

_NOW: Final = timedelta(0)

_waiting: set[Event] = set()


def enqueue(
    name: str,
    payload: Mapping[str, str | int],
    *,
    key: str,
    now: datetime,
    after: timedelta = _NOW,
) -> None:
    """Post a task in the caller's transaction on `default`, to be run once `after` has passed.

    The payload holds identifiers only, never personal data. A key that was enqueued before, done or
    not, changes nothing for a week after it is done. Raises TypeError for a payload of other values
    than texts and whole numbers.
    """
    for value in payload.values():
        if not isinstance(value, str | int):
            raise TypeError(f"a task's payload holds texts and whole numbers, not {value!r}")
    backend = execute.get_backend()
    if not isinstance(backend, KeyedBackend):
        raise ImproperlyConfigured("TASKS names another backend than KeyedBackend")
    backend.post(execute, key, (name, key, dict(payload)), now, now + after)
    transaction.on_commit(wake)


def enqueue_periods(now: datetime) -> None:
    """Post the periodic tasks of the period that `now` is in, unless they were."""
    for name, key in due_periods(now):
        if not DBTaskResult.objects.filter(id=identity(key)).exists():
            enqueue(name, {}, key=key, now=now)


def wake() -> None:
    """Tell the workers of this process that something may be due: they look at once."""
    for event in tuple(_waiting):
        event.set()


def listen(event: Event) -> None:
    """Have `event` set at each waking."""
    _waiting.add(event)


def ignore(event: Event) -> None:
    """Set `event` no longer."""
    _waiting.discard(event)

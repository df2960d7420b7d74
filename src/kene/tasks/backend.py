"""django-tasks's database backend, with one task a key: enqueuing it again changes nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult
from django_tasks_db.models import get_date_max as never

_KEYS = UUID("0f6a5f0e-52a6-5a0b-9d5d-3d6b7a1c9e21")


def identity(key: str) -> UUID:
    """The task's primary key, from its key: the database itself refuses a second one."""
    return uuid5(_KEYS, key)


class KeyedBackend(DatabaseBackend):
    """Stores a task whose second argument is its key, unless there is one of that key."""

    def _task_to_db_task(
        self, task: Task[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> DBTaskResult[Any, Any]:
        row: DBTaskResult[Any, Any] = DBTaskResult(
            id=identity(args[1]),
            args_kwargs={"args": list(args), "kwargs": kwargs},
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or never(),
            backend_name=self.alias,
        )
        DBTaskResult.objects.bulk_create([row], ignore_conflicts=True)
        return row

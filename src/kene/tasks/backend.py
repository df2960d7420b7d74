"""django-tasks's database backend, with one task a key: enqueuing it again changes nothing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from kene import sql

_KEYS: Final = UUID("0f6a5f0e-52a6-5a0b-9d5d-3d6b7a1c9e21")

# Plain, because it is on the path of every confirmed conversation: five times as fast as the ORM.
_INSERT: Final = (
    "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs,"
    " priority, task_path, worker_ids, queue_name, backend_name, run_after, return_value,"
    " exception_class_path, traceback)"
    " VALUES (%s, %s, %s, %s, %s, %s, '[]', %s, %s, %s, 'null', '', '')"
    " ON CONFLICT DO NOTHING"
)


def identity(key: str) -> UUID:
    """The task's primary key, from its key: the database itself refuses a second one."""
    return uuid5(_KEYS, key)


class KeyedBackend(DatabaseBackend):
    """The backend that stores the tasks of this room."""

    def post(
        self,
        task: Task[Any, Any],
        key: str,
        arguments: tuple[Any, ...],
        now: datetime,
        due: datetime,
    ) -> None:
        """Store a task to be run from `due` on, unless its key is known."""
        row = (
            DBTaskResult._meta.pk.get_db_prep_value(identity(key), connection),
            TaskResultStatus.READY.value,
            sql.adapted(now),
            json.dumps({"args": arguments, "kwargs": {}}, ensure_ascii=False),
            task.priority,
            task.module_path,
            arguments[0],  # the name under which the work was declared: workers choose by it
            self.alias,
            sql.adapted(due),
        )
        sql.run(_INSERT, row)

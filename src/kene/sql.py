"""Statements given to the database's own driver, in the transaction under way.

Django's cursor takes five times as long as SQLite does for what opening a case writes. So this
serves what is on the path of every hop, and nothing else: all other queries are the ORM's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def run(statement: str, given: Sequence[object] = (), using: str = DEFAULT_DB_ALIAS) -> Any:  # noqa: ANN401 -- the driver's own cursor
    """Run a statement, whose values stand at its `%s`: the driver's cursor.

    What is given, and what it answers, is as the driver has it. Raises django.db's errors.
    """
    database = _opened(using)
    with database.wrap_database_errors:
        return database.connection.execute(_worded(statement, database.vendor), given)


def run_each(
    statement: str, rows: Sequence[Sequence[object]], using: str = DEFAULT_DB_ALIAS
) -> int:
    """Run a statement once for each row of values: how many rows of the table it changed."""
    if not rows:
        return 0
    database = _opened(using)
    with database.wrap_database_errors:
        if database.vendor == "sqlite":
            # Its own way of running many was measured slower.
            run_one, worded = database.connection.execute, _worded(statement, database.vendor)
            return sum(run_one(worded, row).rowcount for row in rows)
        cursor = database.connection.cursor()
        cursor.executemany(statement, rows)
        return int(cursor.rowcount)


def adapted(value: date | None, using: str = DEFAULT_DB_ALIAS) -> Any:  # noqa: ANN401 -- the driver's own
    """What the driver is given for a day, or for a time, which is aware."""
    return _adapted(value, using, connections[using].vendor)


@lru_cache(maxsize=256)
def _adapted(value: date | None, using: str, _: str) -> Any:  # noqa: ANN401 -- the driver's own
    """Worked out once for each: a case writes the time of its opening six times."""
    adapt = connections[using].ops
    if isinstance(value, datetime):
        return adapt.adapt_datetimefield_value(value)
    return adapt.adapt_datefield_value(value)


def _opened(using: str) -> BaseDatabaseWrapper:
    database = connections[using]
    if database.connection is None:
        database.ensure_connection()
    return database


def _worded(statement: str, vendor: str) -> str:
    return statement.replace("%s", "?") if vendor == "sqlite" else statement

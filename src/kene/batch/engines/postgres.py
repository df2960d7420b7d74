"""A PostgreSQL server that computes where its tables are."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from sqlglot import exp

from kene.batch.engine import Rows, Told
from kene.batch.mistakes import OUT_OF_REACH, UNREADABLE
from kene.batch.places import Place, Table, shown, wrong
from kene.batch.tables import first_line, found, identifier, made


class Postgres:
    """The engine of one database, through an Ibis connection to it."""

    def __init__(self, backend: Any, database: str) -> None:
        self._backend = backend
        self._database = database

    def people(self, place: Place, told: Told) -> Rows:
        """The rows of a table of this database."""
        return found(self._backend, self._own(place))

    def answers(self, query: Rows, told: Told) -> list[dict[str, Any]]:
        """The rows, in Python's own values."""
        told(None)
        try:
            with self._backend.con.transaction(), self._backend.con.cursor() as cursor:
                cursor.execute(self._sql(query))
                names = [column.name for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except psycopg.Error as error:
            wrong(UNREADABLE, shown(self._database), reason=first_line(error))

    def write(self, query: Rows, place: Place, told: Told, *, overwrite: bool) -> None:
        """Make a table of the rows, in one transaction."""
        told(None)
        table = self._own(place)
        selected = sql.SQL(self._sql(query))
        with made(self._backend, table, overwrite=overwrite) as cursor:
            cursor.execute(sql.SQL("CREATE TABLE {} AS {}").format(identifier(table), selected))

    def _sql(self, query: Rows) -> Any:
        """A query whose layers stay apart.

        PostgreSQL would write each column out in those that are computed from it, and then plan for
        hours; a layer that skips no row is one that it must not merge.
        """
        tree = self._backend.compiler.to_sqlglot(query)
        for layer in tree.find_all(exp.Subquery):
            if isinstance(layer.this, exp.Select):
                layer.this.offset(0, copy=False)
        return tree.sql("postgres")

    def _own(self, place: Place) -> Table:
        if isinstance(place, Table) and place.database == self._database:
            return place
        wrong(
            OUT_OF_REACH,
            str(place),
            engine=shown(self._database),
            wanted="une table de cette base",
            wanted_en="a table of this database",
        )

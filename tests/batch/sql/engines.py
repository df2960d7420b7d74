"""Engines that hold people while a test asks about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import ibis
import psycopg
import pyarrow as pa

from batch.sql.people import COLUMNS
from kene.batch.engines import postgres

Rows = Sequence[Mapping[str, object]]


class Engine(Protocol):
    """Something that holds a table."""

    def holding(self, rows: Rows) -> Any:
        """A table of Ibis with these rows, and `k`, their number."""

    def answers(self, query: Any) -> list[dict[str, Any]]:
        """The rows that a query gives."""


def arrow(rows: Rows) -> pa.Table:
    """Rows with their numbers."""
    names = sorted({name for row in rows for name in row})
    schema = pa.schema([("k", pa.int64()), *((name, COLUMNS[name]) for name in names)])
    return pa.Table.from_pylist([{"k": k, **row} for k, row in enumerate(rows)], schema=schema)


class Duck:
    """DuckDB, in this process."""

    def __init__(self) -> None:
        self._backend = ibis.duckdb.connect()

    def holding(self, rows: Rows) -> Any:
        """The rows, which DuckDB reads where they are."""
        self._backend.con.register("people", arrow(rows))
        return self._backend.table("people")

    def answers(self, query: Any) -> list[dict[str, Any]]:
        """The rows, as Arrow gives them."""
        rows: list[dict[str, Any]] = query.to_pyarrow().to_pylist()
        return rows


class Postgres:
    """A database of PostgreSQL, whose texts are in the order of a language. It answers as the
    product's engine does, which keeps the layers of a query apart."""

    _TYPES = {"string": 'text collate "und-x-icu"', "int64": "bigint", "date32[day]": "date"}

    def __init__(self, address: str) -> None:
        self._backend = ibis.connect(address)
        self._connection = psycopg.connect(address, autocommit=True)
        self._engine = postgres.Postgres(self._backend, address)

    def holding(self, rows: Rows) -> Any:
        """The rows, in a new table."""
        held = arrow(rows)
        columns = ", ".join(
            f"{field.name} {self._TYPES.get(str(field.type), str(field.type))}".replace("128", "")
            for field in held.schema
        )
        self._connection.execute(f"drop table if exists people; create table people ({columns})")
        copy = f"copy people ({', '.join(held.column_names)}) from stdin"
        with self._connection.cursor() as cursor, cursor.copy(copy) as sent:
            for row in held.to_pylist():
                sent.write_row(tuple(row.values()))
        return self._backend.table("people")

    def answers(self, query: Any) -> list[dict[str, Any]]:
        """The rows, as `kene decide --engine` would have them."""
        return self._engine.answers(query, lambda share: None)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        self._backend.disconnect()

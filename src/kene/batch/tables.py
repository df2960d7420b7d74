"""Tables of PostgreSQL: found, copied out to a file, filled from one in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import psycopg
from ibis.common.exceptions import TableNotFound
from psycopg import sql

from kene.batch.engine import Rows, Told
from kene.batch.mistakes import NO_ANSWER, NO_TABLE, THERE_ALREADY, UNWRITABLE, hints
from kene.batch.places import Table, shown, wrong

_BLOCK: Final = 1 << 20
_OFTEN: Final = 10_000
"""Rows between two looks at how far a copy is."""


@contextmanager
def connected(database: str) -> Iterator[Any]:
    """An Ibis connection to a database, closed afterwards. Raises Mistakes when it is refused."""
    try:
        backend = ibis.connect(database)
    except psycopg.OperationalError as error:
        wrong(NO_ANSWER, shown(database), reason=first_line(error))
    try:
        yield backend
    finally:
        backend.disconnect()


def found(backend: Any, place: Table) -> Rows:
    """A table of a database. Raises Mistakes when there is none of that name."""
    try:
        return backend.table(place.name, database=place.schema or None)
    except TableNotFound:
        known = backend.list_tables(database=place.schema or None)
        address = shown(place.database)
        wrong(NO_TABLE, address, name=place.named, **hints(place.name, known))


def copied_out(place: Table, file: Path, told: Told) -> dict[str, str]:
    """Copy a table into a CSV without header; its columns with their types for DuckDB.

    Where DuckDB has no like type (numbers without a bound, JSON…), the column is a text.
    """
    with connected(place.database) as backend:
        schema = found(backend, place).schema()
        kept = {name: _storable(of, numbers=False) for name, of in schema.items()}
        cells = sql.SQL(", ").join(
            sql.SQL("{}::text" if of.is_string() else "{}").format(sql.Identifier(name))
            for name, of in kept.items()
        )
        copy = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(
            cells, identifier(place)
        )
        with backend.con.cursor() as cursor, file.open("wb") as out:
            whole = _estimate(cursor, place)
            with cursor.copy(copy) as blocks:
                for count, block in enumerate(blocks):
                    out.write(block)
                    if count % _OFTEN == 0:
                        told(min(count / whole, 1) if whole > 0 else None)
    return {one.name: one.kind.sql("duckdb") for one in _columns(kept, "duckdb")}


def copied_in(file: Path, schema: Any, place: Table, *, overwrite: bool) -> None:
    """Make a table of a CSV without header, whose columns are those of `storable`."""
    columns = sql.SQL(", ".join(one.sql("postgres") for one in _columns(schema, "postgres")))
    create = sql.SQL("CREATE TABLE {} ({})").format(identifier(place), columns)
    copy = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(identifier(place))
    with connected(place.database) as backend, made(backend, place, overwrite=overwrite) as cursor:
        cursor.execute(create)
        with cursor.copy(copy) as blocks, file.open("rb") as read:
            while block := read.read(_BLOCK):
                blocks.write(block)


@contextmanager
def made(backend: Any, place: Table, *, overwrite: bool) -> Iterator[psycopg.Cursor]:
    """A transaction in which a table is made, after the one of that name is dropped, if asked."""
    connection: psycopg.Connection = backend.con
    try:
        with connection.transaction(), connection.cursor() as cursor:
            if overwrite:
                cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(identifier(place)))
            yield cursor
    except psycopg.errors.DuplicateTable:
        wrong(THERE_ALREADY, str(place))
    except psycopg.Error as error:
        wrong(UNWRITABLE, str(place), reason=first_line(error))


def exists(place: Table) -> bool:
    """Whether there is a table of that name."""
    with connected(place.database) as backend:
        return place.name in backend.list_tables(database=place.schema or None)


def storable(query: Rows) -> Rows:
    """The rows of a query with columns that PostgreSQL can hold; others become texts."""
    schema = query.schema()
    wanted = {name: _storable(of, numbers=True) for name, of in schema.items()}
    changed = {name: of for name, of in wanted.items() if of != schema[name]}
    return query.cast(changed) if changed else query


def _storable(of: Any, *, numbers: bool) -> Any:
    """The type of a column that both engines have; `numbers`: even those without a bound."""
    if of.is_unsigned_integer():
        return dt.Decimal(20, 0) if of == dt.uint64 else dt.int64
    if of.is_decimal():
        return of if numbers or of.precision is not None else dt.string
    plain = of.is_integer() or of.is_floating() or of.is_boolean() or of.is_date()
    return of if plain or of.is_timestamp() else dt.string


def _columns(schema: Any, dialect: str) -> Any:
    return ibis.schema(schema).to_sqlglot_column_defs(dialect)


def identifier(place: Table) -> sql.Identifier:
    return sql.Identifier(*(part for part in (place.schema, place.name) if part))


def _estimate(cursor: psycopg.Cursor, place: Table) -> int:
    """About how many rows a table has; 0 or less when the server does not know."""
    relation = identifier(place).as_string(cursor)
    cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [relation])
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__

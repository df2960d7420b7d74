"""DuckDB, in this process, with a bounded memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis

from kene.batch.engine import Rows, Told
from kene.batch.headers import header_of_files
from kene.batch.mistakes import NOT_UTF8, OUT_OF_REACH, UNREADABLE, UNWRITABLE
from kene.batch.places import Files, Format, Place, Table, wrong
from kene.batch.tables import copied_in, copied_out, storable
from kene.batch.workspace import put

_LEAST: Final = 512
_A_THREAD: Final = 128
"""Megabytes for DuckDB, beside Python's own; what does not fit spills to the disk."""
_CSV: Final = {"auto_detect": False, "quote": '"', "escape": '"'}
_TICK: Final = 0.1
"""Seconds between two looks at how far it is."""


class DuckDb:
    """The engine of one run, whose temporary files are in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mark = ";"
        self._place = ""
        self._ibis = ibis.duckdb.connect(
            memory_limit=f"{max(_LEAST, _A_THREAD * (os.cpu_count() or 1))}MB",
            temp_directory=str(folder / "spilled"),
            # What is not on this machine is never fetched.
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self._connection: duckdb.DuckDBPyConnection = self._ibis.con
        self._connection.execute("SET enable_progress_bar = true")
        self._connection.execute("SET enable_progress_bar_print = false")
        # It writes each column out in those that are computed from it: a decision that reads
        # others, counted, took all the memory of the machine before it began.
        self._connection.execute("SET disabled_optimizers = 'partial_aggregate_pushdown'")

    def people(self, place: Place, told: Told) -> Rows:
        """The rows of files, or of a table, which is copied to the disk first."""
        match place:
            case Files(remote=True):
                wrong(
                    OUT_OF_REACH,
                    str(place),
                    engine="duckdb",
                    wanted="des fichiers de cette machine",
                    wanted_en="files of this machine",
                )
            case Files():
                self._place = str(place)
                with self._understood():
                    return self._files(place)
            case Table():
                self._place = str(place)
                return self._staged(place, told)

    def answers(self, query: Rows, told: Told) -> list[dict[str, Any]]:
        """The rows, in Python's own values."""
        names, rows = self._run(self._ibis.compile(query), told)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def write(self, query: Rows, place: Place, told: Told, *, overwrite: bool) -> None:
        """Stream the rows into a file beside the place, or into a table in one transaction."""
        made = self._folder / "result"
        match place:
            case Table():
                stored = storable(query)
                self._copy(stored, "FORMAT csv, HEADER false", made, place, told)
                copied_in(made, stored.schema(), place, overwrite=overwrite)
            case Files():
                csv = place.format is Format.CSV
                how = f"FORMAT csv, DELIMITER '{self._mark}'" if csv else "FORMAT parquet"
                self._copy(query, how, made, place, told)
                put(made, Path(place.pattern), self._folder / "before")

    def _files(self, place: Files) -> Rows:
        if place.format is Format.PARQUET:
            return self._ibis.read_parquet(place.pattern)
        header = header_of_files(place.pattern)
        self._mark = header.mark
        # Types are not guessed: a code such as 01 would lose its zero.
        texts = dict.fromkeys(header.names, "VARCHAR")
        return self._ibis.read_csv(
            place.pattern, columns=texts, **_CSV, delim=header.mark, header=True
        )

    def _staged(self, place: Table, told: Told) -> Rows:
        staged = self._folder / "people"
        types = copied_out(place, staged, told)
        own = {"delim": ",", "header": False, "allow_quoted_nulls": False}
        return self._ibis.read_csv(staged, columns=types, **_CSV, **own)

    def _copy(self, query: Rows, how: str, made: Path, place: Place, told: Told) -> None:
        where = str(made).replace("'", "''")
        try:
            self._run(f"COPY ({self._ibis.compile(query)}) TO '{where}' ({how})", told)
        except duckdb.IOException as error:
            wrong(UNWRITABLE, str(place), reason=_reason(error))

    def _run(self, sql: str, told: Told) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The columns and rows of a statement, told how far it is, stopped if interrupted."""
        with ThreadPoolExecutor(1) as pool, self._understood():
            running = pool.submit(self._rows, sql)
            try:
                while not wait([running], _TICK).done:
                    share = self._connection.query_progress()
                    told(None if share < 0 else share / 100)
            except BaseException:
                self._connection.interrupt()
                raise
            return running.result()

    def _rows(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        done = self._connection.execute(sql)
        return [column[0] for column in done.description or ()], done.fetchall()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """What DuckDB says of data that it cannot read becomes a problem of their place."""
        try:
            yield
        except (duckdb.InvalidInputException, duckdb.DataError) as error:
            unicode = "unicode" in str(error).lower() or "utf-8" in str(error).lower()
            kind = NOT_UTF8 if unicode else UNREADABLE
            wrong(kind, self._place, reason=_reason(error))


def _reason(error: duckdb.Error) -> str:
    """The first line of what DuckDB says, without the name of the error."""
    return str(error).strip().splitlines()[0].partition(": ")[2]

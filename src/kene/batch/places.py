"""Where people are read and where results are written: files or a table, from their address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from glob import iglob
from pathlib import Path
from typing import Final, NoReturn
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from kene.batch.mistakes import NO_FILE, NO_FORMAT, NO_TABLE_NAMED
from kene.core.problems import Kind, Mistakes, Problem, Where


class Format(StrEnum):
    """The formats of files."""

    CSV = "csv"
    PARQUET = "parquet"


_SUFFIXES: Final = {
    ".parquet": Format.PARQUET,
    ".csv": Format.CSV,
    ".csv.gz": Format.CSV,
}


@dataclass(frozen=True, slots=True)
class Files:
    """One file or several of a format, by a path or a pattern such as `people/*.parquet`."""

    pattern: str
    format: Format

    def __str__(self) -> str:
        return self.pattern

    @property
    def remote(self) -> bool:
        """Whether they are elsewhere than in folders of this machine, such as `hdfs://…`."""
        return "://" in self.pattern


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a PostgreSQL database; `schema` is empty for the usual one."""

    database: str
    name: str
    schema: str = ""

    def __str__(self) -> str:
        return f"{shown(self.database)}?table={self.named}"

    @property
    def named(self) -> str:
        """The name as an address writes it."""
        return f"{self.schema}.{self.name}" if self.schema else self.name


Place = Files | Table


def source(address: str) -> Place:
    """Where people are read: a file, a folder, a pattern or a table. Raises Mistakes."""
    return _table(address) if is_database(address) else _files(address)


def target(address: str) -> Place:
    """Where a result is written: a file or a table. Raises Mistakes."""
    if is_database(address):
        return _table(address)
    found = _format(address)
    return Files(address, found) if found else wrong(NO_FORMAT, address)


def is_database(address: str) -> bool:
    """Whether an address is that of a PostgreSQL database."""
    return address.startswith(("postgres://", "postgresql://"))


def shown(database: str) -> str:
    """The address of a database without its password."""
    parts = urlsplit(database)
    user, _, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{name}@{host}" if name else host, query=""))


def wrong(kind: Kind, address: str, **details: str) -> NoReturn:
    """Raise the one problem of an address."""
    raise Mistakes([Problem(kind, Where(address), {"address": address, **details})])


def _table(address: str) -> Table:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    name = options.pop("table", "")
    database = urlunsplit(parts._replace(query=urlencode(options)))
    if not name:
        wrong(NO_TABLE_NAMED, shown(address))
    schema, _, table = name.rpartition(".")
    return Table(database, table, schema)


def _files(address: str) -> Files:
    if "://" not in address:
        if Path(address).is_dir():
            return _folder(Path(address))
        if not any(iglob(address)):
            wrong(NO_FILE, address)
    found = _format(address)
    return Files(address, found) if found else wrong(NO_FORMAT, address)


def _folder(folder: Path) -> Files:
    """The files of a folder and of those inside it; of the first format of which there are some."""
    for suffix, found in _SUFFIXES.items():
        if any(folder.rglob(f"*{suffix}")):
            return Files(f"{folder.as_posix()}/**/*{suffix}", found)
    wrong(NO_FILE, str(folder))


def _format(address: str) -> Format | None:
    name = address.rstrip("/").lower()
    return next((found for suffix, found in _SUFFIXES.items() if name.endswith(suffix)), None)

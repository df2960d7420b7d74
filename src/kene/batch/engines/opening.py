"""The engine of an address, or the one that suits where people are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from glob import iglob
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kene.batch import tables
from kene.batch.engine import Engine
from kene.batch.mistakes import NO_ENGINE, NO_FOLDER, NOT_INSTALLED, SAME_PLACE, THERE_ALREADY
from kene.batch.places import Files, Place, Table, is_database, wrong
from kene.batch.workspace import workspace

_SPARK: Final = "spark:"


@contextmanager
def opened(address: str, source: Place, target: Place | None) -> Iterator[Engine]:
    """The engine at an address; without one, DuckDB, or the database that has all the tables.

    Raises Mistakes where there is none such.
    """
    if not address and isinstance(source, Table) and _beside(source, target):
        address = source.database
    if is_database(address):
        from kene.batch.engines.postgres import Postgres

        with tables.connected(address) as backend:
            yield Postgres(backend, address)
    elif address.startswith(_SPARK):
        with _spark(address) as engine:
            yield engine
    elif address in ("", "duckdb"):
        from kene.batch.engines.duck import DuckDb

        near = Path(target.pattern) if isinstance(target, Files) else None
        with workspace(near) as folder:
            yield DuckDb(folder)
    else:
        wrong(NO_ENGINE, address)


def ready(source: Place, target: Place, *, overwrite: bool) -> None:
    """Raise Mistakes where nothing can be written, before hours of work."""
    if isinstance(target, Table):
        taken = tables.exists(target)
    elif target.remote:
        return
    else:
        path = Path(target.pattern)
        if not path.absolute().parent.is_dir():
            wrong(NO_FOLDER, str(target))
        taken = path.exists()
    if target == source or (isinstance(source, Files) and _among(target, source)):
        wrong(SAME_PLACE, str(target))
    if taken and not overwrite:
        wrong(THERE_ALREADY, str(target))


def _beside(source: Table, target: Place | None) -> bool:
    return target is None or isinstance(target, Table) and target.database == source.database


def _among(target: Place, source: Files) -> bool:
    """Whether a file is one of those that are read."""
    if not isinstance(target, Files) or source.remote:
        return False
    return Path(target.pattern).resolve() in (
        Path(file).resolve() for file in iglob(source.pattern, recursive=True)
    )


@contextmanager
def _spark(address: str) -> Iterator[Engine]:
    if find_spec("pyspark") is None:
        wrong(NOT_INSTALLED, address, engine="spark", package="pyspark")
    from kene.batch.engines.spark import Spark

    # `spark://host:7077` is a master's own address; `spark:local[2]` names another kind of master.
    master = address if address.startswith("spark://") else address.removeprefix(_SPARK)
    engine = Spark(master)
    try:
        yield engine
    finally:
        engine.stop()

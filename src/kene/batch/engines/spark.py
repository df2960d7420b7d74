"""A Spark cluster, or Spark on this machine (`local[2]`); a result is a folder of files."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, Final

import ibis

from kene.batch.engine import Rows, Told
from kene.batch.headers import header
from kene.batch.mistakes import OUT_OF_REACH, THERE_ALREADY, UNREADABLE, UNWRITABLE
from kene.batch.places import Files, Format, Place, wrong
from kene.batch.tables import first_line

Frame = Any
"""Rows of Spark, which is imported where it is used: few installations have it."""
_TICK: Final = 0.2
"""Seconds between two looks at how far it is."""
_BELOW: Final = "/**/"
_SETTINGS: Final = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # A cast that fails stops the run, as with the other engines: it is not a missing value.
    "spark.sql.ansi.enabled": "true",
    # It writes each column out in those that are computed from it, and then plans for minutes.
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}


class Spark:
    """The engine of one cluster, by its master's address."""

    def __init__(self, master: str) -> None:
        # Spark 4 says at each start that it was not tried with every pandas of today.
        warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\.")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master).appName("kene")
        self._session: Any = builder.config(map=_SETTINGS).getOrCreate()
        self._ibis = ibis.pyspark.connect(self._session)
        self._mark = ";"
        self._place = ""

    def stop(self) -> None:
        """Leave the cluster."""
        self._session.stop()

    def people(self, place: Place, told: Told) -> Rows:
        """The rows of files that all machines of the cluster can read."""
        files = _own(place)
        self._place = str(place)
        with self._understood():
            frame = self._frame(files)
        name = f"kene_{uuid.uuid4().hex}"
        frame.createOrReplaceTempView(name)
        return self._ibis.table(name)

    def answers(self, query: Rows, told: Told) -> list[dict[str, Any]]:
        """The rows, in Python's own values."""
        rows: list[Any] = self._run(self._selected(query).collect, told)
        return [row.asDict() for row in rows]

    def write(self, query: Rows, place: Place, told: Told, *, overwrite: bool) -> None:
        """Write a folder of files beside the place, then give it its name."""
        files = _own(place)
        frame = self._selected(query)
        parent, _, name = files.pattern.rstrip("/").rpartition("/")
        made = f"{parent or '.'}/.{name}.kene-{uuid.uuid4().hex}"
        try:
            if files.format is Format.PARQUET:
                self._run(lambda: frame.write.parquet(made), told)
            else:
                self._run(lambda: frame.write.csv(made, header=True, sep=self._mark), told)
            self._put(made, files, overwrite=overwrite)
        finally:
            self._delete(made)

    def _frame(self, files: Files) -> Frame:
        """The files as Spark's rows; those in folders below are found by a suffix."""
        folder, below, suffix = files.pattern.partition(_BELOW)
        options: dict[str, Any] = {}
        if below:
            options = {"recursiveFileLookup": True, "pathGlobFilter": suffix}
        reader = self._session.read.options(**options)
        if files.format is Format.PARQUET:
            return reader.parquet(folder)
        line = reader.text(folder).first()
        found = header(line[0] if line else "", str(files))
        self._mark = found.mark
        schema = ", ".join(f"`{name.replace('`', '``')}` STRING" for name in found.names)
        return reader.csv(
            folder, schema, sep=found.mark, header=True, escape='"', mode="FAILFAST",
            enforceSchema=False,
        )  # fmt: skip

    def _selected(self, query: Rows) -> Frame:
        return self._session.sql(self._ibis.compile(query))

    def _run(self, act: Callable[[], Any], told: Told) -> Any:
        """What an action gives, told how far it is, stopped if interrupted."""
        with ThreadPoolExecutor(1) as pool, self._understood():
            running = pool.submit(act)
            try:
                while not wait([running], _TICK).done:
                    told(self._share())
            except BaseException:
                self._session.sparkContext.cancelAllJobs()
                raise
            return running.result()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """What Spark says of data that it cannot read becomes a problem of their place."""
        from pyspark.errors import PySparkException

        try:
            yield
        except PySparkException as error:
            wrong(UNREADABLE, self._place, reason=first_line(error))

    def _share(self) -> float | None:
        """The share of the tasks of the stages that run which is done."""
        tracker = self._session.sparkContext.statusTracker()
        stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
        tasks = sum(stage.numTasks for stage in stages if stage)
        done = sum(stage.numCompletedTasks for stage in stages if stage)
        return done / tasks if tasks else None

    def _put(self, made: str, files: Files, *, overwrite: bool) -> None:
        """Give a folder its name, in whatever file system it is; what had it goes after that."""
        system, place = self._path(files.pattern)
        before = self._path(f"{made}-before")[1]
        there = system.exists(place)
        if there and not overwrite:
            wrong(THERE_ALREADY, files.pattern)
        if there:
            system.rename(place, before)
        if not system.rename(self._path(made)[1], place):
            system.rename(before, place)
            wrong(UNWRITABLE, files.pattern, reason=made)
        system.delete(before, True)

    def _delete(self, made: str) -> None:
        system, path = self._path(made)
        system.delete(path, True)

    def _path(self, text: str) -> tuple[Any, Any]:
        """A path, and the file system that it is in."""
        java: Any = self._session._jvm
        path = java.org.apache.hadoop.fs.Path(text)
        return path.getFileSystem(self._session._jsc.hadoopConfiguration()), path


def _own(place: Place) -> Files:
    if isinstance(place, Files):
        return place
    wrong(
        OUT_OF_REACH,
        str(place),
        engine="spark",
        wanted="des fichiers que toutes ses machines lisent",
        wanted_en="files that all its machines read",
    )

"""How far a long work is: a bar on a terminal, a line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Final

import typer

from kene.cli.spoken import said

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SOON: Final = 1.0
"""Seconds before anything is shown: what is short needs no bar."""
_SELDOM: Final = 10.0
"""Seconds between two lines in a pipe."""


class Bar:
    """The progress of stages by name, on the standard error; it is wiped out at the end."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._start = time.monotonic()
        self._last = 0.0
        self._stage = ""
        self._shown: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown is not None:
            self._shown.stop()

    def __call__(self, stage: str, share: float | None) -> None:
        """Tell what share of a stage is done, from 0 to 1; None when that is not known."""
        now = time.monotonic()
        if now - self._start < _SOON:
            return
        if sys.stderr.isatty():
            self._draw(stage, share)
        elif stage != self._stage or now - self._last >= _SELDOM:
            self._last = now
            title = self._titles[stage]
            done = {"title": title, "share": round(100 * (share or 0))}
            typer.echo(title if share is None else said("figures.share", **done), err=True)
        self._stage = stage

    def _draw(self, stage: str, share: float | None) -> None:
        shown = self._begun()
        if self._task is None or stage != self._stage:
            if self._task is not None:
                shown.remove_task(self._task)
            self._task = shown.add_task(self._titles[stage], total=None)
        if share is not None:
            shown.update(self._task, total=1.0, completed=share)

    def _begun(self) -> Progress:
        if self._shown is None:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                Progress,
                TaskProgressColumn,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
            times = (TimeElapsedColumn(), TimeRemainingColumn())
            self._shown = Progress(*columns, *times, console=Console(stderr=True), transient=True)
            self._shown.start()
        return self._shown

"""Doing a thing again each time the files of packs change."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NoReturn

import typer

PAUSE: Final = 0.25
"""Seconds between two looks at the files: a person does not see it, and a processor rests."""
CLEAR: Final = "\033[H\033[2J"


def watch(folders: Iterable[Path], do: Callable[[], None]) -> NoReturn:
    """Do it now, then each time a file was written, added or removed. Ends with the process."""
    from kene.cli import problems

    kept = tuple(folders)
    before: Mapping[Path, tuple[int, int]] = {}
    while True:
        now = _stamps(kept)
        if now != before:
            before = now
            problems.forget()
            if sys.stdout.isatty():
                typer.echo(CLEAR, nl=False)
            do()
            sys.stdout.flush()
        try:
            time.sleep(PAUSE)
        except KeyboardInterrupt:
            raise typer.Exit from None


def _stamps(folders: tuple[Path, ...]) -> dict[Path, tuple[int, int]]:
    """When each file was last written, and its size; one that goes meanwhile is not there."""
    found: dict[Path, tuple[int, int]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            found[path] = (stat.st_mtime_ns, stat.st_size)
    return found

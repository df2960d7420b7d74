"""A folder for what is being written: the result appears whole under its name, or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Final

_LOCK: Final = "lock"


@contextmanager
def workspace(near: Path | None) -> Iterator[Path]:
    """A new folder beside a file that will be written (on the same disk), gone afterwards.

    What a run that was killed left there is removed first. Without a file, it is where the machine
    keeps temporary files.
    """
    parent = Path(tempfile.gettempdir()) if near is None else near.absolute().parent
    prefix = f".{near.name if near else ''}.kene-"
    for left in parent.glob(f"{escape(prefix)}*"):
        _sweep(left)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(made: Path, place: Path, aside: Path) -> None:
    """Give a file or a folder its name at once; what had that name before goes to `aside`."""
    _synchronise(made)
    if place.is_dir():
        place.rename(aside)
    made.rename(place)
    _synchronise(place.absolute().parent)


def _sweep(folder: Path) -> None:
    """Remove a folder whose run is dead: nobody holds its lock any more."""
    try:
        with (folder / _LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

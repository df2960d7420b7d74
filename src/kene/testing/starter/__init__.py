"""A first pack that passes its checks and its tests, to be changed into a real one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_MARK: Final = "SERVICE"


def starter(name: str) -> Mapping[str, bytes]:
    """The files of a first pack of that name, by path. Raises ValueError when it can't be one."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    written: dict[str, bytes] = {}
    _gather(files("kene.testing.starter").joinpath("pack"), "", name, written)
    return written


def write(name: str, folder: Path) -> tuple[Path, ...]:
    """Write a first pack in a new folder, and tell its files.

    Raises ValueError when it can't be a name, and FileExistsError when the folder is there.
    """
    contents = starter(name)
    folder.mkdir(parents=True)
    paths = tuple(folder / path for path in contents)
    for path, octets in zip(paths, contents.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return paths


def _gather(at: Traversable, prefix: str, name: str, written: dict[str, bytes]) -> None:
    for child in sorted(at.iterdir(), key=lambda each: each.name):
        path = f"{prefix}{child.name}"
        if child.is_dir():
            _gather(child, f"{path}/", name, written)
        else:
            text = child.read_text(encoding="utf-8").replace(_MARK, name)
            written[path] = text.encode()

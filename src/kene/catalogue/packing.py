"""A pack's files: read from a folder, and kept as one ZIP."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

MAXIMUM_FILES: Final = 2_000
MAXIMUM_OCTETS: Final = 64 * 1024 * 1024
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class NotAPack(ValueError):
    """The folder can't be a pack: it has no `service.yaml`, or is far too large."""


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a pack, by path inside it; hidden ones are left out. Raises NotAPack."""
    if not (folder / "service.yaml").is_file():
        raise NotAPack(f"{folder}: service.yaml")
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in _inside(path, folder).parts)
    ]
    if len(paths) > MAXIMUM_FILES or sum(p.stat().st_size for p in paths) > MAXIMUM_OCTETS:
        raise NotAPack(f"{folder}: {MAXIMUM_FILES} files, {MAXIMUM_OCTETS} octets")
    return {_inside(path, folder).as_posix(): path.read_bytes() for path in paths}


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP that depends on nothing but them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files that `packed` kept."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _inside(path: Path, folder: Path) -> Path:
    return path.relative_to(folder)

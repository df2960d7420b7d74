"""A pack's files: read from its folder and from those that it is made of, and kept as one ZIP."""

from __future__ import annotations

import importlib.resources
import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kene.core.services.composing import SERVICE, SHARED, USE, country, parts

MAXIMUM_FILES: Final = 2_000
MAXIMUM_OCTETS: Final = 64 * 1024 * 1024
LEVELS: Final = 3
"""How many folders up what a pack is made of is looked for: a country's overlay is inside a pack,
inside the folder of packs."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class NotAPack(ValueError):
    """The folder can't be a pack: it has no `service.yaml`, or is far too large."""


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a pack, by path inside it, with those that it is made of. Raises NotAPack."""
    return gathered(folder, own_files(folder))


def own_files(folder: Path, definition: str = SERVICE) -> dict[str, bytes]:
    """The files in a folder; hidden ones, and those of a pack inside it, are left out.

    Raises NotAPack.
    """
    if not (folder / definition).is_file():
        raise NotAPack(f"{folder}: {definition}")
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    others = {path.parent for path in found if path.name in (SERVICE, SHARED)} - {folder}
    paths = [
        path
        for path in found
        if not any(part.startswith(".") for part in _inside(path, folder).parts)
        and others.isdisjoint(path.parents)
    ]
    if len(paths) > MAXIMUM_FILES or sum(p.stat().st_size for p in paths) > MAXIMUM_OCTETS:
        raise NotAPack(f"{folder}: {MAXIMUM_FILES} files, {MAXIMUM_OCTETS} octets")
    return {_inside(path, folder).as_posix(): path.read_bytes() for path in paths}


def gathered(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a pack with those of the folders that it is made of, under `use/<name>/`.

    A folder that is not found is left out: what reads the pack tells it. Raises NotAPack.
    """
    found, tried = dict(files), set[str]()
    while left := [name for name in parts(found) if name not in tried]:
        for name in left:
            tried.add(name)
            part = part_of(folder, name)
            if part is not None:
                given = own_files(part, SHARED if (part / SHARED).is_file() else SERVICE)
                found |= {f"{USE}/{name}/{path}": octets for path, octets in given.items()}
    return found


def part_of(folder: Path, name: str) -> Path | None:
    """The folder that a pack names: inside it, beside it or above, or one that comes with Kene."""
    for each in _around(folder):
        part = each / name
        named = any((part / definition).is_file() for definition in (SHARED, SERVICE))
        if named and part.resolve() != folder.resolve():
            return part
    return None


def folders(folder: Path) -> tuple[Path, ...]:
    """The folder of a pack, and those of what it is made of."""
    definition = folder / SERVICE
    files = {SERVICE: definition.read_bytes()} if definition.is_file() else {}
    found = (part_of(folder, name) for name in parts(gathered(folder, files)))
    return (folder, *(part for part in found if part is not None))


def parts_around(folder: Path, definition: str = SHARED) -> dict[str, Path]:
    """The shared parts that a pack could use, by name; or the packs that it could extend."""
    found: dict[str, Path] = {}
    for each in _around(folder):
        for part in sorted(each.glob(f"*/{definition}")):
            found.setdefault(part.parent.name, part.parent)
    return found


def of_country(folder: Path, wanted: str) -> Path | None:
    """The folder of a pack, or of what it is in that country, inside it; None where it is nothing
    there. Raises NotAPack."""
    if country(read_folder(folder)) in (wanted, ""):
        return folder
    inside = folder / wanted
    return inside if (inside / SERVICE).is_file() else None


def _around(folder: Path) -> tuple[Path, ...]:
    above = (Path(os.path.normpath(folder.joinpath(*[".."] * up))) for up in range(1, LEVELS + 1))
    return (folder / USE, *above, bundled())


def bundled() -> Path:
    """The folder of the packs that come with Kene: in the wheel, or in the checkout."""
    inside = Path(str(importlib.resources.files("kene"))) / "packs"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "packs"


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

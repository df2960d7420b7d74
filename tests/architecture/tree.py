"""The project's files, and who imports whom, for the tests of this folder."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src" / "kene" / "core"


def modules(folder: Path) -> list[Path]:
    """The Python modules under a folder."""
    return sorted(folder.rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name


@cache
def graph() -> grimp.ImportGraph:
    """Which module of `kene` imports which, imports for type checking included."""
    return grimp.build_graph("kene")


@cache
def tracked() -> tuple[Path, ...]:
    """The files that are in the project: those that git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Each file of the project that is a text, and its content."""
    for path in tracked():
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue

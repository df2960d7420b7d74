"""A pack in a folder: read, loaded and checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kene.catalogue.packing import NotAPack, read_folder
from kene.core.problems import Mistakes, Problem
from kene.core.services import Service, load
from kene.core.services.checks import CHECKS, Check, Places, ordered

__all__ = ["Checked", "NotAPack", "check_folder"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack after all checks; `service` is None when it can't even be loaded."""

    folder: Path
    service: Service | None
    problems: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Whether it may be published: warnings do not forbid it."""
        return all(problem.warning for problem in self.problems)


def check_folder(folder: Path) -> Checked:
    """Every problem of the pack in a folder, those of its signed codes too where documents can be
    made (`kene[site]`). Raises NotAPack."""
    root = folder.as_posix()
    try:
        service = load(read_folder(folder), root)
    except Mistakes as mistakes:
        return Checked(folder, None, mistakes.problems)
    places = Places(service.files, root)
    checks = (*CHECKS, *_codes()) if service.documents else CHECKS
    found = (problem for check in checks for problem in check(service, places))
    return Checked(folder, service, ordered(found))


def _codes() -> tuple[Check, ...]:
    """The check of signed codes, where its libraries are installed; they are slow to import."""
    if find_spec("cryptography") is None:
        return ()
    from kene.testing.codes import unreadable

    return (unreadable,)

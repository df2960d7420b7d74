"""A pack in a folder: read, loaded and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from kene.catalogue.packing import NotAPack, gathered, own_files, part_of, parts_around
from kene.core.decisions import Decision
from kene.core.decisions.proving import Finding, FindingKind, Promise, World, prove
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import Service, load
from kene.core.services.checks import CHECKS, Check, Places, ordered
from kene.core.services.checks.tables import unproved
from kene.core.services.composing import SERVICE, SHARED, USE, Around, parts
from kene.core.services.load import LANGUAGES
from kene.core.services.shared import check_shared
from kene.testing.audio import unheard, unplayable
from kene.testing.rendering import unfit

__all__ = ["Checked", "NotAPack", "check_files", "check_folder"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack after all checks; `service` is None when it can't even be loaded, and for a shared
    part, which is none."""

    folder: Path
    service: Service | None
    problems: tuple[Problem, ...]
    shared: bool = False

    @property
    def clean(self) -> bool:
        """Whether it may be published: warnings do not forbid it."""
        return all(problem.warning for problem in self.problems)


def check_folder(folder: Path) -> Checked:
    """Every problem of the pack, or of the shared part, in a folder, those of its signed codes too
    where documents can be made (`kene[site]`). Raises NotAPack."""
    definition = SHARED if (folder / SHARED).is_file() else SERVICE
    return check_files(folder, own_files(folder, definition))


def check_files(folder: Path, files: Mapping[str, bytes]) -> Checked:
    """The same of files that may be not saved yet; `folder` begins the places of problems."""
    if SHARED in files:
        return Checked(folder, None, ordered(_of_part(files, folder.as_posix())), shared=True)
    checked = _checked(folder, gathered(folder, files))
    return replace(checked, problems=ordered(_placed(folder, each) for each in checked.problems))


def _of_part(files: Mapping[str, bytes], root: str) -> Iterator[Problem]:
    """The problems of a shared part, of its recordings too."""
    yield from check_shared(files, root)
    yield from unplayable(files, LANGUAGES, lambda path: Where(f"{root}/{path}"))


def _placed(folder: Path, problem: Problem) -> Problem:
    """The problem where it is really written, when that is in a part of the pack."""
    inside = f"{folder.as_posix()}/{USE}/"
    if not problem.where.file.startswith(inside):
        return problem
    name, _, path = problem.where.file.removeprefix(inside).partition("/")
    part = part_of(folder, name)
    if part is None:
        return problem
    return replace(problem, where=replace(problem.where, file=f"{part.as_posix()}/{path}"))


def _checked(folder: Path, files: Mapping[str, bytes]) -> Checked:
    root = folder.as_posix()
    try:
        service = load(files, root, _around(folder, files))
    except Mistakes as mistakes:
        return Checked(folder, None, mistakes.problems)
    places = Places(service.source, root)
    checks = (*_proved(CHECKS), unfit, unheard, *(_codes() if service.documents else ()))
    found = (problem for check in checks for problem in check(service, places))
    return Checked(folder, service, ordered(found))


def _around(folder: Path, files: Mapping[str, bytes]) -> Around:
    """The folders of which the pack could be made; none are looked for where it has all it names,
    which is asked at each key that is typed."""
    named = parts(files)
    if all(any(f"{USE}/{name}/{each}" in files for each in (SHARED, SERVICE)) for name in named):
        return {}
    return {each: parts_around(folder, each).keys() - {folder.name} for each in (SHARED, SERVICE)}


def _proved(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The checks, that of tables by Z3 too where it is installed (`kene[prove]`)."""
    if find_spec("z3") is None:
        return checks
    return tuple(_by_z3 if check is unproved else check for check in checks)


def _by_z3(service: Service, places: Places) -> Iterator[Problem]:
    def prover(
        decision: Decision, world: World, promises: Sequence[Promise]
    ) -> tuple[Finding, ...]:
        found = prove(decision, world, promises)
        if _settled(found):
            return found
        # It takes a tenth of a second to import: only for what plain Python leaves.
        from kene.proving.smt import prove_by_z3

        by_z3 = prove_by_z3(decision, world, promises)
        return by_z3 if _settled(by_z3) else found

    return unproved(service, places, prover)


def _settled(findings: tuple[Finding, ...]) -> bool:
    return all(finding.kind is not FindingKind.UNPROVED for finding in findings)


def _codes() -> tuple[Check, ...]:
    """The check of signed codes, where its libraries are installed; they are slow to import."""
    if find_spec("cryptography") is None:
        return ()
    from kene.testing.codes import unreadable

    return (unreadable,)

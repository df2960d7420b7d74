"""Problems as a compiler prints them: the place, the line underlined, a sentence, a way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from kene.cli.spoken import said
from kene.cli.terminal import colour, say
from kene.core.lines import lines_of
from kene.core.problems import Problem, underlined
from kene.core.services.checks.marks import UNSURE


def tell(problems: Sequence[Problem], language: str) -> None:
    """Print the problems, the worst last: warnings, then what forbids to publish."""
    for problem in sorted(problems, key=lambda each: not each.warning):
        say("\n".join(_lines(problem, language)))
        say()


def count(problems: Sequence[Problem]) -> str:
    """`2 problèmes, 3 avertissements dont 1 point à confirmer par l'autorité`."""
    warnings = sum(problem.warning for problem in problems)
    unsure = sum(problem.kind is UNSURE for problem in problems)
    serious = said("problems.serious", n=len(problems) - warnings)
    told = f"{serious}, {said('problems.warnings', n=warnings)}"
    return f"{told} {said('problems.unsure', n=unsure)}" if unsure else told


def as_data(problem: Problem) -> dict[str, object]:
    """A problem for a program, in both languages."""
    return {
        "code": problem.code,
        "warning": problem.warning,
        "file": problem.where.file,
        "line": problem.where.line,
        "column": problem.where.column,
        "message": {language: problem.message(language) for language in ("fr", "en")},
        "help": {language: problem.help(language) for language in ("fr", "en")},
    }


def forget() -> None:
    """Read again the files that problems are in: they have changed."""
    _file.cache_clear()


def _lines(problem: Problem, language: str) -> Iterator[str]:
    kind = "warning" if problem.warning else "problem"
    yield f"{colour(str(problem.where), 'place')} {colour(problem.code, kind)}"
    yield from _source(problem, kind)
    yield f"  {problem.message(language)}"
    way_out, *lines = problem.help(language).splitlines() or [""]
    if way_out:
        yield colour(f"  → {way_out}", "quiet")
    # What is to be copied begins where it begins in its file.
    yield from lines


def _source(problem: Problem, kind: str) -> Iterator[str]:
    where = problem.where
    lines = _file(where.file)
    if not 0 < where.line <= len(lines):
        return
    line, margin = lines[where.line - 1].rstrip(), f"{where.line:>5} | "
    yield margin + line
    start, end = underlined(line, where.column)
    if end > start:
        before = " " * (len(margin) - 2) + "| " + " " * start
        yield before + colour("^" * (end - start), kind)


@cache
def _file(name: str) -> tuple[str, ...]:
    path = Path(name)
    if not path.is_file():
        return ()
    return tuple(lines_of(path.read_text(encoding="utf-8", errors="replace")))

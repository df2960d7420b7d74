"""`kene test`: play the transcripts and the examples of packs."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import PROBLEMS, Json, Lang, Packs, Tongue

if TYPE_CHECKING:
    from kene.testing.examples import Tried
    from kene.testing.play import Played
    from kene.testing.suite import Tested

Accept = Annotated[
    bool, typer.Option("--accept", help="Récrire les conversations comme elles se passent.")
]


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command(name="test")(test)


def test(packs: Packs, accept: Accept = False, lang: Lang = Tongue.fr, json: Json = False) -> None:
    """Jouer les conversations et les exemples des services."""
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.testing.suite import try_pack

    tested = [(folder, try_pack(loaded(folder, lang), folder.as_posix())) for folder in packs]
    if accept:
        for _, each in tested:
            for path, text in each.accepted():
                Path(path).write_text(text, encoding="utf-8")
        tested = [(folder, try_pack(loaded(folder, lang), folder.as_posix())) for folder in packs]
    if json:
        terminal.data([_as_data(folder, each) for folder, each in tested])
    else:
        for folder, each in tested:
            _tell(folder, each, lang)
        _advise(tested)
    if not all(each.passed for _, each in tested):
        raise typer.Exit(PROBLEMS)


def _tell(folder: Path, tested: Tested, lang: str) -> None:
    from kene.cli import problems, terminal

    problems.tell(tested.problems, lang)
    for played in tested.played:
        _played(played)
    for tried in tested.tried:
        if not tried.passed:
            terminal.say("\n".join(_tried(tried)))
    covered = tested.coverage
    seen = covered.total - len(covered.missed)
    kind = "good" if tested.passed else "problem"
    passed = sum(each.passed for each in tested.played)
    right = sum(each.passed for each in tested.tried)
    summary = (
        f"{folder} : {passed} sur {len(tested.played)} conversations, "
        f"{right} sur {len(tested.tried)} exemples ; {seen} sur {covered.total} "
        "questions, options, règles et actions visitées."
    )
    terminal.say(terminal.colour(summary, kind))
    if covered.missed:
        terminal.say(f"  jamais visité : {', '.join(covered.missed)}")


def _played(played: Played) -> None:
    from kene.cli import terminal

    mark = terminal.colour("bien", "good") if played.passed else terminal.colour("faux", "problem")
    terminal.say(f"{mark}  {played.transcript.file}  {played.transcript.title}")
    for difference in played.differences:
        terminal.say(f"      {terminal.colour(str(difference.step.where), 'place')}")
        for line in ndiff(difference.expected, difference.actual):
            if not line.startswith("?"):
                kind = {"-": "problem", "+": "good"}.get(line[0], "quiet")
                terminal.say(f"      {terminal.colour(line, kind)}")


def _tried(tried: Tried) -> Iterator[str]:
    from kene.cli import terminal

    yield f"{terminal.colour('faux', 'problem')}  {tried.example.where}"
    for column, expected in tried.example.expected.items():
        if expected != tried.actual[column]:
            yield f"      {column} : attendu « {expected} », obtenu « {tried.actual[column]} »"


def _advise(tested: list[tuple[Path, Tested]]) -> None:
    from kene.cli import terminal

    wrong = [str(folder) for folder, each in tested if not each.passed]
    if wrong:
        terminal.say(f"Corrigez ; ou, si c'est voulu : kene test --accept {' '.join(wrong)}")
    else:
        names = " ".join(str(folder) for folder, _ in tested)
        terminal.say(f"Et maintenant : kene publish {names}")


def _as_data(folder: Path, tested: Tested) -> dict[str, object]:
    from kene.cli import problems

    covered = tested.coverage
    return {
        "pack": folder.as_posix(),
        "passed": tested.passed,
        "problems": [problems.as_data(problem) for problem in tested.problems],
        "transcripts": [
            {
                "file": each.transcript.file,
                "title": each.transcript.title,
                "passed": each.passed,
                "differences": [
                    {
                        "line": difference.step.where.line,
                        "expected": difference.expected,
                        "actual": difference.actual,
                    }
                    for difference in each.differences
                ],
            }
            for each in tested.played
        ],
        "examples": [
            {
                "file": each.example.where.file,
                "line": each.example.where.line,
                "passed": each.passed,
                "expected": each.example.expected,
                "actual": each.actual,
            }
            for each in tested.tried
        ],
        "coverage": {"total": covered.total, "missed": covered.missed},
    }

"""`kene test`: play the transcripts and the examples of packs."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import PROBLEMS, Json, Lang, Packs, Tongue
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.cli.wandering import Walked
    from kene.testing.examples import Tried
    from kene.testing.play import Played
    from kene.testing.suite import Tested

Accept = Annotated[bool, typer.Option("--accept")]
AllVisited = Annotated[bool, typer.Option("--all-visited")]
Wander = Annotated[int, typer.Option("--random", metavar="N", min=0)]
Seed = Annotated[int, typer.Option("--seed")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word("test")(test)


def test(  # noqa: PLR0913 -- each is an option of the command line
    packs: Packs,
    accept: Accept = False,
    all_visited: AllVisited = False,
    wander: Wander = 0,
    seed: Seed = 1,
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Play the conversations and the examples of services."""
    from kene.cli import terminal, wandering
    from kene.cli.packs import loaded, services_of
    from kene.testing.suite import try_pack

    packs = services_of(packs)
    services = [(folder, loaded(folder, lang)) for folder in packs]
    tested = [(folder, try_pack(service, folder.as_posix())) for folder, service in services]
    if accept:
        for _, each in tested:
            if not json:
                _played_all(each)
            _rewrite(each, quiet=json)
        tested = [(folder, try_pack(loaded(folder, lang), folder.as_posix())) for folder in packs]
    walks = [wandering.wandered(service, wander, seed) for _, service in services if wander]
    if json:
        data = [_as_data(folder, each) for folder, each in tested]
        for answer, walked in zip(data, walks, strict=False):
            answer["random"] = wandering.as_data(walked)
        terminal.data(data)
    else:
        for folder, each in tested:
            _tell(folder, each, lang)
        for (folder, _), walked in zip(tested, walks, strict=False):
            wandering.tell(folder, walked)
        _advise(tested, walks, all_visited)
    passed = all(each.passed and (each.coverage.whole or not all_visited) for _, each in tested)
    if not passed or any(walked.found for walked in walks):
        raise typer.Exit(PROBLEMS)


def _rewrite(tested: Tested, *, quiet: bool) -> None:
    """The transcripts that went otherwise, written as they went."""
    from kene.cli import terminal

    for path, text in tested.accepted():
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
        if not quiet:
            terminal.say(said("test.rewritten", path=path))


def _tell(folder: Path, tested: Tested, lang: str) -> None:
    from kene.cli import problems, terminal

    problems.tell(tested.problems, lang)
    _played_all(tested)
    for tried in tested.tried:
        if not tried.passed:
            terminal.say("\n".join(_tried(tried)))
    covered = tested.coverage
    seen = covered.total - len(covered.missed)
    kind = "good" if tested.passed else "problem"
    passed = sum(each.passed for each in tested.played)
    right = sum(each.passed for each in tested.tried)
    counts = {
        "passed": passed,
        "talks": len(tested.played),
        "right": right,
        "examples": len(tested.tried),
        "seen": seen,
        "total": covered.total,
        "said": covered.texts - len(covered.unsaid),
        "texts": covered.texts,
    }
    summary = said("test.summary", folder=folder, **counts)
    terminal.say(terminal.colour(summary, kind))
    if covered.missed:
        terminal.say(said("test.missed", names=", ".join(map(_missed, covered.missed))))
    if covered.unsaid:
        terminal.say(said("test.unsaid", names=", ".join(covered.unsaid)))


def _missed(name: str) -> str:
    kind, _, which = name.partition(" ")
    return f"{said(f'test.kind.{kind}')} {which}"


def _played_all(tested: Tested) -> None:
    for played in tested.played:
        _played(played)


def _played(played: Played) -> None:
    from kene.cli import terminal

    key, kind = ("good", "good") if played.passed else ("wrong", "problem")
    mark = terminal.colour(said(f"test.{key}"), kind)
    terminal.say(f"{mark}  {played.transcript.file}  {played.transcript.title}")
    for difference in played.differences:
        terminal.say(f"      {terminal.colour(str(difference.step.where), 'place')}")
        for line in ndiff(difference.expected, difference.actual):
            if not line.startswith("?"):
                kind = {"-": "problem", "+": "good"}.get(line[0], "quiet")
                terminal.say(f"      {terminal.colour(line, kind)}")


def _tried(tried: Tried) -> Iterator[str]:
    from kene.cli import terminal

    yield f"{terminal.colour(said('test.wrong'), 'problem')}  {tried.example.where}"
    for column, expected in tried.example.expected.items():
        if expected != tried.actual[column]:
            got = {"expected": expected, "actual": tried.actual[column]}
            yield f"      {said('test.expected', column=column, **got)}"


def _advise(tested: list[tuple[Path, Tested]], walks: list[Walked], all_visited: bool) -> None:
    from kene.cli import terminal

    wrong = [str(folder) for folder, each in tested if not each.passed]
    names = " ".join(str(folder) for folder, _ in tested)
    if wrong:
        terminal.say(said("test.accept", names=" ".join(wrong)))
    elif any(walked.found for walked in walks):
        terminal.say(said("test.keep"))
    elif all_visited and not all(each.coverage.whole for _, each in tested):
        terminal.say(said("test.visit"))
    else:
        terminal.say(said("test.next", names=names))


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
        "coverage": {
            "total": covered.total,
            "missed": covered.missed,
            "texts": covered.texts,
            "unsaid": covered.unsaid,
        },
    }

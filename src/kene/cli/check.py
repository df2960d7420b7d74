"""`kene check`: everything that is wrong with packs, at once."""

from __future__ import annotations

from pathlib import Path

import typer

from kene.cli.options import PROBLEMS, Json, Lang, Packs, Tongue


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(check)


def check(packs: Packs, lang: Lang = Tongue.fr, json: Json = False) -> None:
    """Vérifier des services : structure, textes, lois, étapes, écrans."""
    from kene.cli import problems, terminal
    from kene.testing.pack import Checked, NotAPack, check_folder

    checked: list[Checked] = []
    for folder in packs:
        try:
            checked.append(check_folder(folder))
        except NotAPack:
            terminal.wrong(f"{folder} n'est pas un service : il n'y a pas de service.yaml.")
    if json:
        terminal.data(
            [
                {
                    "pack": each.folder.as_posix(),
                    "service": each.service.reference if each.service else None,
                    "clean": each.clean,
                    "problems": [problems.as_data(problem) for problem in each.problems],
                }
                for each in checked
            ]
        )
    else:
        problems.tell([problem for each in checked for problem in each.problems], lang)
        for each in checked:
            verdict = terminal.colour(
                f"{each.folder} : {problems.count(each.problems)}.",
                "good" if each.clean else "problem",
            )
            terminal.say(verdict)
        terminal.say(_next([each.folder for each in checked if not each.clean], packs))
    if not all(each.clean for each in checked):
        raise typer.Exit(PROBLEMS)


def _next(wrong: list[Path], packs: list[Path]) -> str:
    """What to do now."""
    names = " ".join(str(folder) for folder in wrong or packs)
    return f"Corrigez, puis : kene check {names}" if wrong else f"Et maintenant : kene test {names}"

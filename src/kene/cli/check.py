"""`kene check`: everything that is wrong with packs, at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import PROBLEMS, Json, Lang, Packs, Tongue
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.testing.pack import Checked

Watch = Annotated[bool, typer.Option("--watch")]
Reported = Annotated[bool, typer.Option("--report")]
UssdPrice = Annotated[float, typer.Option("--ussd-price")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(check)


def check(  # noqa: PLR0913 -- each is an option of the command line
    packs: Packs,
    watch: Watch = False,
    report: Reported = False,
    ussd_price: UssdPrice = 0,
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Check services: structure, texts, laws, stages, screens."""
    from kene.cli import reporting, terminal, watching

    if watch:
        from kene.catalogue.packing import folders

        watched = dict.fromkeys(each for folder in packs for each in folders(folder))
        watching.watch(watched, lambda: _tell(checked_all(packs), lang))
    checked = checked_all(packs)
    if json:
        data = [_as_data(each) for each in checked]
        for answer, each in zip(data, checked, strict=True):
            if report and each.service is not None:
                answer["report"] = reporting.as_data(reporting.reported(each.service, ussd_price))
        terminal.data(data)
    else:
        _tell(checked, lang)
        for each in checked:
            if report and each.service is not None and each.clean:
                reporting.tell(reporting.reported(each.service, ussd_price))
        tested = [each.folder for each in checked if not each.shared]
        terminal.say(_next([each.folder for each in checked if not each.clean], tested))
    if not all(each.clean for each in checked):
        raise typer.Exit(PROBLEMS)


def checked_all(packs: list[Path]) -> list[Checked]:
    """Each pack checked; stops with 2 at a folder that is none."""
    from kene.cli import terminal
    from kene.testing.pack import NotAPack, check_folder

    checked: list[Checked] = []
    for folder in packs:
        try:
            checked.append(check_folder(folder))
        except NotAPack:
            terminal.wrong(said("packs.none", folder=folder))
    return checked


def _tell(checked: list[Checked], lang: Tongue) -> None:
    from kene.cli import problems, terminal

    problems.tell([problem for each in checked for problem in each.problems], lang)
    for each in checked:
        what = said("check.shared") if each.shared else ""
        verdict = terminal.colour(
            said(
                "check.verdict", folder=each.folder, what=what, count=problems.count(each.problems)
            ),
            "good" if each.clean else "problem",
        )
        terminal.say(verdict)


def _as_data(each: Checked) -> dict[str, object]:
    from kene.cli import problems

    return {
        "pack": each.folder.as_posix(),
        "service": each.service.reference if each.service else None,
        "shared": each.shared,
        "clean": each.clean,
        "problems": [problems.as_data(problem) for problem in each.problems],
    }


def _next(wrong: list[Path], packs: list[Path]) -> str:
    """What to do now."""
    names = " ".join(str(folder) for folder in wrong or packs)
    if wrong:
        return said("check.mend", names=names)
    return said("check.next", names=names) if names else said("check.used")

"""A pack given on the command line, loaded; its problems are told when it can't be."""

from __future__ import annotations

from pathlib import Path

import typer

from kene.cli import problems, terminal
from kene.cli.options import PROBLEMS, Tongue
from kene.cli.spoken import said
from kene.core.services import Service
from kene.core.services.composing import SHARED
from kene.testing.pack import NotAPack, check_folder


def loaded(folder: Path, lang: Tongue) -> Service:
    """The service in a folder; stops with 1 when it has problems that forbid to publish it."""
    try:
        checked = check_folder(folder)
    except NotAPack:
        terminal.wrong(said("packs.none", folder=folder))
    if checked.shared:
        terminal.wrong(said("packs.shared", folder=folder))
    serious = [problem for problem in checked.problems if not problem.warning]
    if checked.service is None or serious:
        problems.tell(serious, lang)
        terminal.say(said("packs.mend", folder=folder, count=problems.count(serious)))
        raise typer.Exit(PROBLEMS)
    return checked.service


def services_of(folders: list[Path]) -> list[Path]:
    """The folders but for shared parts, which have nothing to try."""
    return [folder for folder in folders if not (folder / SHARED).is_file()] or folders


def version(name: str, lang: Tongue) -> Service:
    """The service in a folder, or published on this node; stops with 2 where it is none."""
    if Path(name).is_dir():
        return loaded(Path(name), lang)
    from kene.cli.django import on_node

    with on_node():
        from kene.catalogue import api as catalogue

        try:
            return catalogue.find(name)
        except catalogue.Unknown:
            terminal.wrong(said("packs.version", name=name))

"""`kene new`: a first pack, to be changed into a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(help="Le nom du service, en minuscules.", metavar="NAME")]
In = Annotated[Path, typer.Option("--in", help="Le dossier des services.")]


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(new)


def new(name: Name, parent: In = Path("packs")) -> None:
    """Écrire un petit service, à modifier."""
    from kene.cli import terminal
    from kene.testing.starter import write

    folder = parent / name
    try:
        for path in write(name, folder):
            terminal.say(str(path))
    except ValueError:
        terminal.wrong(
            f"« {name} » ne peut pas être un nom : lettres minuscules sans accent, chiffres, « - »."
        )
    except FileExistsError:
        terminal.wrong(f"{folder} existe déjà.")
    terminal.say(f"Et maintenant : kene check {folder} && kene test {folder}")

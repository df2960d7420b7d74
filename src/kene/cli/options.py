"""The options that several words of the command line share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Tongue(StrEnum):
    """The languages that problems are told in."""

    fr = "fr"
    en = "en"


class Spoken(StrEnum):
    """The languages that an explanation is told in; `problems` is that of problems then."""

    fr = "fr"
    bm = "bm"
    en = "en"

    @property
    def problems(self) -> Tongue:
        """The language of problems for who reads this one."""
        return Tongue.en if self is Spoken.en else Tongue.fr


Lang = Annotated[Tongue, typer.Option("--lang", help="La langue des problèmes.")]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]
Today = Annotated[str, typer.Option("--today", help="Le jour, AAAA-MM-JJ ; vide : aujourd'hui.")]
Packs = Annotated[list[Path], typer.Argument(help="Dossiers de services.", metavar="PACK…")]
Pack = Annotated[Path, typer.Argument(help="Dossier d'un service.", metavar="PACK")]
Version = Annotated[
    str,
    typer.Argument(
        help="Dossier d'un service, ou SERVICE@VERSION ou son empreinte, publié sur ce nœud.",
        metavar="PACK",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")]

PROBLEMS = 1
"""The exit code of a command that found problems."""
WRONG_USE = 2
"""The exit code of a command that was wrongly used."""

"""The options that several words of the command line share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kene.site.spoken import LANGUAGE, language


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


def _tongue(_: Tongue) -> Tongue:
    """The language of the run, which may have been asked for before the word."""
    return Tongue(language())


def _spoken(value: Spoken) -> Spoken:
    """The same, or Bambara."""
    return value if value is Spoken.bm else Spoken(_tongue(value.problems))


Lang = Annotated[Tongue, typer.Option("--lang", envvar=LANGUAGE, callback=_tongue)]
Speak = Annotated[Spoken, typer.Option("--lang", envvar=LANGUAGE, callback=_spoken)]
Json = Annotated[bool, typer.Option("--json")]
Today = Annotated[str, typer.Option("--today")]
Packs = Annotated[list[Path], typer.Argument(metavar="PACK…")]
Pack = Annotated[Path, typer.Argument(metavar="PACK")]
Version = Annotated[str, typer.Argument(metavar="PACK")]
Yes = Annotated[bool, typer.Option("--yes")]

PROBLEMS = 1
"""The exit code of a command that found problems."""
WRONG_USE = 2
"""The exit code of a command that was wrongly used."""

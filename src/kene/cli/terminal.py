"""What the command line writes: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NoReturn

import typer

from kene.cli.options import WRONG_USE

_COLOURS: Final[Mapping[str, str]] = {
    "problem": typer.colors.RED,
    "warning": typer.colors.YELLOW,
    "good": typer.colors.GREEN,
    "place": typer.colors.CYAN,
    "quiet": typer.colors.BRIGHT_BLACK,
}


def say(text: str = "") -> None:
    """A line on the standard output; colours do not pass a pipe."""
    typer.echo(text)


def colour(text: str, kind: str) -> str:
    """The text in the colour of a kind of thing."""
    return typer.style(text, fg=_COLOURS[kind], bold=kind == "problem")


def data(answer: object) -> None:
    """The answer as JSON, in the letters that it has."""
    say(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def wrong(sentence: str) -> NoReturn:
    """Say on the standard error how the command was wrongly used, and stop with 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(WRONG_USE)


def table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], figures: Collection[int] = ()
) -> None:
    """Rows under headers, columns separated by two spaces; those of figures end on one line."""
    lines = [[str(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _framed(headers, lines, figures)
        return
    widths = [max(map(len, column)) for column in zip(headers, *lines, strict=True)]
    for line in [list(headers), *lines]:
        cells = (
            cell.rjust(width) if column in figures else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        say("  ".join(cells).rstrip())


def _framed(
    headers: Sequence[str], lines: Sequence[Sequence[str]], figures: Collection[int]
) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = Table(header_style="bold", box=None, pad_edge=False)
    for column, title in enumerate(headers):
        shown.add_column(title, justify="right" if column in figures else "left")
    for line in lines:
        shown.add_row(*line)
    Console(highlight=False).print(shown)

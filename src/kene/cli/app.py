"""The words of the command line. What each needs is imported when it runs: `check` starts fast."""

from __future__ import annotations

from typing import Annotated

import typer

from kene.cli import (
    agents,
    backup,
    cases,
    check,
    compare,
    decide,
    diff,
    documents,
    exchange,
    journal,
    lsp,
    migrate,
    new,
    node,
    publish,
    schema,
    stats,
    talk,
    tasks,
    tests,
    voice,
)

app = typer.Typer(
    name="kene",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    from importlib.metadata import version

    if asked:
        typer.echo(f"kene {version('kene')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", help="Dire la version.", callback=_version, is_eager=True),
]


@app.callback()
def kene(_: Version = False) -> None:
    """Écrire un service public une fois ; il rejoint tout le monde."""


for words in (
    check,
    talk,
    tests,
    voice,
    decide,
    compare,
    diff,
    exchange,
    new,
    schema,
    lsp,
    documents,
    journal,
    backup,
    node,
    publish,
    migrate,
    agents,
    cases,
    stats,
    tasks,
):
    words.register(app)

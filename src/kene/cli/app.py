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
    partners,
    publish,
    schema,
    stats,
    talk,
    tasks,
    tests,
    voice,
)
from kene.cli.words import Words

app = Words()


def _version(asked: bool) -> None:
    from importlib.metadata import version

    if asked:
        typer.echo(f"kene {version('kene')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)]


@app.callback()
def kene(_: Version = False) -> None:
    """Write a public service once; it reaches everybody."""


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
    partners,
    cases,
    stats,
    tasks,
):
    words.register(app)

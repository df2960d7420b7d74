"""The words of the command line. What each needs is imported when it runs: `check` starts fast."""

from __future__ import annotations

import typer

from kene.cli import (
    agents,
    backup,
    cases,
    check,
    decide,
    dmn,
    documents,
    journal,
    new,
    node,
    talk,
    tasks,
    tests,
)

app = typer.Typer(
    name="kene",
    help="Écrire un service public une fois ; il rejoint tout le monde.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for words in (
    check,
    talk,
    tests,
    decide,
    dmn,
    new,
    documents,
    journal,
    backup,
    node,
    agents,
    cases,
    tasks,
):
    words.register(app)

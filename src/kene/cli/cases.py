"""`kene erase` and `kene withdraw`: what an authority ends, written in the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Yes
from kene.cli.spoken import agreed, asked, said
from kene.cli.words import Words

Case = Annotated[str, typer.Argument(metavar="NUMBER")]
Paper = Annotated[str, typer.Argument(metavar="DOCUMENT")]
Reason = Annotated[str, typer.Option("--reason")]
By = Annotated[str, typer.Option("--by")]


def register(app: Words) -> None:
    """Add the words to the command."""
    app.word()(erase)
    app.word()(withdraw)


def erase(number: Case, by: By = "node", yes: Yes = False) -> None:
    """Erase the values of a case for ever; its history without values stays."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    if not yes:
        agreed(said("cases.erase", number=number))
    with on_node():
        from kene.casework import api as casework
        from kene.core.casefile import read_number

        try:
            reader = casework.Reader("node", by)
            clean = casework.erase(read_number(number) or number, reader, datetime.now(UTC))
        except casework.NotFound:
            terminal.say(said("cases.unknown", number=number))
            raise typer.Exit(PROBLEMS) from None
    terminal.say(said("cases.erased", number=number))
    if not clean:
        terminal.say(said("cases.wrapped"))


def withdraw(document: Paper, reason: Reason = "", by: By = "node") -> None:
    """Withdraw a document: whoever verifies it learns of it from the next signed list."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    while not reason:
        reason = asked(said("cases.reason"))
    with on_node():
        from kene.casework import api as casework

        try:
            reader = casework.Reader("node", by)
            casework.withdraw_document(document, reason, reader, datetime.now(UTC))
        except LookupError:
            terminal.say(said("cases.paperless", number=document))
            raise typer.Exit(PROBLEMS) from None
    terminal.say(said("cases.withdrawn", number=document))

"""`kene erase` and `kene withdraw`: what an authority ends, written in the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Yes
from kene.cli.words import Words

Case = Annotated[str, typer.Argument(metavar="NUMBER")]
Paper = Annotated[str, typer.Argument(metavar="DOCUMENT")]
Reason = Annotated[str, typer.Option("--reason", prompt="Motif")]
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
        typer.confirm(f"Effacer pour toujours les valeurs du dossier {number} ?", abort=True)
    with on_node():
        from kene.casework import api as casework
        from kene.core.casefile import read_number

        try:
            reader = casework.Reader("node", by)
            clean = casework.erase(read_number(number) or number, reader, datetime.now(UTC))
        except casework.NotFound:
            terminal.say(f"Aucun dossier n'a le numéro {number}.")
            raise typer.Exit(PROBLEMS) from None
    terminal.say(f"Les valeurs du dossier {number} sont effacées : leurs clés sont détruites.")
    if not clean:
        terminal.say(
            "Une copie emballée peut rester sur le disque : kene keys node, puis réessayez."
        )


def withdraw(document: Paper, reason: Reason, by: By = "node") -> None:
    """Withdraw a document: whoever verifies it learns of it from the next signed list."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.casework import api as casework

        try:
            reader = casework.Reader("node", by)
            casework.withdraw_document(document, reason, reader, datetime.now(UTC))
        except LookupError:
            terminal.say(f"Aucun document n'a le numéro {document}.")
            raise typer.Exit(PROBLEMS) from None
    terminal.say(f"Le document {document} est retiré. La liste signée est dans withdrawn/.")

"""`kene erase` and `kene withdraw`: what an authority ends, written in the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Yes

Case = Annotated[str, typer.Argument(help="Le numéro du dossier.", metavar="NUMÉRO")]
Paper = Annotated[str, typer.Argument(help="Le numéro écrit sur le document.", metavar="DOCUMENT")]
Reason = Annotated[
    str, typer.Option("--reason", help="Pourquoi, sans rien dire d'une personne.", prompt="Motif")
]
By = Annotated[str, typer.Option("--by", help="L'identifiant de l'agent qui le demande.")]


def register(app: typer.Typer) -> None:
    """Add the words to the command."""
    app.command()(erase)
    app.command()(withdraw)


def erase(number: Case, by: By = "node", yes: Yes = False) -> None:
    """Effacer pour toujours les valeurs d'un dossier ; son histoire sans valeurs reste."""
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
    """Retirer un document : qui le vérifie l'apprend dès la prochaine liste signée."""
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

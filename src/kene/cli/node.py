"""`kene serve` and `kene demo`: the node itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[str, typer.Option("--host", help="L'adresse qui écoute.")]
Port = Annotated[int, typer.Option("--port", help="Le port.", min=1, max=65_535)]

Country = Annotated[
    str, typer.Option("--country", help="Le pays que la démonstration sert : ml, bf ou ne.")
]
Written = Annotated[
    list[Path] | None, typer.Argument(help="Les dossiers de services que vous écrivez.")
]


def register(app: typer.Typer) -> None:
    """Add the words to the command."""
    app.command()(serve)
    app.command()(demo)


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Servir le nœud ; les réglages viennent de l'environnement."""
    from kene.cli import terminal
    from kene.site.safety import Unsafe
    from kene.site.serve import Taken
    from kene.site.serve import serve as run

    try:
        run(host, port)
    except (Unsafe, Taken) as error:
        terminal.wrong(str(error))


def demo(
    packs: Written = None, host: Host = "127.0.0.1", port: Port = 8000, country: Country = ""
) -> None:
    """Montrer Kene en marche : services, demandes d'exemple, agents.

    Un service que l'on écrit est servi aussi, et publié de nouveau à chaque changement.
    """
    from kene.cli import terminal
    from kene.site.demo import demo as run
    from kene.site.serve import Taken

    try:
        run(host, port, packs or (), country)
    except Taken as error:
        terminal.wrong(str(error))

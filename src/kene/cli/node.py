"""`kene serve`, `kene demo` and `kene publish`: the node itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Lang, Packs, Tongue

Host = Annotated[str, typer.Option("--host", help="L'adresse qui écoute.")]
Port = Annotated[int, typer.Option("--port", help="Le port.", min=1, max=65_535)]


def register(app: typer.Typer) -> None:
    """Add the words to the command."""
    app.command()(serve)
    app.command()(demo)
    app.command()(publish)


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


def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Montrer Kene en marche : services, demandes d'exemple, agents."""
    from kene.cli import terminal
    from kene.site.demo import demo as run
    from kene.site.serve import Taken

    try:
        run(host, port)
    except Taken as error:
        terminal.wrong(str(error))


def publish(packs: Packs, lang: Lang = Tongue.fr) -> None:
    """Publier des services vérifiés et essayés ; les demandes en cours gardent leur version."""
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.testing.suite import try_pack

    services = [loaded(folder, lang) for folder in packs]
    for folder, service in zip(packs, services, strict=True):
        if not try_pack(service, folder.as_posix()).passed:
            terminal.say(f"{folder} : ses tests ne passent pas. kene test {folder}")
            raise typer.Exit(PROBLEMS)
    from kene.cli.django import on_node

    with on_node():
        from kene.catalogue import api as catalogue
        from kene.site.preparing import prepare, ready_to_sign
        from kene.site.safety import Unsafe

        now = datetime.now(UTC)
        try:
            made = prepare(now)
        except Unsafe as unsafe:
            terminal.wrong(str(unsafe))
        for sentence in made:
            terminal.say(sentence)
        for service in services:
            catalogue.publish(service.files, now)
            terminal.say(f"{service.reference} est publié ({service.digest[:12]}).")
        for sentence in ready_to_sign(now):
            terminal.say(sentence)

"""`kene serve` and `kene demo`: the node itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kene.cli.words import Words

Host = Annotated[str, typer.Option("--host")]
Port = Annotated[int, typer.Option("--port", min=1, max=65_535)]

Country = Annotated[str, typer.Option("--country")]
Written = Annotated[list[Path] | None, typer.Argument()]


def register(app: Words) -> None:
    """Add the words to the command."""
    app.word()(serve)
    app.word()(demo)


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the node; its settings come from the environment."""
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
    """Show Kene at work: services, sample requests, agents.

    A service that one writes is served too, and published again at each change.
    """
    from kene.cli import terminal
    from kene.site.demo import demo as run
    from kene.site.serve import Taken

    try:
        run(host, port, packs or (), country)
    except Taken as error:
        terminal.wrong(str(error))

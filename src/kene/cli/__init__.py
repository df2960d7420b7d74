"""The command `kene`: each of its words calls functions that a library user could call."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def main() -> None:
    """Run the command line; with the core alone installed, say in a sentence what to install."""
    if find_spec("typer") is None or find_spec("rich") is None:
        sys.stderr.write(
            "La commande « kene » a besoin de plus que le cœur : pip install 'kene[site]'.\n"
            "The command 'kene' needs more than the core: pip install 'kene[site]'.\n"
        )
        raise SystemExit(2)
    from kene.cli.app import app

    app()

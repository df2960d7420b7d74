"""`kene schema`: the language of packs as a JSON Schema, for an ordinary editor."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(schema)


def schema() -> None:
    """Écrire le schéma JSON de service.yaml, pour un éditeur."""
    from kene.cli import terminal
    from kene.core.services import schema as language

    terminal.data(language.schema())

"""`kene schema`: the language of packs as a JSON Schema, for an ordinary editor."""

from __future__ import annotations

from kene.cli.words import Words


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(schema)


def schema() -> None:
    """Write the JSON Schema of service.yaml, for an editor."""
    from kene.cli import terminal
    from kene.core.services import schema as language

    terminal.data(language.schema())

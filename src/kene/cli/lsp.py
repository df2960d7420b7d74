"""`kene lsp`: the language server of packs, for any editor that speaks LSP."""

from __future__ import annotations

from kene.cli.options import Lang, Tongue
from kene.cli.spoken import said
from kene.cli.words import Words


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(lsp)


def lsp(lang: Lang = Tongue.fr) -> None:
    """Answer an editor: problems, completions, explanations, references."""
    from importlib.util import find_spec

    from kene.cli import terminal

    if find_spec("pygls") is None:
        terminal.wrong(said("lsp.install"))
    from kene.editor.server import serve

    serve("en" if lang is Tongue.en else "fr")

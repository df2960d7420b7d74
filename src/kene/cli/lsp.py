"""`kene lsp`: the language server of packs, for any editor that speaks LSP."""

from __future__ import annotations

import typer

from kene.cli.options import Lang, Tongue


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(lsp)


def lsp(lang: Lang = Tongue.fr) -> None:
    """Répondre à un éditeur : problèmes, propositions, explications, renvois."""
    from importlib.util import find_spec

    from kene.cli import terminal

    if find_spec("pygls") is None:
        terminal.wrong("« kene lsp » a besoin de pygls : pip install 'kene[lsp]'.")
    from kene.editor.server import serve

    serve("en" if lang is Tongue.en else "fr")

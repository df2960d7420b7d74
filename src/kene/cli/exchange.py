"""`kene import` and `kene export`: services from elsewhere, and services told elsewhere."""

from __future__ import annotations

import typer

from kene.cli import dmn, xlsform


def register(app: typer.Typer) -> None:
    """Add the words to the command."""
    taking = typer.Typer(help="Prendre ce qui est écrit ailleurs.", no_args_is_help=True)
    taking.command("dmn")(dmn.import_dmn)
    taking.command("xlsform")(xlsform.import_xlsform)
    giving = typer.Typer(help="Écrire un service pour d'autres outils.", no_args_is_help=True)
    giving.command("dmn")(dmn.export_dmn)
    for group in (taking, giving):
        group.callback()(lambda: None)
    app.add_typer(taking, name="import")
    app.add_typer(giving, name="export")

"""`kene import` and `kene export`: services from elsewhere, and services told elsewhere."""

from __future__ import annotations

import typer

from kene.cli import dmn, javascript, outgoing, xlsform


def register(app: typer.Typer) -> None:
    """Add the words to the command."""
    taking = typer.Typer(help="Prendre ce qui est écrit ailleurs.", no_args_is_help=True)
    taking.command("dmn")(dmn.import_dmn)
    taking.command("xlsform")(xlsform.import_xlsform)
    giving = typer.Typer(help="Écrire un service pour d'autres outils.", no_args_is_help=True)
    giving.command("dmn")(dmn.export_dmn)
    giving.command("javascript")(javascript.export_javascript)
    giving.command("cpsv-ap")(outgoing.export_cpsv_ap)
    giving.command("openapi")(outgoing.export_openapi)
    giving.command("form")(outgoing.export_form)
    giving.command("leaflet")(outgoing.export_leaflet)
    giving.command("storyboard")(outgoing.export_storyboard)
    for group in (taking, giving):
        group.callback()(lambda: None)
    app.add_typer(taking, name="import")
    app.add_typer(giving, name="export")

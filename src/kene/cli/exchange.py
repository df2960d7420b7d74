"""`kene import` and `kene export`: services from elsewhere, and services told elsewhere."""

from __future__ import annotations

from kene.cli import dmn, javascript, outgoing, xlsform
from kene.cli.words import Words


def register(app: Words) -> None:
    """Add the words to the command."""
    taking = Words()
    taking.word("dmn")(dmn.import_dmn)
    taking.word("xlsform")(xlsform.import_xlsform)
    giving = Words()
    giving.word("dmn")(dmn.export_dmn)
    giving.word("javascript")(javascript.export_javascript)
    giving.word("cpsv-ap")(outgoing.export_cpsv_ap)
    giving.word("openapi")(outgoing.export_openapi)
    giving.word("form")(outgoing.export_form)
    giving.word("leaflet")(outgoing.export_leaflet)
    giving.word("storyboard")(outgoing.export_storyboard)
    app.add_typer(taking, name="import")
    app.add_typer(giving, name="export")

"""The door of this room: services that come from elsewhere, and services told elsewhere."""

from __future__ import annotations

from kene.exchange.cpsv import NoRdf, cpsv_ap
from kene.exchange.openapi import answer, openapi
from kene.exchange.paper import NoTypesetter, Reach, form, leaflet
from kene.exchange.xlsform.findings import is_changed, is_lost
from kene.exchange.xlsform.importing import (
    REPORT,
    Imported,
    NoSurvey,
    NothingAsked,
    Wanted,
    imported,
)
from kene.exchange.xlsform.workbook import Missing, NotASpreadsheet, Workbook, read

__all__ = [
    "REPORT",
    "Imported",
    "Missing",
    "NoRdf",
    "NoSurvey",
    "NoTypesetter",
    "NotASpreadsheet",
    "NothingAsked",
    "Reach",
    "Wanted",
    "Workbook",
    "answer",
    "cpsv_ap",
    "form",
    "import_xlsform",
    "imported",
    "is_changed",
    "is_lost",
    "leaflet",
    "openapi",
    "read",
]


def import_xlsform(octets: bytes, wanted: Wanted) -> Imported:
    """An XLSForm (.xlsx or .xls) as the files of a pack, and all that the pack does not say of it.

    Raises Missing, NotASpreadsheet, NoSurvey, NothingAsked, and Mistakes when what it makes is no
    service.
    """
    return imported(read(octets), wanted)

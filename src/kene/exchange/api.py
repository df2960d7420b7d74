"""The door of this room: services that come from elsewhere, and services told elsewhere."""

from __future__ import annotations

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
    "NoSurvey",
    "NotASpreadsheet",
    "NothingAsked",
    "Wanted",
    "Workbook",
    "import_xlsform",
    "imported",
    "is_changed",
    "is_lost",
    "read",
]


def import_xlsform(octets: bytes, wanted: Wanted) -> Imported:
    """An XLSForm (.xlsx or .xls) as the files of a pack, and all that the pack does not say of it.

    Raises Missing, NotASpreadsheet, NoSurvey, NothingAsked, and Mistakes when what it makes is no
    service.
    """
    return imported(read(octets), wanted)

"""A spreadsheet file as sheets of texts: what openpyxl or xlrd reads, and nothing computed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

Cells = tuple[str, ...]

_XLSX: Final = b"PK"
_XLS: Final = b"\xd0\xcf\x11\xe0"
_MOST_ROWS: Final = 50_000


class NotASpreadsheet(ValueError):
    """The file is no spreadsheet that can be read."""


class Missing(RuntimeError):
    """A library that is not installed; its message says what to install."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet as texts; the first is row 1, as a spreadsheet counts."""

    name: str
    rows: tuple[Cells, ...]


Workbook = Mapping[str, Sheet]
"""The sheets by name, in lower case and without spaces around."""


def read(octets: bytes) -> Workbook:
    """The sheets of an .xlsx or .xls file. Raises NotASpreadsheet, and Missing."""
    if octets.startswith(_XLSX):
        return gathered(_xlsx(octets))
    if octets.startswith(_XLS):
        return gathered(_xls(octets))
    raise NotASpreadsheet


def table(octets: bytes) -> Sheet:
    """A list in a file of values separated by commas or, as French spreadsheets do, semicolons; or
    of places (GeoJSON, RFC 7946). Raises NotASpreadsheet."""
    text = octets.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("{"):
        return _places(text)
    header = text.partition("\n")[0]
    sign = ";" if header.count(";") > header.count(",") else ","
    lines = csv.reader(io.StringIO(text), delimiter=sign)
    return Sheet("", tuple(tuple(map(text_of, line)) for line in lines))


def _places(text: str) -> Sheet:
    """The features of a GeoJSON file, named and called as ODK does: by their `id` and `title`."""
    try:
        features = json.loads(text)["features"]
        items = [
            {
                "id": each.get("id", ""),
                **(each.get("properties") or {}),
                "geometry": _point(each.get("geometry") or {}),
            }
            for each in features
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotASpreadsheet from error
    columns = tuple(dict.fromkeys(name for item in items for name in item))
    header = ("name", "label", *columns)
    rows = (
        (item["id"], item.get("title", ""), *(item.get(column) for column in columns))
        for item in items
    )
    return Sheet("", (header, *(tuple(map(text_of, row)) for row in rows)))


def _point(geometry: Mapping[str, Any]) -> str:
    """A point as ODK writes one: latitude, longitude, altitude, accuracy; "" of another shape."""
    if geometry.get("type") != "Point":
        return ""
    longitude, latitude, *_ = geometry["coordinates"]
    return f"{latitude} {longitude} 0 0"


def gathered(sheets: Iterable[Sheet]) -> Workbook:
    """The sheets by name; the first of two of one name."""
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        found.setdefault(sheet.name.strip().lower(), sheet)
    return found


def _xlsx(octets: bytes) -> Iterator[Sheet]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise Missing("pip install 'kene[xlsform]'") from None
    try:
        book = load_workbook(io.BytesIO(octets), data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise NotASpreadsheet from error
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True, max_row=min(sheet.max_row or 0, _MOST_ROWS))
        yield Sheet(sheet.title, tuple(tuple(map(text_of, row)) for row in rows))


def _xls(octets: bytes) -> Iterator[Sheet]:
    try:
        import xlrd
    except ImportError:
        raise Missing("pip install 'kene[xlsform]'") from None
    try:
        book = xlrd.open_workbook(file_contents=octets)
    except Exception as error:  # xlrd too
        raise NotASpreadsheet from error
    for sheet in book.sheets():
        rows = (
            tuple(_old(cell, book.datemode) for cell in sheet.row(number))
            for number in range(min(sheet.nrows, _MOST_ROWS))
        )
        yield Sheet(sheet.name, tuple(rows))


def _old(cell: Any, datemode: Any) -> str:
    """A cell of an .xls file, which keeps dates and truths as numbers."""
    import xlrd

    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_DATE:
        try:
            return text_of(xlrd.xldate_as_datetime(value, datemode))
        except (ValueError, OverflowError):
            return text_of(value)
    return text_of(bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value)


def text_of(value: object) -> str:
    """A cell as somebody would type it: `5` of 5.0, an ISO date, `true`."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value == int(value):
            return str(int(value))
        case datetime():
            whole = value.time() == time()
            return value.date().isoformat() if whole else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).replace("\u00a0", " ").strip()

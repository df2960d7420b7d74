"""Forms for the tests of this folder, written as tables: `a | b` under `type | name`."""

import io
import json

from openpyxl import Workbook as Book

from kene.core.services import Service
from kene.core.services.checks import Places
from kene.exchange.api import Imported, Wanted, Workbook, imported
from kene.exchange.xlsform.workbook import Sheet, gathered
from kene.testing.rendering import CUT, unfit


def sheet(name: str, table: str) -> Sheet:
    """A sheet from the lines of a table."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return Sheet(name, tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines))


def form(survey: str, choices: str = "", settings: str = "", **others: str) -> Workbook:
    """The sheets of a form."""
    tables = {"survey": survey, "choices": choices, "settings": settings, **others}
    return gathered(sheet(name, table) for name, table in tables.items() if table)


def _cut(service: Service) -> list[str]:
    problems = unfit(service, Places(service.files, ""))
    return [each.details["option"] for each in problems if each.kind is CUT]


def taken(survey: str, choices: str = "", settings: str = "", **others: str) -> Imported:
    """The import of a form."""
    return taken_with({}, survey, choices, settings, **others)


def taken_with(beside: dict[str, bytes], *tables: str, **others: str) -> Imported:
    """The import of a form that has files beside it."""
    wanted = Wanted("essai.xlsx", cut=_cut, beside=beside)
    return imported(form(*tables, **others), wanted)


def octets(book: Workbook) -> bytes:
    """The form as an .xlsx file."""
    written = Book()
    written.remove(written.active)
    for each in book.values():
        page = written.create_sheet(each.name)
        for row in each.rows:
            page.append([cell or None for cell in row])
    kept = io.BytesIO()
    written.save(kept)
    return kept.getvalue()


def told(found: Imported) -> list[tuple[str, int]]:
    """The code and row of each thing that was told, in the order of the rows."""
    return sorted((each.code, each.where.line) for each in found.problems)


def shown(found: Imported) -> str:
    """What was told, for a test that fails."""
    return json.dumps([str(each) for each in found.problems], indent=1, ensure_ascii=False)

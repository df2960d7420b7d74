"""Reading a spreadsheet's text: cells with their places, whatever sign separates them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kene.core.lines import lines_of

SEPARATORS: Final = (";", "\t", ",")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as written, without outer blanks, and its place from 1."""

    written: str
    line: int
    column: int
    separator: str = ";"

    @property
    def text(self) -> str:
        """The text without a spreadsheet's quote marks around it."""
        if not _quoted(self.written):
            return self.written
        return self.written[1:-1].replace('""', '"').strip()

    @property
    def feel(self) -> str:
        """The text as FEEL for a column of texts.

        There `"a"` is FEEL's own string, unless what is inside shows that a spreadsheet quoted it.
        """
        inside = self.written[1:-1]
        return self.text if '""' in inside or self.separator in inside else self.written


def _quoted(written: str) -> bool:
    return (
        len(written) > 1
        and written[0] == written[-1] == '"'
        and '"' not in (written[1:-1].replace('""', ""))
    )


def rows(text: str) -> list[tuple[Cell, ...]]:
    """The rows of a sheet that are neither empty nor comments (`#`)."""
    text = text.removeprefix("\ufeff")
    separator = _separator(text)
    found = []
    for number, line in _lines(text):
        if line.strip() and not line.lstrip().startswith("#"):
            cells = tuple(_cells(line, number, separator))
            if any(cell.written for cell in cells):
                found.append(cells)
    # A spreadsheet may add a separator for each column that it ever saw.
    ends = (last for row in found for last, cell in enumerate(row, 1) if cell.written)
    width = max(ends, default=0)
    return [row[:width] for row in found]


def _separator(text: str) -> str:
    header = next(
        (line for _, line in _lines(text) if line.strip() and not line.lstrip().startswith("#")), ""
    )
    return next((sign for sign in SEPARATORS if sign in header), ";")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(lines_of(text), 1)


def _cells(line: str, number: int, separator: str) -> Iterator[Cell]:
    start = 0
    while True:
        end = _end_of_cell(line, start, separator)
        written = line[start:end]
        column = start + len(written) - len(written.lstrip()) + 1
        yield Cell(written.strip(), number, column, separator)
        if end >= len(line):
            return
        start = end + 1


def _end_of_cell(line: str, start: int, separator: str) -> int:
    """Where the cell that starts there ends: at a separator outside of quote marks."""
    quote = re.compile(rf'\s*"(?:[^"]|"")*"\s*(?={re.escape(separator)}|$)').match(line, start)
    if quote is not None:
        return quote.end()
    inside = ""
    for index in range(start, len(line)):
        sign = line[index]
        if sign == separator and not inside:
            return index
        if sign == '"' and (not inside or inside == sign):
            inside = "" if inside else sign
    return len(line) if not inside else _next(line, start, separator)


def _next(line: str, start: int, separator: str) -> int:
    end = line.find(separator, start)
    return end if end >= 0 else len(line)

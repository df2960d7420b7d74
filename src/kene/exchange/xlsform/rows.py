"""The rows of a form's sheets, their columns under the names of the XLSForm standard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kene.exchange.xlsform.workbook import Sheet

UNTRANSLATED: Final = ""
"""The language of a column that names none."""

_TRANSLATED: Final = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big-image",
    "audio",
    "video",
)
_ALIASES: Final[Mapping[str, str]] = {
    "relevance": "relevant",
    "skippattern": "relevant",
    "calculate": "calculation",
    "constraint-msg": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "readonly": "read_only",
    "read-only": "read_only",
    "command": "type",
    "caption": "label",
    "tag": "name",
    "jr:count": "repeat_count",
    "count": "repeat_count",
    "list name": "list_name",
    "value": "name",
    "default_value": "default",
    "dtype": "type",
}
_PREFIX: Final = re.compile(r"^(?:bind|control|media|body|instance)\s*::?\s*(?:jr\s*:+\s*)?")
_SPLIT: Final = re.compile(r"\s*::\s*|\s*:\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the sheet, its cells by column, and its texts by column and language."""

    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, column: str) -> str:
        """What a column says; "" when it says nothing."""
        return self.cells.get(column, "")


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """The rows under the header, but for empty ones; the header is the first row that says
    something."""
    headers: list[tuple[str, str]] = []
    for number, cells in enumerate(sheet.rows, 1):
        if not any(cells):
            continue
        if not headers:
            headers = [_column(cell) for cell in cells]
            continue
        yield _row(number, headers, cells)


def _row(number: int, headers: list[tuple[str, str]], cells: tuple[str, ...]) -> Row:
    plain: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for (column, language), cell in zip(headers, cells, strict=False):
        if not column or not cell:
            continue
        if column in _TRANSLATED:
            texts.setdefault(column, {}).setdefault(language, cell)
        else:
            plain.setdefault(column, cell)
    return Row(number, plain, texts)


def _column(header: str) -> tuple[str, str]:
    """The standard name of a column, and its language when it names one."""
    header = " ".join(header.split())
    name = _PREFIX.sub("", header.lower())
    words = _SPLIT.split(name, maxsplit=1)
    base = _known(words[0])
    if base in _TRANSLATED and len(words) == 2:
        return base, _SPLIT.split(_unprefixed(header), maxsplit=1)[1].strip()
    return _known(name), UNTRANSLATED


def _unprefixed(header: str) -> str:
    return header[len(header) - len(_PREFIX.sub("", header.lower())) :]


def column(name: str) -> str:
    """The name under which the rows have the column that an expression names."""
    return _known(name.lower())


def _known(name: str) -> str:
    name = _ALIASES.get(name, name)
    return _ALIASES.get(name.replace(" ", "_"), name.replace(" ", "_"))

"""The cells of a form that no part of a pack takes: each told, with its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kene.core.problems import Kind
from kene.exchange.xlsform import findings
from kene.exchange.xlsform.draft import Findings
from kene.exchange.xlsform.rows import Row

_TAKEN: Final = frozenset(
    {
        "type", "name", "relevant", "constraint", "required", "calculation", "choice_filter",
        "repeat_count", "disabled", "default",
    }
)  # fmt: skip
_LOOK: Final = frozenset(
    {"appearance", "read_only", "$given_name", "hxl", "body::class", "autoplay", "rows"}
)
_TEXT_LOST: Final = frozenset({"image", "big-image", "video"})
_SETTINGS_TAKEN: Final = frozenset(
    {"form_title", "title", "form_id", "id_string", "version", "default_language"}
)
_RANGE: Final = "range"
_WHOLLY: Final = (findings.NO_TYPE, findings.NO_OPTIONS, findings.PASSED, findings.METADATA)
"""A row that is told once as a whole."""


def left_over(
    rows: Iterable[Row],
    settings: Row,
    choices: Mapping[str, Mapping[str, Row]],
    found: Findings,
) -> None:
    """Tell what no other part of the import takes."""
    lost = {problem.where.line for problem in found.problems if problem.kind in _WHOLLY}
    for row in rows:
        if row.number in lost:
            continue
        for column, text in row.cells.items():
            kind = _kind(row, column)
            if kind is not None:
                details = {"name": row.cell("name"), "column": column, "text": text}
                found.tell(kind, row, **details)
        _texts(row, "survey", found)
    for items in choices.values():
        for row in items.values():
            _texts(row, "choices", found)
    for name, value in settings.cells.items():
        if name not in _SETTINGS_TAKEN:
            found.tell(findings.SETTING, settings, "settings", name=name, text=value)


def _kind(row: Row, column: str) -> Kind | None:
    """What to tell of a cell; None when it is taken, or told by who takes it."""
    if column in _TAKEN or not row.cell("type"):
        return _default(row) if column == "default" else None
    if column == "parameters" and row.cell("type").startswith(_RANGE):
        return None
    if column in _LOOK:
        return findings.LOOK
    if column == "trigger":
        return findings.RECOMPUTED
    if column == "parameters" and row.cell(column).startswith(("randomize", "max-pixels")):
        return findings.LOOK
    if column in ("save_to", "parameters", "query", "intent", "attribute"):
        return findings.NO_CELL
    return findings.LOOK if column.startswith(("body", "attr", "instance")) else None


def _default(row: Row) -> Kind | None:
    hidden = row.cell("type") in ("hidden", "calculate")
    return None if hidden else findings.NO_DEFAULT


def _texts(row: Row, sheet: str, found: Findings) -> None:
    for column, texts in row.texts.items():
        if column in _TEXT_LOST:
            details = {"name": row.cell("name"), "column": f"media::{column}"}
            found.tell(findings.NO_CELL, row, sheet, **details, text=", ".join(texts.values()))
        elif column == "audio":
            sounds = ", ".join(texts.values())
            found.tell(findings.TO_RECORD, row, sheet, name=row.cell("name"), text=sounds)
        elif column == "required_message":
            details = {"name": row.cell("name"), "column": column}
            found.tell(findings.LOOK, row, sheet, **details, text=next(iter(texts.values())))

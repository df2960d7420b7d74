"""A loop of a form, which asks the same of each option of a list, as one group for each option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kene.exchange.xlsform.rows import UNTRANSLATED, Row
from kene.exchange.xlsform.survey import Question, Section

Lists = Mapping[str, Mapping[str, Row]]
"""The rows of each list, by the names of its options."""


def unrolled(section: Section, lists: Lists) -> Section:
    """The section with its loops as groups, each question named after its option; a loop over no
    list of the workbook stays as it is."""
    parts = [unrolled(each, lists) if isinstance(each, Section) else each for each in section.parts]
    whole = replace(section, parts=parts)
    row = section.row
    if section.kind != "loop" or row is None:
        return whole
    options = lists.get(row.cell("type").split()[-1])
    if not options:
        return whole
    turns: list[Question | Section] = [_turn(whole, row, each) for each in options.values()]
    return Section(row, "group", turns)


def _turn(loop: Section, row: Row, option: Row) -> Section:
    """What is asked of one option."""
    cells = {"type": "begin group", "name": f"{row.cell('name')}_{option.cell('name')}"}
    names = "|".join(map(re.escape, _names(loop)))
    reads = re.compile(rf"\$\{{\s*({names})\s*\}}|\.\./({names})(?![\w/])")
    parts = [_part(each, option, reads) for each in loop.parts]
    return Section(Row(row.number, cells, option.texts), "group", parts)


def _part(part: Question | Section, option: Row, reads: re.Pattern[str]) -> Question | Section:
    row = _said_of(part.row, option, reads) if part.row else None
    if isinstance(part, Section):
        return Section(row, part.kind, [_part(each, option, reads) for each in part.parts])
    return replace(part, row=row or part.row)


def _said_of(row: Row, option: Row, reads: re.Pattern[str]) -> Row:
    """The row for one option: it reads the answers of its own turn, and its texts name it."""
    name = option.cell("name")
    cells = {
        column: reads.sub(lambda found: f"${{{found[1] or found[2]}_{name}}}", text)
        for column, text in row.cells.items()
    }
    labels = option.texts.get("label", {})
    spoken = labels.get(UNTRANSLATED, name)
    texts = {
        column: {
            language: text.replace("%(label)s", labels.get(language, spoken)).replace(
                "%(name)s", name
            )
            for language, text in said.items()
        }
        for column, said in row.texts.items()
    }
    return Row(row.number, {**cells, "name": f"{row.cell('name')}_{name}"}, texts)


def _names(section: Section) -> Iterator[str]:
    for part in section.parts:
        if part.row is not None and part.row.cell("name"):
            yield part.row.cell("name")
        if isinstance(part, Section):
            yield from _names(part)

"""Questionnaires after standard ones become services, whose rows are all imported or told."""

from pathlib import Path

import pytest
from bench.xlsform import table

from exchange.forms import shown
from kene.exchange.api import Imported, Wanted, imported, is_lost

QUESTIONNAIRES = sorted(Path(__file__).with_name("questionnaires").glob("*.md"))


def taken(path: Path) -> Imported:
    """The import of a questionnaire."""
    return imported(table(path.read_text(encoding="utf-8")), Wanted(path.name))


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=lambda path: path.stem)
def test_a_questionnaire_is_imported_and_what_is_not_is_told(path: Path) -> None:
    found = taken(path)
    service = found.service
    known = {*service.fields, *service.facts, *service.evidence}
    told = {each.where.line for each in found.problems}
    rows = table(path.read_text(encoding="utf-8"))["survey"].rows
    for number, (kind, name, *_) in enumerate(rows[1:], 2):
        assert kind.startswith(("begin", "end")) or name in known or number in told, shown(found)


def test_what_has_no_equivalent_is_lost_with_its_row_and_a_reason() -> None:
    found = taken(Path(__file__).with_name("questionnaires") / "litige-foncier.md")
    lost = [each for each in found.problems if is_lost(each)]
    assert [(each.code, each.where.line) for each in lost] == [("X101", 12)]

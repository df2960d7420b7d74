"""Statistics on a node: counted with the event, kept when people are erased, read as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

import pytest
from django.db import transaction

from apps.town import founded
from core.services.broken_packs import GOOD
from kene.casework import api as casework
from kene.casework.models import Tally
from kene.catalogue import api as catalogue
from kene.journal import api as journal

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
DAY: Final = datetime(2026, 10, 20, 12, tzinfo=UTC)
EVERYTHING: Final = casework.Asked()
NODE = casework.Reader("node", "node")
STATISTICS = b"""
statistics:
  demandes: {count: opened, by: [sorte, channel], sum: fee, median: age, for: repondre}
"""


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(DAY)
    catalogue.publish({**GOOD, "service.yaml": GOOD["service.yaml"] + STATISTICS}, DAY)


def ask(count: int, sort: str, channel: str = "ussd", at: datetime = DAY) -> list[str]:
    """Requests for cards, of people who are 20, 21, 22 …; their numbers."""
    now, numbers = casework.moment("ml", at), []
    for each in range(count):
        answers = {"nom": "Awa", "sorte": sort, "age": 20 + each}
        answers |= {"motif": "le marché"} if sort == "perdue" else {}
        confirmed = casework.Confirmed(catalogue.named("carte"), answers, channel, "fr", "")
        with transaction.atomic():
            numbers.append(casework.open_case(confirmed, Random(f"{sort}{each}{at}"), now).number)
    return numbers


def tables(asked: casework.Asked = EVERYTHING, days: int = 0) -> list[casework.Table]:
    now = casework.moment("ml", DAY + timedelta(days=days))
    return list(casework.statistics(["carte"], asked, NODE, now))


def counts(table: casework.Table) -> dict[tuple[str, ...], int]:
    return {line.cell: line.figures.count for line in table.lines}


def test_nothing_is_counted_before_anybody_asks() -> None:
    assert tables() == []


def test_a_small_figure_is_hidden_and_the_next_so_that_it_is_not_had_by_subtraction() -> None:
    ask(15, "neuve")
    ask(12, "perdue")
    ask(2, "perdue", "web")
    [table] = tables()
    assert counts(table) == {("neuve", "ussd"): 15}
    assert table.grouped is not None
    assert table.total is not None
    assert (table.grouped.count, table.total.count) == (14, 29)
    assert table.total.sum == 29 * 500


def test_fewer_people_than_a_figure_may_tell_of_are_nothing_at_all() -> None:
    ask(9, "neuve")
    [table] = tables()
    assert (table.lines, table.grouped, table.total) == ((), None, None)


def test_the_sum_and_the_median_are_of_all_that_are_counted() -> None:
    ask(11, "neuve")
    [line] = tables()[0].lines
    assert (line.figures.sum, line.figures.median) == (5500, 25)


def test_the_erased_stay_counted_and_no_row_leads_to_a_case() -> None:
    numbers = ask(10, "neuve")
    before = counts(tables()[0])
    casework.erase(numbers[0], NODE, DAY)
    assert counts(tables()[0]) == before
    told = " ".join(f"{row.cell}{row.step}" for row in Tally.objects.all())
    assert not any(number in told for number in numbers)
    assert "Awa" not in told


def test_a_period_that_is_not_over_does_not_leave_the_node() -> None:
    ask(10, "neuve")
    ask(10, "neuve", at=DAY + timedelta(days=30))
    assert [(t.period, t.running) for t in tables(days=30)] == [
        ("2026-11", True),
        ("2026-10", False),
    ]
    [kept] = tables(casework.Asked(kept=True), days=30)
    assert kept.period == "2026-10"
    assert [t.period for t in tables(casework.Asked(since="2026-11"), days=30)] == ["2026-11"]
    assert tables(casework.Asked(until="2026-09"), days=30) == []


def test_each_reading_is_in_the_journal() -> None:
    tables()
    tables(casework.Asked(kept=True))
    lines = [(line.what, line.detail) for line in journal.lines_about("carte")]
    assert lines == [("read", "statistics"), ("exported", "statistics")]


def test_figures_go_when_the_time_of_their_purpose_has_passed() -> None:
    ask(10, "neuve")
    casework.expire(DAY + timedelta(days=364))
    assert tables() != []
    casework.expire(DAY + timedelta(days=370))
    assert tables() == []

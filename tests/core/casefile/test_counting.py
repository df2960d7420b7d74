"""What statistics count of a case, and which figures of a table are not shown."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.broken_packs import GOOD
from kene.core.casefile import Acted, Contested, Event, Issued, Tick, Withdrawn, counted, fold
from kene.core.casefile import hidden as masks
from kene.core.casefile import opening as opened
from kene.core.casefile.moment import Moment
from kene.core.services import CLOSED, Service, load

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
STATISTICS = """
statistics:
  demandes: {count: opened, by: [sorte, majeur], sum: fee, median: age, for: repondre}
  decidees: {count: decided, by: [droit, channel], each: year, for: repondre}
  delivrees: {count: granted, for: repondre}
  finies: {count: closed, for: repondre}
"""


@pytest.fixture(scope="module")
def service() -> Service:
    """A card, and how many there are."""
    text = GOOD["service.yaml"].decode() + STATISTICS
    return load({**GOOD, "service.yaml": text.encode()})


def begun(service: Service, age: int = 30) -> list[Event]:
    answers = {"nom": "Awa", "sorte": "neuve", "age": age}
    return opened(service, answers, "ussd", "fr", Moment(AT, DAY))


def ticks(service: Service, events: list[Event], since: int) -> dict[str, Tick]:
    found = counted(service, fold(service, events), events, since, DAY)
    return {tick.statistic.name: tick for tick in found}


def acted(action: str) -> Acted:
    return Acted(AT, "awa", "examen", action, CLOSED)


def test_a_confirmed_case_counts_by_its_coarse_values_alone(service: Service) -> None:
    [tick] = ticks(service, begun(service), 0).values()
    assert (tick.statistic.name, tick.period) == ("demandes", "2026-11")
    assert tick.cell == ("neuve", "yes")
    assert (tick.total, tick.step) == (50_000, "3.0e+1")


def test_what_is_contested_and_ends_again_counts_once(service: Service) -> None:
    first = [*begun(service), acted("refuser")]
    assert ticks(service, first, len(first) - 1).keys() == {"decidees", "finies"}
    again = [*first, Contested(AT, "ussd", "examen"), acted("refuser")]
    assert ticks(service, again, len(first)) == {}
    given = [*again, Contested(AT, "ussd", "examen"), acted("delivrer"), Issued(AT, "carte", "1")]
    assert ticks(service, given, len(again)).keys() == {"delivrees"}


def test_a_withdrawal_ends_a_case_and_decides_nothing(service: Service) -> None:
    events = [*begun(service), Withdrawn(AT, "ussd")]
    assert ticks(service, events, len(events) - 1).keys() == {"finies"}


def test_a_year_is_a_period_too_and_a_decision_a_cell(service: Service) -> None:
    events = [*begun(service), acted("delivrer")]
    tick = ticks(service, events, len(events) - 1)["decidees"]
    assert (tick.period, tick.cell) == ("2026", ("oui", "ussd"))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(3, 15))
def test_no_figure_is_of_a_few_and_none_follows_from_the_total(
    counts: list[int], least: int
) -> None:
    found = masks(counts, least)
    shown = [count for place, count in enumerate(counts) if place not in found.cells]
    assert all(count >= least for count in shown)
    if found.total:
        assert shown == []
        assert sum(counts) < least
    elif found.cells:
        assert len(found.cells) > 1
        assert sum(counts) - sum(shown) >= least


@given(st.lists(st.integers(15, 40), min_size=1, max_size=12))
def test_a_table_of_large_figures_is_shown_whole(counts: list[int]) -> None:
    assert not masks(counts, 15).cells

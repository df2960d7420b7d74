"""Rankings: the same cases give the same places, and nobody is placed on what is not known."""

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile.process_pack import AT, NOON
from kene.catalogue.packing import read_folder
from kene.core.casefile import Agent, Candidate, Moment, fold, opening, publishing, ranking
from kene.core.services import Call, Rank, load

SERVICE = load(read_folder(Path(__file__).parents[3] / "packs" / "bourse"))
PLACES = 2
ANSWERS = {
    "prenoms": "Awa",
    "nom": "Traoré",
    "sexe": "femme",
    "date_naissance": NOON.date() - timedelta(days=6800),
    "malien": True,
    "inscrit": True,
    "libre": False,
    "lycee": "trois-ans",
    "sociale": False,
}


def call() -> tuple[Call, Rank]:
    """The call of the pack, and its ranking."""
    assert SERVICE.call is not None and SERVICE.call.rank is not None
    return SERVICE.call, SERVICE.call.rank


def candidate(number: int, average: Any, hours: int = 0, **answers: Any) -> Candidate:
    """A request received some hours later."""
    at = Moment(NOON + timedelta(hours=hours), AT.today)
    events = opening(SERVICE, {**ANSWERS, "moyenne": average, **answers}, "ussd", "fr", at)
    return Candidate(f"{number:09}", SERVICE, fold(SERVICE, events))


REQUESTS = st.lists(
    st.builds(
        lambda average, hours, sort: (average, hours, sort),
        st.integers(11, 20),
        st.integers(0, 3),
        st.sampled_from(["femme", "homme"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(REQUESTS, st.integers(0, 99), st.integers(1, 5))
def test_the_ranking_is_the_same_in_whatever_order_cases_come(
    requests: list[tuple[int, int, str]], seed: int, places: int
) -> None:
    rank = call()[1]
    cases = [candidate(n, a, h, sexe=s) for n, (a, h, s) in enumerate(requests)]
    shuffled = Random(seed).sample(cases, len(cases))
    found = ranking(rank, places, cases, AT.today)
    assert found == ranking(rank, places, shuffled, AT.today)
    assert [each.rank for each in found.placed] == list(range(1, len(cases) + 1))
    fates = [each.fate for each in found.placed]
    assert fates == sorted(fates, key=["granted", "waiting", "refused"].index)
    assert fates.count("granted") == min(places, len(cases))
    order = [(tuple(-k for k in e.keys), e.candidate.file.opened) for e in found.placed]
    assert order == sorted(order)


def test_equal_numbers_are_ranked_by_the_time_of_receipt() -> None:
    rank = call()[1]
    late, early = candidate(1, 14, hours=2), candidate(2, 14, hours=1)
    found = ranking(rank, 1, [late, early], AT.today)
    assert [each.candidate for each in found.placed] == [early, late]
    assert [each.fate for each in found.placed] == ["granted", "waiting"]


def test_who_lacks_a_number_is_not_ranked_and_not_refused() -> None:
    rank = call()[1]
    known = candidate(1, 14)
    unknown = candidate(2, None)
    found = ranking(rank, 1, [unknown, known], AT.today)
    assert found.unsettled == (unknown,)
    assert [each.candidate for each in found.placed] == [known]


def test_publishing_says_the_rank_and_does_its_action() -> None:
    rank = call()[1]
    cases = [candidate(n, 20 - n) for n in range(4)]
    found = ranking(rank, PLACES, cases, AT.today)
    ends = []
    for placed in found.placed:
        events = publishing(placed, rank, Agent("awa", "commission"), AT)
        file = placed.candidate.file
        assert file.stage == "classement"
        ends.append((type(events[0]).__name__, events[1].action))  # type: ignore[union-attr]
    assert ends == [("Ranked", each) for each in ("accorder", "accorder", "attendre", "refuser")]


def test_a_call_opens_and_closes_on_its_days() -> None:
    found = call()[0]
    assert found.opens is not None and found.closes is not None
    day = timedelta(days=1)
    assert found.shut(found.opens - day) == "early"
    assert found.shut(found.opens) == found.shut(found.closes) == ""
    assert found.shut(found.closes + day) == "over"

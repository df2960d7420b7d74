"""A line says who did what about which thing, in one canonical way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.journal import api as journal
from kene.journal.lines import canonical, moment

texts = st.text(max_size=20)


@given(st.integers(0, 1 << 40), texts, texts, texts, texts)
def test_a_line_is_written_as_canonical_json(
    index: int, who: str, what: str, about: str, detail: str
) -> None:
    told = {"index": index, "at": "x", "who": who, "what": what, "about": about, "detail": detail}
    expected = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    written = canonical(index, "x", who, what, about, detail)
    assert written == expected.encode()


def test_the_same_moment_is_written_the_same_from_any_zone() -> None:
    here = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)
    there = here.astimezone(timezone(timedelta(hours=-5)))
    assert moment(here) == moment(there) == "2026-03-18T10:30:00.000000+00:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2026, 3, 18))  # noqa: DTZ001


def test_a_verb_that_the_journal_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="fiddled"):
        journal.Entry("node", "fiddled", "")


def test_a_part_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="detail"):
        journal.Entry("node", "read", "", "x" * 201)

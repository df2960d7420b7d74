"""Numbers are found and codes are checked by digests that only this node can make."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kene.privacy import api as privacy

pytestmark = pytest.mark.django_db(databases="__all__")

NOW = datetime(2026, 3, 15, 10, 0, tzinfo=UTC)


def test_a_number_has_one_digest_and_a_restart_does_not_change_it() -> None:
    before = privacy.address_digest("+22370000001")
    privacy.forget()
    assert privacy.address_digest("+22370000001") == before
    assert privacy.address_digest("+22370000002") != before
    assert b"70000001" not in before


def test_equal_codes_of_two_cases_have_different_digests() -> None:
    assert privacy.secret_digest("case/1", "123456") != privacy.secret_digest("case/2", "123456")


def test_five_guesses_are_free_then_each_closes_the_door_for_twice_as_long() -> None:
    assert all(privacy.attempt("case/1", NOW) for _ in range(5))
    later = NOW
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60, 60):
        assert not privacy.attempt("case/1", later + timedelta(minutes=minutes, seconds=-1))
        later += timedelta(minutes=minutes)
        assert privacy.attempt("case/1", later)


def test_guesses_at_one_secret_leave_the_others_open() -> None:
    while privacy.attempt("case/1", NOW):
        pass
    assert privacy.attempt("case/2", NOW)


def test_a_right_guess_forgets_the_wrong_ones() -> None:
    for _ in range(4):
        privacy.attempt("case/1", NOW)
    privacy.succeeded("case/1")
    assert [privacy.attempt("case/1", NOW) for _ in range(6)] == [True] * 5 + [False]


@given(days=st.integers(3, 400))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_old_guesses_are_forgotten(days: int) -> None:
    privacy.succeeded("case/1")
    while privacy.attempt("case/1", NOW):
        pass
    later = NOW + timedelta(days=days)
    assert [privacy.attempt("case/1", later) for _ in range(6)] == [True] * 5 + [False]
    assert privacy.expire_guesses(later) == 0
    assert privacy.expire_guesses(later + timedelta(days=3)) == 1

"""Values open with their own key, in their own place, and never again once it is destroyed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kene.privacy import api as privacy

pytestmark = pytest.mark.django_db(databases="__all__")

NOW = datetime(2026, 3, 15, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


@given(data=st.binary(max_size=500), context=st.binary(max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_sealed_is_read_back(data: bytes, context: bytes) -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    sealed = privacy.keys_of("100000001").seal("act", data, context)
    assert privacy.keys_of("100000001").unseal("act", sealed, context) == data


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bit_of_a_sealed_value_can_be_changed(place: int, bit: int) -> None:
    ring = privacy.new_keys("100000001", {"act": None}, NOW)
    sealed = bytearray(ring.seal("act", b"Awa", b"1"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(privacy.Tampered):
        ring.unseal("act", bytes(sealed), b"1")


def test_a_value_does_not_open_in_another_place_purpose_or_case() -> None:
    one = privacy.new_keys("100000001", {"act": None, "tell": None}, NOW)
    other = privacy.new_keys("100000002", {"act": None}, NOW)
    sealed = one.seal("act", b"Awa", b"1")
    for ring, purpose, context in ((one, "act", b"2"), (one, "tell", b"1"), (other, "act", b"1")):
        with pytest.raises(privacy.Tampered):
            ring.unseal(purpose, sealed, context)


def test_equal_values_are_never_sealed_to_equal_octets() -> None:
    ring = privacy.new_keys("100000001", {"act": None}, NOW)
    assert ring.seal("act", b"Awa", b"1") != ring.seal("act", b"Awa", b"1")


def test_asking_for_keys_again_keeps_those_that_there_are() -> None:
    sealed = privacy.new_keys("100000001", {"act": None}, NOW).seal("act", b"Awa", b"1")
    again = privacy.new_keys("100000001", {"act": None, "tell": None}, NOW)
    assert again.unseal("act", sealed, b"1") == b"Awa"
    assert "tell" in again


def test_erasing_one_purpose_leaves_the_others() -> None:
    ring = privacy.new_keys("100000001", {"act": None, "tell": None}, NOW)
    act, tell = ring.seal("act", b"Awa", b"1"), ring.seal("tell", b"70", b"1")
    gone = privacy.erase("100000001", ["tell"])
    assert gone.keys == (("100000001", "tell"),)
    left = privacy.keys_of("100000001")
    assert left.unseal("act", act, b"1") == b"Awa"
    with pytest.raises(privacy.Erased):
        left.unseal("tell", tell, b"1")


def test_what_was_erased_stays_erased() -> None:
    privacy.new_keys("100000001", {"act": None}, NOW)
    privacy.erase("100000001")
    assert privacy.erase("100000001").keys == ()
    with pytest.raises(privacy.Erased):
        privacy.new_keys("100000001", {"act": None}, NOW)


def test_a_lost_key_is_not_taken_for_an_erased_one() -> None:
    with pytest.raises(privacy.NoKey):
        privacy.keys_of("100000001").unseal("act", bytes(40), b"1")


@pytest.mark.parametrize("known_at_once", [True, False])
def test_a_key_is_kept_through_its_last_day_and_no_longer(known_at_once: bool) -> None:
    last = TODAY if known_at_once else None
    privacy.new_keys("100000001", {"act": None, "tell": last}, NOW)
    if not known_at_once:
        privacy.keep("100000001", {"tell": TODAY})
    assert privacy.expire(TODAY).keys == ()
    assert privacy.expire(TODAY + timedelta(days=1)).keys == (("100000001", "tell"),)
    assert privacy.keys_of("100000001").erased == {"tell"}


def test_keys_made_for_data_that_never_came_are_swept() -> None:
    hour = timedelta(hours=1)
    for number in ("100000001", "100000002"):
        privacy.new_keys(number, {"act": None}, NOW)
    privacy.new_keys("100000003", {"act": None}, NOW + hour)
    privacy.new_keys("100000004", {"act": None}, NOW - hour)
    privacy.address_digest("+22370000000")
    privacy.seal_draft(TODAY, b"draft", b"person")
    gone = privacy.sweep(NOW, NOW + hour, lambda some: {"100000001"} & set(some))
    assert gone.keys == (("100000002", "act"),)


def test_the_nodes_own_keys_can_not_be_erased() -> None:
    with pytest.raises(ValueError, match="own"):
        privacy.erase("@node")


def test_a_draft_opens_until_the_key_of_its_day_is_destroyed() -> None:
    old, new = date(2026, 3, 1), date(2026, 3, 2)
    first = privacy.seal_draft(old, b"one", b"person")
    second = privacy.seal_draft(new, b"two", b"person")
    assert privacy.unseal_draft(old, first, b"person") == b"one"
    assert privacy.expire_drafts(new).keys == (("@draft/2026-03-01", "draft"),)
    with pytest.raises(privacy.Erased):
        privacy.unseal_draft(old, first, b"person")
    with pytest.raises(privacy.Erased):
        privacy.seal_draft(old, b"one", b"person")
    assert privacy.unseal_draft(new, second, b"person") == b"two"


def test_a_late_hop_of_yesterday_does_not_take_the_place_of_todays_key() -> None:
    new = privacy.seal_draft(date(2026, 3, 2), b"two", b"person")
    old = privacy.seal_draft(date(2026, 3, 1), b"one", b"person")
    assert privacy.unseal_draft(date(2026, 3, 1), old, b"person") == b"one"
    assert privacy.unseal_draft(date(2026, 3, 2), new, b"person") == b"two"

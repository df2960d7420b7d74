"""Deterministic CBOR: one form for each item, and nothing else is read."""

import cbor2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kene.documents import cbor

NUMBERS = st.integers(min_value=-(2**64), max_value=2**64 - 1)
LEAVES = NUMBERS | st.binary(max_size=40) | st.text(max_size=40) | st.booleans() | st.none()
KEYS = NUMBERS | st.binary(max_size=9) | st.text(max_size=9)
ITEMS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(KEYS, inner, max_size=5)
        | st.builds(cbor.Tag, st.integers(1000, 2**64 - 1), inner)
    ),
    max_leaves=12,
).filter(lambda item: _depth(item) <= cbor.DEPTH)


def _depth(item: object) -> int:
    match item:
        case list():
            return 1 + max(map(_depth, item), default=0)
        case dict():
            return 1 + max(map(_depth, item.values()), default=0)
        case cbor.Tag():
            return 1 + _depth(item.item)
        case _:
            return 1


def _theirs(item: object) -> object:
    """The item as the other implementation has it."""
    match item:
        case list():
            return [_theirs(part) for part in item]
        case dict():
            return {key: _theirs(value) for key, value in item.items()}
        case cbor.Tag():
            return cbor2.CBORTag(item.number, _theirs(item.item))
        case _:
            return item


@given(ITEMS)
def test_what_is_written_is_read_back(item: cbor.Item) -> None:
    assert cbor.read(cbor.write(item)) == item


@given(ITEMS)
def test_another_implementation_reads_what_is_written(item: cbor.Item) -> None:
    assert cbor2.loads(cbor.write(item)) == _theirs(item)


@given(st.binary(max_size=60))
@example(b"\x81" * 2000)
@example(b"\x9a\x7f\xff\xff\xff\x00")
@example(b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff")
@example(b"\xd8\x64\x1b\x0d\xe0\xb6\xb3\xa7\x64\x00\x00")
def test_any_octets_are_one_item_in_its_only_form_or_are_refused(data: bytes) -> None:
    try:
        item = cbor.read(data)
    except cbor.Malformed:
        return
    assert cbor.write(item) == data


@pytest.mark.parametrize(
    "longer",
    [
        "1817",  # 23 in two octets
        "190018",  # 24 in three
        "a201000100",  # a key twice
        "a202000100",  # keys not sorted
        "9fff",  # no length
        "0000",  # something after
        "fb3ff0000000000000",  # a fraction
        "f7",  # undefined
        "61ff",  # not UTF-8
        "a1f500",  # a key that is no number, text or octets
    ],
)
def test_another_form_of_an_item_is_refused(longer: str) -> None:
    with pytest.raises(cbor.Malformed):
        cbor.read(bytes.fromhex(longer))


def test_a_number_of_more_than_64_bits_is_not_written() -> None:
    with pytest.raises(OverflowError):
        cbor.write(2**64)

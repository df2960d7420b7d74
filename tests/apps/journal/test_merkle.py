"""The tree is RFC 6962's, compared with its definition written out naively."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from kene.journal import merkle

leaves = st.lists(st.binary(max_size=8), max_size=80)
some = st.lists(st.binary(max_size=8), min_size=1, max_size=80)

distinct = st.integers(1, 80).map(lambda count: [bytes([number]) for number in range(count)])


def defined(data: list[bytes]) -> bytes:
    """MTH of RFC 6962, §2.1."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = largest(len(data))
    return sha256(b"\x01" + defined(data[:k]) + defined(data[k:])).digest()


def defined_path(m: int, data: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, §2.1.1."""
    if len(data) == 1:
        return []
    k = largest(len(data))
    if m < k:
        return [*defined_path(m, data[:k]), defined(data[k:])]
    return [*defined_path(m - k, data[k:]), defined(data[:k])]


def largest(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def peaks_of(data: list[bytes]) -> merkle.Peaks:
    peaks: merkle.Peaks = ()
    for size, leaf in enumerate(data):
        peaks = merkle.grown(peaks, size, merkle.leaf(leaf))
    return peaks


@given(leaves)
def test_growing_leaf_by_leaf_gives_the_root_that_the_rfc_defines(data: list[bytes]) -> None:
    assert merkle.root(peaks_of(data)) == defined(data)


@given(some, st.data())
def test_a_path_is_the_one_that_the_rfc_defines_and_leads_to_the_root(
    data: list[bytes], draw: st.DataObject
) -> None:
    index = draw.draw(st.integers(0, len(data) - 1))
    path = merkle.path(index, len(data), lambda first, end: defined(data[first:end]))
    assert list(path) == defined_path(index, data)
    assert merkle.leads(index, len(data), merkle.leaf(data[index]), path) == defined(data)


@given(distinct, st.data())
def test_a_path_leads_no_other_leaf_to_the_root(data: list[bytes], draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, len(data) - 1))
    other = draw.draw(st.integers(-1, len(data)))
    path = merkle.path(index, len(data), lambda first, end: defined(data[first:end]))
    root, leaf = defined(data), merkle.leaf(data[index])
    if other != index:
        assert merkle.leads(other, len(data), leaf, path) != root
    assert merkle.leads(index, len(data), merkle.leaf(b"another leaf"), path) != root
    assert merkle.leads(index, len(data), leaf, (*path, root)) != root
    if path:
        assert merkle.leads(index, len(data), leaf, path[:-1]) != root

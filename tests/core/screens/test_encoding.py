"""Octets and segments are those that the network would send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.core.screens.alphabets import BASIC, EXTENSION
from kene.core.screens.encoding import (
    Measure,
    fallback,
    fit,
    fit_segments,
    measure,
    mend,
    octets,
    octets_of,
    segments,
)

from .texts import anything

SEVEN_BIT = st.text(st.sampled_from(BASIC + EXTENSION), max_size=500)
CODES = {character: code for code, character in enumerate(BASIC[:27] + "\x1b" + BASIC[27:])}
ESCAPED = dict(
    zip(EXTENSION, (0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65), strict=True)
)


def packed(text: str) -> bytes:
    """The text as TS 23.038, 6.1.2.3 packs it into a USSD string, bit by bit."""
    septets = [
        code
        for character in text
        for code in ([CODES[character]] if character in CODES else [0x1B, ESCAPED[character]])
    ]
    carriage_return = CODES["\r"]
    ends_on_edge = bool(septets) and len(septets) % 8 == 0 and septets[-1] == carriage_return
    if len(septets) % 8 == 7 or ends_on_edge:
        septets.append(carriage_return)
    stream = sum(septet << 7 * place for place, septet in enumerate(septets))
    return stream.to_bytes((7 * len(septets) + 7) // 8, "little")


def test_the_alphabet_has_its_codes() -> None:
    known = {"@": 0, "Ç": 9, "\n": 10, "Δ": 16, "Ξ": 26, "Æ": 28, "É": 31, " ": 32, "A": 65}
    assert known.items() <= CODES.items()
    assert [CODES[c] for c in "ÄÖÑÜ§¿azäöñüà"] == [
        91,
        92,
        93,
        94,
        95,
        96,
        97,
        122,
        *range(123, 128),
    ]
    assert len(CODES) == 128


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Measure("gsm-7", 0, 0)),
        ("a" * 182, Measure("gsm-7", 182, 160)),
        ("a" * 183, Measure("gsm-7", 183, 161)),
        ("[" * 91, Measure("gsm-7", 182, 160)),
        ("a" * 7, Measure("gsm-7", 7, 7)),
        ("a" * 7 + "\r", Measure("gsm-7", 8, 8)),
        ("ɛ" * 80, Measure("ucs-2", 80, 160)),
        ("😀" * 40, Measure("ucs-2", 80, 160)),
        ("garçon", Measure("ucs-2", 6, 12)),
        ("GARÇON à Ségou", Measure("gsm-7", 14, 13)),
    ],
)
def test_a_text_costs_the_octets_of_the_encoding_it_needs(text: str, found: Measure) -> None:
    assert measure(text) == found


@given(SEVEN_BIT)
def test_seven_bit_octets_are_those_of_the_packed_string(text: str) -> None:
    assert measure(text).encoding == "gsm-7"
    assert octets(text) == measure(text).octets == len(packed(text))


@given(anything())
def test_any_text_is_measured(text: str) -> None:
    found = measure(text)
    if found.encoding == "ucs-2":
        assert found.octets == octets(text) == len(text.encode("utf-16-be", "surrogatepass"))
    assert segments(text).units == found.units


@pytest.mark.parametrize(
    ("text", "count", "left"),
    [
        ("", 1, 160),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 145),
        ("a" * 306, 2, 0),
        ("a" * 152 + "€" + "a" * 152, 3, 152),
        ("ɔ" * 70, 1, 0),
        ("ɔ" * 71, 2, 63),
        ("ɔ" * 66 + "😀" + "ɔ" * 66, 3, 66),
    ],
)
def test_no_pair_is_split_over_two_segments(text: str, count: int, left: int) -> None:
    found = segments(text)
    assert (found.count, found.left) == (count, left)


@given(st.integers(1, 6), st.sampled_from(["a€", "ɔ😀"]), st.data())
def test_the_octets_of_some_segments_fit_in_them(
    count: int, letters: str, data: st.DataObject
) -> None:
    text = data.draw(st.text(st.sampled_from(letters), max_size=153 * count))
    while octets(text) > octets_of(count):
        text = text[:-1]
    assert segments(text).count <= count


@given(anything(), st.integers(1, 500))
def test_true_letters_are_kept_unless_they_cost_a_page(text: str, budget: int) -> None:
    true, plain = (-(-octets(form) // budget) for form in (mend(text), fallback(mend(text))))
    assert fit(text, budget) == (mend(text) if true <= plain else fallback(mend(text)))


def test_true_letters_are_kept_unless_they_cost_a_message() -> None:
    assert fit_segments("Den tɔgɔ") == "Den tɔgɔ"
    assert fit_segments("Den tɔgɔ sɛbɛnna. " * 5) == "Den togo sebenna. " * 5
    assert fit_segments("ⵜⵓⵎⴰⵙⵜ " * 20) == "ⵜⵓⵎⴰⵙⵜ " * 20

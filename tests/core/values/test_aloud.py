"""Numbers as voices say them: French like another program, Bambara so that it is read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kene.core.values.aloud import aloud, numbers
from kene.core.values.spoken import bambara, french

UNITS = ("kelen", "fila", "saba", "naani", "duuru", "wɔɔrɔ", "wolonwula", "segin", "kɔnɔntɔn")
WHOLE = st.one_of(st.integers(0, 10**9 - 1), st.integers(0, 10**5))


@given(WHOLE)
@example(80)
@example(80_000)
@example(200_000_000)
def test_french_says_numbers_like_another_program(number: int) -> None:
    num2words = pytest.importorskip("num2words").num2words
    assert _plain(french(number)) == _plain(num2words(number, lang="fr"))


def _plain(words: str) -> str:
    """Hyphens are a matter of which reform of spelling is followed."""
    return words.replace("-", " ")


@given(WHOLE)
@example(11_000)
@example(10_001)
@example(110_000)
@example(100_010)
def test_bambara_numbers_are_read_back(number: int) -> None:
    assert _read(bambara(number)) == number


def _read(words: str) -> int:
    """A second opinion: what an ear adds up."""
    total = 0
    for part in words.split(" ani "):
        head, _, rest = part.partition(" ")
        power = {"ba": 1_000, "miliyɔn": 10**6}.get(head)
        total += power * _below_thousand(rest) if power else _below_thousand(part)
    return total


def _below_thousand(words: str) -> int:
    return sum(_term(each) for each in words.split(" ni "))


def _term(word: str) -> int:
    head, _, count = word.partition(" ")
    known = {"fu": 0, "tan": 10, "mugan": 20} | {unit: n for n, unit in enumerate(UNITS, 1)}
    if head == "kɛmɛ":
        return 100 * (known[count] if count else 1)
    return 10 * known[head[3:]] if head.startswith("bi-") else known[word]


@given(st.integers(0, 10**9 - 1), st.sampled_from(["fr", "bm"]))
def test_every_number_is_made_of_words_that_are_recorded(number: int, language: str) -> None:
    said = french(number) if language == "fr" else bambara(number)
    assert set(re.split("[ -]", said)) <= set(numbers(language))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Votre numéro : 123 045 789.", "un deux trois, zéro quatre cinq, sept huit neuf"),
        ("tapez 9.", "tapez neuf."),
        ("1 500 FCFA", "mille cinq cents FCFA"),
        ("le 15/3/2026", "le quinze, trois, deux mille vingt-six"),
        ("au +223 76 12 34 56", "deux deux trois, sept six, un deux, trois quatre, cinq six"),
        ("code 004217", "zéro zéro quatre deux un sept"),
        ("Moyenne : 12,75.", "douze virgule soixante-quinze"),
    ],
)
def test_what_is_written_in_digits_is_said_in_words(text: str, said: str) -> None:
    assert said in aloud(text, "fr")


def test_bambara_says_them_too() -> None:
    assert aloud("15/3/2026", "bm") == "tan ni duuru, saba, ba fila ani mugan ni wɔɔrɔ"
    assert aloud("tapez 0", "bm") == "tapez fu"

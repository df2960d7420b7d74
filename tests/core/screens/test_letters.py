"""Typography costs nothing, and letters fall back only where they must."""

import unicodedata

import pytest
from hypothesis import given

from kene.core.screens.letters import fallback, mend

from .texts import anything


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("l’enfant", "l'enfant"),
        ("« Oui » ou «\u202fnon\u202f»", '"Oui" ou "non"'),
        ("“a” ‘b’", "\"a\" 'b'"),
        ("le nœud – la sœur…", "le noeud - la soeur..."),
        ("50\u202f000\u00a0FCFA", "50 000 FCFA"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("e\u0301te\u0301", "été"),
        ("co\u00adopé\u200brer\ufeff", "coopérer"),
        ("a\x00\x1bb\ud83d", "ab?"),
        ("Den tɔgɔ ye mun ye ?", "Den tɔgɔ ye mun ye ?"),
        ("👩🏽\u200d🌾", "👩🏽\u200d🌾"),
    ],
)
def test_typography_is_written_plainly(written: str, mended: str) -> None:
    assert mend(written) == mended


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ɲɛnajɛ, ŋɔmi, tɔgɔ", "Nyenaje, ngomi, togo"),
        ("ɛ\u0300 ɔ\u0301", "e o"),
        ("ɓiɓɓe ɗiɗi ƴam", "bibbe didi yam"),
        ("garçon, fête, naïf, où, déjà, À Ê", "garcon, fete, naif, où, déjà, A E"),
        ("n° 12 m²", "no 12 m2"),
        ("ⴰⵣⵓⵍ ߒߞߏ سلام", "ⴰⵣⵓⵍ ߒߞߏ سلام"),
        ("{€}", "{€}"),
    ],
)
def test_a_letter_falls_back_to_its_nearest(written: str, plain: str) -> None:
    assert fallback(written) == plain


@given(anything())
def test_mending_twice_changes_nothing(text: str) -> None:
    mended = mend(text)
    assert mend(mended) == mended
    assert unicodedata.is_normalized("NFC", mended)


@given(anything())
def test_a_mended_text_has_no_control_character_but_the_line_feed(text: str) -> None:
    assert {unicodedata.category(c) for c in mend(text).replace("\n", "")} & {"Cc", "Cs"} == set()


@given(anything())
def test_falling_back_neither_adds_nor_removes_a_word(text: str) -> None:
    without_marks = "".join(c for c in mend(text) if not "\u0300" <= c < "\u0370")
    assert len(fallback(mend(text)).split()) == len(without_marks.split())

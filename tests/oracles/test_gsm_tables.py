"""The national tables of 3GPP TS 23.038 are those of `gsmcodecs`, an independent reading of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.core.screens.alphabets import ALPHABETS
from kene.core.screens.encoding import measure, segments

pytest.importorskip("gsmcodecs", reason="gsmcodecs is not installed")

TABLES = {
    "standard": "0-0",
    "turkish": "1-1",
    "turkish-single": "0-1",
    "spanish-single": "0-2",
    "portuguese": "3-3",
    "portuguese-single": "0-3",
}
LETTERS = sorted(
    {letter for each in ALPHABETS.values() for letter in each.basic + each.extension} | set("ɛɔŋîû")
)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_alphabet_has_the_letters_of_its_tables_and_no_other(name: str) -> None:
    codec = f"gsm23.038-{TABLES[name]}"
    for letter in LETTERS:
        try:
            wanted = len(letter.encode(codec))
        except UnicodeEncodeError:
            wanted = None
        assert ALPHABETS[name].septets(letter) == wanted, letter


@given(st.sampled_from(sorted(TABLES)), st.text(st.sampled_from(LETTERS), max_size=500))
def test_a_text_takes_the_septets_that_the_codec_writes(name: str, text: str) -> None:
    try:
        septets = len(text.encode(f"gsm23.038-{TABLES[name]}"))
    except UnicodeEncodeError:
        assert measure(text, ALPHABETS[name]).encoding == "ucs-2"
    else:
        assert measure(text, ALPHABETS[name]).units == septets


def test_a_named_table_takes_its_place_in_each_segment() -> None:
    single, both = ALPHABETS["portuguese-single"], ALPHABETS["portuguese"]
    assert [segments("a" * n, single).count for n in (155, 156, 298, 299)] == [1, 2, 2, 3]
    assert [segments("a" * n, both).count for n in (152, 153, 292, 293)] == [1, 2, 2, 3]
    assert segments("ɛ" * 70, both).count == 1


def test_a_national_table_saves_what_ucs_2_would_cost() -> None:
    text = "Reçu à la forêt d'Ansongo, côté nord: tâche nº1"
    assert measure(text).encoding == "ucs-2"
    assert measure(text, ALPHABETS["portuguese"]).encoding == "gsm-7"

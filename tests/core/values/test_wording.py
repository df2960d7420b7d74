"""Kene's own texts for values: complete in each language, and short enough for a phone."""

import pytest

from kene.core.values import LANGUAGES
from kene.core.wording import bundled

PACKAGE = "kene.core.values"
FRENCH = bundled(PACKAGE, "fr")

LONGEST_DETAILS = {
    **{
        "min": "1 000 000 FCFA",
        "max": "1 000 000 FCFA",
        "count": 12,
        "name": "NINA",
        "example": "76 12 34 56",
    },
    **{"places": 2, "one": "5", "other": "5 000", "first": "1800", "last": "2199", "digits": 8},
    **{"codes": "+223, +226, +227", "near": "Kati", "text": "Katy", "options": "Fille, Garçon"},
    **{"date": "3/1990"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_texts_with_the_same_details(language: str) -> None:
    wording = bundled(PACKAGE, language)
    assert set(wording.texts) == set(FRENCH.texts)
    for key, text in FRENCH.texts.items():
        assert wording.texts[key].placeholders <= text.placeholders, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_phone_shows_keeps_within_sixty_characters(language: str) -> None:
    wording = bundled(PACKAGE, language)
    for key in wording.texts:
        if key.startswith(("misread.", "ask.")):
            assert len(wording.say(key, short=True, **LONGEST_DETAILS)) <= 60, key


def test_bambara_says_that_no_speaker_has_read_it() -> None:
    assert not bundled(PACKAGE, "bm").reviewed

"""What people read: on a screen, on a phone, by voice."""

from datetime import date
from decimal import Decimal

import pytest

from kene.core.values import (
    ApproximateDate,
    Date,
    DecimalNumber,
    Money,
    PartialDate,
    Phone,
    Place,
    Type,
    Value,
    Whole,
    YesNo,
)
from kene.core.values.spoken import bambara, french

from .answers import SEX, setting

MARCH = date(2026, 3, 15)

SHOWN = [
    # type, value, language, on a screen, on a phone, by voice
    (Date(), MARCH, "fr", "15 mars 2026", "15/3/2026", "quinze mars deux mille vingt-six"),
    (Date(), MARCH, "en", "15 March 2026", "15/3/2026", "15 March 2026"),
    (Date(), MARCH, "bm", "15/3/2026", "15/3/2026", "15/3/2026"),
    (
        *(Date(), date(1990, 1, 1), "fr", "1er janvier 1990", "1/1/1990"),
        "premier janvier mille neuf cent quatre-vingt-dix",
    ),
    (
        *(PartialDate(), ApproximateDate(1990, 3, about=True), "fr", "vers mars 1990"),
        *("vers 3/1990", "vers mars mille neuf cent quatre-vingt-dix"),
    ),
    (PartialDate(), ApproximateDate(1990), "bm", "1990", "1990", "1990"),
    (
        *(Money(), 1500, "fr", "1\u202f500\u00a0FCFA", "1 500 FCFA"),
        "mille cinq cents francs CFA",
    ),
    (Money(), 1500, "bm", "1\u202f500\u00a0FCFA", "1 500 FCFA", "kɛmɛ saba"),
    (Money(), 500, "bm", "500\u00a0FCFA", "500 FCFA", "kɛmɛ"),
    (Money(), 35_000, "bm", "35\u202f000\u00a0FCFA", "35 000 FCFA", "waa wolonwula"),
    (Money(), 1501, "bm", "1\u202f501\u00a0FCFA", "1 501 FCFA", "1 501 FCFA"),
    (
        *(Money(), 2_000_000, "fr", "2\u202f000\u202f000\u00a0FCFA", "2 000 000 FCFA"),
        "deux millions de francs CFA",
    ),
    (Money(), 0, "fr", "0\u00a0FCFA", "0 FCFA", "zéro franc CFA"),
    (Whole(), 21, "fr", "21", "21", "vingt et un"),
    (DecimalNumber(), Decimal("1234.50"), "fr", "1\u202f234,5", "1 234,5", "1 234,5"),
    (DecimalNumber(), Decimal("1234.50"), "en", "1\u202f234.5", "1 234.5", "1 234.5"),
    (YesNo(), True, "bm", "Ɔwɔ", "Ɔwɔ", "Ɔwɔ"),
    (SEX, "garcon", "fr", "Garçon", "Gars", "Garçon"),
    (
        *(Phone(), "+22376123406", "fr", "+223 76 12 34 06", "76 12 34 06"),
        "soixante-seize, douze, trente-quatre, zéro six",
    ),
    (Phone("bf"), "+22376123456", "fr", *["+223 76 12 34 56"] * 3),
    (Place("commune"), "02-04-18", "fr", "Kati, Kati, Koulikoro", "Kati", "Kati, Kati, Koulikoro"),
    (Place("commune"), "00-04", "fr", "Commune IV, Bamako", "Commune IV", "Commune IV, Bamako"),
    (
        *(Place("commune"), "05-05-11", "fr", "Pondori, Koro, Mopti", "Pondori, Koro"),
        "Pondori, Koro, Mopti",
    ),
    (
        *(Place("commune"), "01-05-32", "fr", "Tambaga (01-05-32), Kita, Kayes"),
        *("Tambaga (01-05-32)", "Tambaga, Kita, Kayes"),
    ),
    (Place("region"), "00", "fr", "Bamako", "Bamako", "Bamako"),
]


@pytest.mark.parametrize(("type_", "value", "language", "screen", "short", "speech"), SHOWN)
def test_a_value_is_shown_as_people_write_it(  # noqa: PLR0913
    type_: Type, value: Value, language: str, screen: str, short: str, speech: str
) -> None:
    assert type_.show(value, setting(language, "screen")) == screen
    assert type_.show(value, setting(language, "short")) == short
    assert type_.show(value, setting(language, "speech")) == speech


def test_a_value_of_another_type_is_a_broken_promise() -> None:
    with pytest.raises(TypeError):
        Date().show("15/3/2026", setting())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1000, "mille"),
        (1999, "mille neuf cent quatre-vingt-dix-neuf"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (80_000_000, "quatre-vingts millions"),
        (1_000_001, "un million un"),
        (2_000_000_000, "deux milliards"),
    ],
)
def test_numbers_are_spelt_in_french(number: int, words: str) -> None:
    assert french(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "kelen"),
        (10, "tan"),
        (11, "tan ni kelen"),
        (25, "mugan ni duuru"),
        (30, "bi-saba"),
        (99, "bi-kɔnɔntɔn ni kɔnɔntɔn"),
        (100, "kɛmɛ"),
        (300, "kɛmɛ saba"),
        (7000, "ba wolonwula"),
        (7310, "ba wolonwula ani kɛmɛ saba ni tan"),
    ],
)
def test_numbers_are_spelt_in_bambara(number: int, words: str) -> None:
    assert bambara(number) == words

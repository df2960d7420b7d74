"""What people write, and what is understood: tables that an official can read."""

from datetime import date, time
from decimal import Decimal

import pytest

from kene.core.values import (
    ApproximateDate,
    Choice,
    Coordinates,
    Date,
    DecimalNumber,
    Money,
    Name,
    NationalNumber,
    PartialDate,
    Phone,
    Position,
    Text,
    TimeOfDay,
    Type,
    Whole,
    YesNo,
)
from kene.core.wording import Text as Label

from .answers import NEEDS, SEX, read, setting

THE_15_OF_MARCH = date(2026, 3, 15)
BAMAKO = Coordinates(Decimal("12.63920"), Decimal("-8.00290"))
POSITIONS = {
    "12.6392, -8.0029": BAMAKO,
    "12.6392,-8.0029": BAMAKO,
    "12.6392 -8.0029": BAMAKO,
    "12,6392 -8,0029": BAMAKO,
    "12,6392, -8,0029": BAMAKO,
    "12,6392,-8,0029": BAMAKO,
    "12,6392 ; \u22128,0029": BAMAKO,
    "12.6392-8.0029": BAMAKO,
    "12.6392° N, 8.0029° W": BAMAKO,
    "12,6392 N 8,0029 O": BAMAKO,
    "12.639204871 -8.002896112": BAMAKO,
    "12°38'21.12\"N 8°0'10.44\"W": BAMAKO,
    "12° 38\u2032 21.12\u2033 N, 8° 0\u2032 10.44\u2033 O": BAMAKO,
    "12°38.352'N 8°0.174'W": BAMAKO,
    "-12.5 S 8.5 E": Coordinates(Decimal("-12.50000"), Decimal("8.50000")),
    "0.000001 -0.000001": Coordinates(Decimal("0.00000"), Decimal("0.00000")),
    "90.0 180.0": Coordinates(Decimal("90.00000"), Decimal("180.00000")),
    "90.1 0.0": "!position.none",
    "0.0 -180.5": "!position.none",
    "12,8": "!position.unread",
    "12 8": "!position.unread",
    "12.6392": "!position.unread",
    "12.6392 8.0029 1.5": "!position.unread",
    "12.63928.0029": "!position.unread",
    "Bamako": "!position.unread",
    "": "!position.unread",
}

DATES = {
    # Today is 20 March 2026.
    "15/3/2026": THE_15_OF_MARCH,
    "15-03-26": THE_15_OF_MARCH,
    "15.3.26": THE_15_OF_MARCH,
    "15 3 2026": THE_15_OF_MARCH,
    "150326": THE_15_OF_MARCH,
    "15032026": THE_15_OF_MARCH,
    "2026-03-15": THE_15_OF_MARCH,
    "15 mars 2026": THE_15_OF_MARCH,
    "15 MARS 26": THE_15_OF_MARCH,
    "15mars2026": THE_15_OF_MARCH,
    "15 mar. 2026": THE_15_OF_MARCH,
    "le 15 mars 2026": THE_15_OF_MARCH,
    "١٥/٣/٢٠٢٦": THE_15_OF_MARCH,
    "１５/３/２０２６": THE_15_OF_MARCH,
    "aujourd'hui": date(2026, 3, 20),
    "aujourd\u2019hui": date(2026, 3, 20),
    "Hier": date(2026, 3, 19),
    "avant-hier": date(2026, 3, 18),
    "1er aout 1990": date(1990, 8, 1),
    "1er août 90": date(1990, 8, 1),
    "1/1/27": date(1927, 1, 1),
    "1/1/26": date(2026, 1, 1),
    "29/2/24": date(2024, 2, 29),
    "29/2/2026": "!date.none",
    "31/4/2026": "!date.none",
    "15/13/2026": "!date.none",
    "0/3/2026": "!date.none",
    "15/3/1492": "!date.year",
    "15/3": "!date.unread",
    "15 jui 2026": "!date.unread",
    "2026": "!date.unread",
    "50326": "!date.unread",
    "፩/3/2026": "!date.unread",
    "demain matin": "!date.unread",
    "": "!date.unread",
}

TIMES = {
    "14:30": time(14, 30),
    "1430": time(14, 30),
    "930": time(9, 30),
    "14 h 30": time(14, 30),
    "14H30": time(14, 30),
    "14.30": time(14, 30),
    "14 heures 30 minutes": time(14, 30),
    "14 h": time(14),
    "9": time(9),
    "0": time(0),
    "24:00": "!time",
    "14:60": "!time",
    "demain": "!time",
    "": "!time",
}

NINAS = {
    "1 2 90 1234567 001 a": "12901234567001A",
    "12901234567001A": "12901234567001A",
    "12901234567001": "!national_number",
    "1290123456700AA": "!national_number",
    "": "!national_number",
}

SEVERAL = {
    "1 3": ("eau", "soins"),
    "3,1": ("eau", "soins"),
    "3": ("soins",),
    "soins": ("soins",),
    "Soins, Eau potable, courante": ("eau_potable", "soins"),
    "eau potable courante et soins": ("eau_potable", "soins"),
    "Eau, eau": ("eau",),
    "Eau, vélo": "!choices.unread",
    "5": "!choices.unread",
    "": "!choices.unread",
}

APPROXIMATE_DATES = {
    "1990": ApproximateDate(1990),
    "vers 1990": ApproximateDate(1990, about=True),
    "1990 environ": ApproximateDate(1990, about=True),
    "3/1990": ApproximateDate(1990, 3),
    "3/90": ApproximateDate(1990, 3),
    "1990-03": ApproximateDate(1990, 3),
    "mars 1990": ApproximateDate(1990, 3),
    "vers mars 1990": ApproximateDate(1990, 3, about=True),
    "15 mars 1990": ApproximateDate(1990, 3, 15),
    "150390": ApproximateDate(1990, 3, 15),
    "vers le 15/3/1990": ApproximateDate(1990, 3, 15, about=True),
    "hier": ApproximateDate(2026, 3, 19),
    "31/2/1990": "!date.none",
    "15/1990": "!approximate_date.unread",
    "90": "!approximate_date.unread",
    "vers": "!approximate_date.unread",
}

AMOUNTS = {
    "1500": 1500,
    "1 500": 1500,
    "1\u202f500\u00a0FCFA": 1500,
    "1.500": 1500,
    "1,500": 1500,
    "1 500 F": 1500,
    "1500f": 1500,
    "1500 FCFA": 1500,
    "1500 F CFA": 1500,
    "1500 francs cfa.": 1500,
    "1 500,00": 1500,
    "1.500.000": 1_500_000,
    "１５００": 1500,
    "١٥٠٠": 1500,
    "0": 0,
    "1500,50": "!money.unread",
    "15 00": "!money.unread",
    "1500 euros": "!money.unread",
    "F": "!money.unread",
    "-1500": "!money.low",
    "9" * 30: "!money.high",
    "1" * 500: "!long",
}

NUMBERS = {
    "12": 12,
    "+12": 12,
    "012": 12,
    "12,0": 12,
    "12.000": 12_000,
    "12,5": "!whole.unread",
    "douze": "!whole.unread",
    "1e3": "!whole.unread",
    "-1": "!whole.low",
    "1000000": "!whole.high",
}

AVERAGES = {
    # From 0 to 20, two decimals: only one reading of a point fits.
    "13,5": Decimal("13.5"),
    "13.5": Decimal("13.5"),
    "13": Decimal(13),
    "13,50": Decimal("13.5"),
    "20,000": "!decimal.places",
    "13,505": "!decimal.places",
    "13.505": "!decimal.places",
    "20.000": "!decimal.places",
    "20,01": "!decimal.high",
    "13,": "!decimal.unread",
    "treize": "!decimal.unread",
}

HECTARES = {
    # Three decimals, no small limit: a point before three digits has two readings.
    "1.500": "!decimal.ambiguous",
    "1,500": Decimal("1.5"),
    "1 500": Decimal(1500),
    "1.500.000": Decimal(1_500_000),
    "1.500,25": Decimal("1500.25"),
    "0.500": Decimal("0.5"),
    "1500.250": Decimal("1500.25"),
}

PHONES = {
    "76123456": "+22376123456",
    "76 12 34 56": "+22376123456",
    "76.12.34.56": "+22376123456",
    "+223 76 12 34 56": "+22376123456",
    "00223 76123456": "+22376123456",
    "22376123456": "+22376123456",
    "+226 70 12 34 56": "+22670123456",
    "+227 93123456": "+22793123456",
    "12345678": "!phone.unread",
    "7612345": "!phone.unread",
    "+22616123456": "!phone.unread",
    "+33 6 12 34 56 78": "!phone.abroad",
    "appelez-moi": "!phone.unread",
}

YES_OR_NO = {
    "oui": True,
    "OUI": True,
    "o": True,
    "1": True,
    "non": False,
    "n": False,
    "2": False,
    "0": "!yes_no",
    "peut-être": "!yes_no",
    "": "!yes_no",
}

YES_OR_NO_IN_BAMBARA = {
    "ɔwɔ": True,
    "Ɔwɔ": True,
    "owo": True,
    "oui": True,
    "ayi": False,
    "non": False,
    "yes": "!yes_no",
}

NAMES = {
    "Aïssata": "Aïssata",
    "  Awa   Traoré ": "Awa Traoré",
    "N\u2019Golo": "N'Golo",
    "N`Golo": "N'Golo",
    "Jean\u2011Marie": "Jean-Marie",
    "Ai\u0308ssata": "Aïssata",
    "Ɲamankɔrɔ": "Ɲamankɔrɔ",
    "ߡߎ߬ߛߊ": "ߡߎ߬ߛߊ",
    "موسى": "موسى",
    "A\u202ewa": "Awa",
    "Awa2": "!name.unread",
    "Awa!": "!name.unread",
    "-": "!name.unread",
    "Awa²": "!name.unread",
    "": "!name.unread",
    "A" * 61: "!name.long",
}

TEXTS = {
    "  Le pont \t est  cassé\n": "Le pont est cassé",
    "Le pont\x00 est\u200b cassé": "Le pont est cassé",
    "e\u0301cole": "école",
    " \n ": "!text.empty",
    "x" * 161: "!text.long",
    "x" * 100_000: "!text.long",
}

LONG_TEXTS = {
    "Un.\r\n\r\n\r\n  Deux. \n": "Un.\n\nDeux.",
    "Un.\u2028Deux.": "Un.\nDeux.",
}

CHOICES = {
    "Fille": "fille",
    "FILLE.": "fille",
    "garçon": "garcon",
    "Garcon": "garcon",
    "gars": "garcon",
    "1": "fille",
    "2": "garcon",
    "3": "!choice",
    "muso": "!choice",
    "": "!choice",
}

TABLES = [
    (Date(), "fr", DATES),
    (PartialDate(), "fr", APPROXIMATE_DATES),
    (TimeOfDay(), "fr", TIMES),
    (NationalNumber(), "fr", NINAS),
    (NEEDS, "fr", SEVERAL),
    (Money(), "fr", AMOUNTS),
    (Money(), "bm", {"300 dɔrɔmɛ": 1500, "300 dorome": 1500, "1500 F": 1500}),
    (Whole(max=99_999), "fr", NUMBERS),
    (DecimalNumber(2, max=Decimal(20)), "fr", AVERAGES),
    (DecimalNumber(3), "fr", HECTARES),
    (DecimalNumber(3), "en", {"1,500": Decimal(1500), "1.500": Decimal("1.5")}),
    (Phone(), "fr", PHONES),
    (YesNo(), "fr", YES_OR_NO),
    (YesNo(), "bm", YES_OR_NO_IN_BAMBARA),
    (Name(), "fr", NAMES),
    (Position(), "fr", POSITIONS),
    (Text(), "fr", TEXTS),
    (Text(max=300, long=True), "fr", LONG_TEXTS),
    (SEX, "fr", CHOICES),
    (SEX, "bm", {"Muso": "fille", "ce": "garcon", "garcon": "garcon", "Garçon": "garcon"}),
    (SEX, "en", {"fille": "fille", "2": "garcon"}),
    (Date(), "bm", {"don 15 kalo 3 san 2026": THE_15_OF_MARCH, "15 mars 2026": THE_15_OF_MARCH}),
    (Date(), "en", {"15 March 2026": THE_15_OF_MARCH, "yesterday": date(2026, 3, 19)}),
]


@pytest.mark.parametrize(
    ("type_", "language", "written", "meant"),
    [
        pytest.param(type_, language, written, meant, id=f"{type_.name}-{language}-{at}")
        for type_, language, table in TABLES
        for at, (written, meant) in enumerate(table.items())
    ],
)
def test_what_people_write_is_understood(
    type_: Type, language: str, written: str, meant: object
) -> None:
    assert read(type_, written, setting(language)) == meant


def test_a_label_wins_over_a_position() -> None:
    labels = {"fr": {"deux": Label("2"), "un": Label("1")}}
    children = Choice(("deux", "un"), labels)
    assert children.parse("1", setting()) == "un"


def test_labels_that_differ_by_an_accent_alone_are_told_apart() -> None:
    labels = {"fr": {"peche": Label("Pêche"), "peche2": Label("Péché")}}
    choice = Choice(("peche", "peche2"), labels)
    assert choice.parse("Péché", setting()) == "peche2"
    assert choice.twins("fr") == ()


def test_options_with_one_label_are_named_to_the_author() -> None:
    labels = {"fr": {"a": Label("Oui"), "b": Label("Oui"), "c": Label("Non")}}
    assert Choice(("a", "b", "c"), labels).twins("fr") == ("a", "b")

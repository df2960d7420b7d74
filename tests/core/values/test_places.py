"""The places of Mali, and the way to each of them on twelve keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.core.values import Misread, Narrowing, Place, Places, sentence
from kene.core.values.gazetteer import LEVELS, Division
from kene.core.values.places import FEW, MANY, RECENT

from .answers import read, setting

MALI = Places.of("ml")
COMMUNE = Place("commune")
PHONE = setting("fr", "short")

places = st.sampled_from(list(MALI))
levels = st.sampled_from(LEVELS)


def labels(offered: Narrowing | str) -> list[str]:
    assert isinstance(offered, Narrowing)
    return [option.label for option in offered.options]


def test_mali_has_its_divisions() -> None:
    counts = {level: sum(place.level == level for place in MALI) for level in LEVELS}
    assert counts == {"region": 10, "cercle": 56, "commune": 708, "quartier": 70}
    assert [place.name for place in MALI.children("00")] == [
        f"Commune {number}" for number in ("I", "II", "III", "IV", "V", "VI")
    ]


@given(places)
def test_a_place_is_among_the_children_of_the_one_around_it(place: Division) -> None:
    assert place in MALI.children(place.parent)
    assert MALI.path(place.code) == (*MALI.path(place.parent), place)


@given(places, levels)
def test_exactly_one_place_on_a_way_down_answers_a_level(place: Division, level: str) -> None:
    way = MALI.path(place.code)
    answering = [each for each in way if each.answers(level)]
    assert len(answering) == (0 if way[-1].contains(level) else 1)


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("kouli", ["Koulikoro"]),
        ("KOULI", ["Koulikoro"]),
        ("ngara", ["N’Gara", "N’Garadougou"]),
        ("n'gara", ["N’Gara", "N’Garadougou"]),
        ("baguineda", ["Baguinéda-camp"]),
        ("camp", ["Baguinéda-camp"]),
        ("baguineda camp", ["Baguinéda-camp"]),
        ("siékorolé", ["Séré Moussa Ani Samou De Siékorolé"]),
        ("commune 4", ["Commune IV"]),
        ("kat", ["Kati", "Katiéna", "Diédougou kati", "Faraba Kati"]),
        ("zzz", []),
        ("", []),
        ("'", []),
    ],
)
def test_letters_find_communes(letters: str, found: list[str]) -> None:
    assert [place.name for place in MALI.search(letters, "commune")] == found


@given(places)
def test_the_beginning_of_a_name_finds_it(place: Division) -> None:
    for length in range(1, len(place.spelling) + 1):
        letters = place.spelling[:length]
        if letters.strip():
            assert place in MALI.search(letters, place.level, place.parent)


@given(st.text(max_size=12), places, levels)
def test_what_is_found_is_inside_and_of_the_level(
    letters: str, around: Division, level: str
) -> None:
    for place in MALI.search(letters, level, around.code):
        assert around in MALI.path(place.code)[:-1]
        assert place.answers(level)


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_is_reached_by_choosing(level: str) -> None:
    """Whoever can only press digits, and knows where the place is, gets to it."""
    asked = Place(level)
    for place in MALI:
        if place.answers(level):
            assert chosen(asked, place) == place.code


def chosen(asked: Place, place: Division) -> str:
    """What a person ends on, who chooses the option that leads to the place, again and again."""
    offered: Narrowing | str = asked.start(PHONE)
    while isinstance(offered, Narrowing):
        assert len(offered.options) <= MANY
        assert asked.at(offered.path, PHONE) == offered
        key = next(option.key for option in offered.options if leads(option.key, place))
        offered = asked.narrow(offered.path, key, PHONE)
    return offered


def leads(key: str, place: Division) -> bool:
    """Whether a person who knows the place would choose that option."""
    if not key.startswith("in:"):
        return key in {each.code for each in MALI.path(place.code)}
    _, around, letters = key.split(":")
    low, _, high = letters.partition("-")
    if around not in {each.code for each in MALI.path(place.code)[:-1]}:
        return False
    step = next(each for each in MALI.path(place.code) if each.parent == around)
    return low <= step.initials[: len(low)] and step.initials[: len(high)] <= high


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_is_reached_by_its_name(level: str) -> None:
    """The whole name chooses it, or offers it beside those that are called the same."""
    asked = Place(level)
    for place in MALI:
        offered = asked.narrow((), place.name, PHONE) if place.answers(level) else place.code
        if isinstance(offered, Narrowing):
            assert place.code in {option.key for option in offered.options}
            assert len(MALI.named(place.name)) > 1
            assert len(labels(offered)) == len(set(labels(offered))) <= FEW
        else:
            assert offered == place.code


@given(st.text(max_size=20) | places.map(lambda place: place.name[:4]), places, levels)
def test_any_letters_at_any_step_are_an_offer_an_answer_or_explained(
    text: str, around: Division, level: str
) -> None:
    asked = Place(level)
    path = tuple(each.code for each in MALI.path(around.code))
    try:
        offered = asked.narrow(path, text, PHONE)
    except Misread as misread:
        assert sentence(misread, PHONE)
        return
    if isinstance(offered, str):
        assert asked.decode(offered) == offered
        return
    assert 0 < len(offered.options) <= MANY
    for option in offered.options:
        assert asked.narrow(offered.path, option.key, PHONE)


def test_recent_answers_come_first_then_the_regions() -> None:
    recent = ("05-05-11", "02-04-18", "unknown", "02", "02-04-18", "00-01", "00-02")
    assert labels(COMMUNE.start(PHONE, recent))[: RECENT + 2] == [
        "Pondori, Koro",
        "Kati",
        "Commune I",
        "Bamako",
        "Gao",
    ]


def test_a_recent_answer_is_offered_once() -> None:
    regions = Place(level="region")
    first = labels(regions.start(PHONE))
    again = labels(regions.start(PHONE, ("02", "09", "02")))
    assert len(again) == len(set(again)) == len(first)
    assert again != first


def test_letters_find_recent_answers_first() -> None:
    assert labels(COMMUNE.narrow((), "kou", PHONE, ("06-04-04",)))[0] == "Koumaïra"


def test_a_path_stays_short_whatever_is_repeated() -> None:
    offered = COMMUNE.narrow(("02", "02-04", "in:02-04:n-o"), "in:02-04:n-o", PHONE)
    assert isinstance(offered, Narrowing)
    assert offered.path == ("02", "02-04", "in:02-04:n-o")


def test_a_large_cercle_is_offered_by_initials() -> None:
    assert labels(COMMUNE.narrow(("02",), "02-04", PHONE)) == ["B", "D", "F-M", "N-O", "S-Y"]
    assert labels(COMMUNE.narrow(("02", "02-04"), "in:02-04:n-o", PHONE)) == [
        "N’Gabacoro",
        "N’Gouraba",
        "Niagadina",
        "Nioumamakana",
        "N’Tjiba",
        "Ouélessébougou",
    ]


def test_a_large_cercle_is_said_whole_to_whoever_hears_and_does_not_read() -> None:
    said = labels(COMMUNE.narrow(("02",), "02-04", setting("fr", "speech")))
    assert len(said) == 37
    assert "Ouélessébougou" in said


def test_letters_inside_a_region_stay_inside_it() -> None:
    assert labels(COMMUNE.narrow(("01",), "tambag", PHONE)) == [
        "Tambaga (01-05-32)",
        "Tambaga (01-05-33)",
    ]
    with pytest.raises(Misread):
        COMMUNE.narrow(("02",), "tambag", PHONE)


def test_letters_inside_a_group_search_its_whole_cercle() -> None:
    path = ("02", "02-04", "in:02-04:n-o")
    assert COMMUNE.narrow(path, "kati", PHONE) == "02-04-18"


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("segou", ["Ségou", "Ségou (région)", "Ségou (cercle)"]),
        ("pondori", ["Pondori, Djenné", "Pondori, Koro"]),
        ("hippodrome", ["Commune II (Hippodrome)"]),
        ("bamako", [f"Commune {number}" for number in ("I", "II", "III", "IV", "V", "VI")]),
    ],
)
def test_a_name_that_is_not_one_commune_is_narrowed(written: str, offered: list[str]) -> None:
    assert labels(COMMUNE.narrow((), written, PHONE)) == offered


def test_a_search_that_finds_too_much_asks_for_more_letters() -> None:
    offered = COMMUNE.narrow((), "k", PHONE)
    assert len(labels(offered)) == FEW
    assert isinstance(offered, Narrowing)
    assert offered.prompt == "Choisissez, ou écrivez plus de lettres :"


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(Misread) as caught:
        COMMUNE.narrow((), "Koulikorro", PHONE)
    assert sentence(caught.value, PHONE) == "Lieu inconnu. Peut-être Koulikoro ?"
    assert "Voulez-vous dire : Koulikoro" in sentence(caught.value, setting())


@pytest.mark.parametrize(
    ("level", "written", "meant"),
    [
        ("commune", "Kati", "02-04-18"),
        ("cercle", "Kati", "02-04"),
        ("cercle", "Bamako", "00"),
        ("region", "Bamako", "00"),
        ("commune", "pondori koro", "05-05-11"),
        ("commune", "Pondori, Koro, Mopti", "05-05-11"),
        ("commune", "05-05-11", "05-05-11"),
        ("commune", "N’Gara, Ségou", "04-06-18"),
        ("commune", "NGARA", "04-06-18"),
        ("commune", "commune 4", "00-04"),
        ("quartier", "Hippodrome", "00-02-06"),
        ("quartier", "Kati", "02-04-18"),
        ("commune", "Pondori", "!place.many"),
        ("commune", "Hippodrome", "!place.unknown"),
        ("commune", "02-04", "!place.unknown"),
        ("commune", "Katy", "!place.near"),
        ("commune", "", "!place.unread"),
    ],
)
def test_a_whole_name_or_a_code_is_a_place(level: str, written: str, meant: str) -> None:
    assert read(Place(level), written, setting()) == meant


def test_a_path_that_leads_nowhere_is_a_broken_promise() -> None:
    with pytest.raises(KeyError):
        COMMUNE.at(("99",), PHONE)

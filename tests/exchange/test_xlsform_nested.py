"""Groups that repeat within others: asked one after the other, and never mixed."""

import datetime

from exchange.forms import shown, taken, told

TODAY = datetime.date(2026, 3, 1)
FIELDS = """
    type         | name     | label      | required | relevant | calculation
    begin repeat | parcelle | Parcelle   |          |          |
    text         | nom      | Nom ?      | yes      |          |
    decimal      | hectares | Hectares ? | yes      |          |
    {outer}
    begin repeat | culture  | Culture    |          | {guard}  |
    text         | plante   | Plante ?   | yes      |          |
    integer      | kilos    | Kilos ?    | yes      | {inner}  |
    end repeat   |          |            |          |          |
    end repeat   |          |            |          |          |
    calculate    | total    |            |          |          | sum(${{kilos}})
    """


def form(outer: str = "", inner: str = "", guard: str = "") -> str:
    """Crops within fields of land."""
    return FIELDS.format(outer=outer, inner=inner, guard=guard)


def test_an_inner_group_is_asked_afterwards_and_says_of_which_item_it_is() -> None:
    found = taken(form())
    assert found.whole, shown(found)
    assert told(found) == [("X225", 6)]
    service = found.service
    assert [group.name for group in service.groups] == ["parcelle", "culture"]
    assert service.repeats["culture"].fields == ("culture_of", "plante", "kilos")
    wording = service.wording("fr")
    assert wording.say("fields.culture_of.ask") == "De quel numéro de « Parcelle » s'agit-il ?"
    answers = {"nom.1": "A", "hectares.1": 2, "nom.2": "B", "hectares.2": 3, "parcelle": 2}
    answers |= {"culture_of.1": 2, "plante.1": "mil", "kilos.1": 40}
    answers |= {"culture_of.2": 1, "plante.2": "riz", "kilos.2": 5, "culture": 2}
    known = service.known(answers, TODAY)
    assert known["total"] == 45
    valid = service.fields["culture_of"].valid
    assert valid is not None
    assert [valid.evaluate({**known, "culture_of": each}) for each in (2, 3)] == [True, False]


def test_what_one_item_says_of_another_level_is_told_and_not_mixed() -> None:
    of_all = "integer | masse | Masse ? | | ${kilos} > 1 |\n    "
    summed = "text | note | Note ? | | sum(${kilos}) > 9 |\n    "
    for outer in (of_all, summed):
        assert ("X104", 5) in told(taken(form(outer=outer)))
    assert ("X104", 8) in told(taken(form(inner="sum(${hectares}) > 9")))


def test_an_inner_group_under_a_condition_is_not_imported() -> None:
    found = taken(form(guard="${hectares} > 1"))
    assert {("X105", 6), ("X111", 7), ("X111", 8)} <= set(told(found))


def test_a_group_that_asks_nothing_itself_takes_its_inner_group_with_it() -> None:
    found = taken(
        """
        type | name | label
        text | chef | Chef ?
        begin repeat | dehors | Dehors
        begin repeat | dedans | Dedans
        text | nom | Nom ?
        end repeat | |
        end repeat | |
        """
    )
    assert told(found) == [("X105", 3), ("X111", 5)]


def test_the_number_of_an_item_that_only_people_read_is_shown_by_kene() -> None:
    survey = """
        type | name | label | relevant | calculation
        begin repeat | puits | Puits | |
        calculate | rang | | | position(..)
        text | nom | Nom du puits ${{rang}} ? | |
        text | note | Note ? | {} |
        end repeat | | | |
        """
    found = taken(survey.format(""))
    assert found.whole, shown(found)
    assert ("X226", 3) in told(found)
    assert found.service.wording("fr").texts["fields.puits.item"].placeholders == {"number"}
    assert ("X104", 3) in told(taken(survey.format("${rang} > 1")))

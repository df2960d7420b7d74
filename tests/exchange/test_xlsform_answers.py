"""What a form asks of answers: whether one is there, what it holds, how it is rounded."""

import datetime
from decimal import Decimal

import pytest

from exchange.forms import shown, taken, told
from kene.exchange.api import Imported

TODAY = datetime.date(2026, 3, 1)
ANIMALS = """
    list_name | name | label
    animal | bovin | Bovins
    animal | ovin | Moutons
    ouinon | oui | Oui
    ouinon | non | Non
    """


def computed(found: Imported, name: str, **answers: object) -> object:
    """What a fact is with these answers."""
    return found.service.known(answers, TODAY)[name]


def asked(found: Imported, **answers: object) -> list[str]:
    """The fields that these answers call for."""
    return [field.name for field in found.service.asked(answers, TODAY)]


def test_an_answer_that_was_not_called_for_is_told_by_its_conditions() -> None:
    found = taken(
        """
        type | name | label | relevant | required | calculation
        select_multiple animal | animaux | Lesquels ? | | yes |
        integer | bovins | Combien ? | selected(${animaux}, 'bovin') | yes |
        calculate | total | | | | coalesce(${bovins}, 0) * 2
        """,
        ANIMALS,
    )
    assert found.whole, shown(found)
    assert told(found) == []
    assert computed(found, "total", animaux=("ovin",)) == 0
    assert computed(found, "total", animaux=("bovin",), bovins=4) == 8


def test_conditions_on_conditions_are_followed_to_the_end() -> None:
    found = taken(
        """
        type | name | label | relevant | required | calculation
        select_one ouinon | a | A ? | | yes |
        select_one ouinon | b | B ? | ${a} = 'oui' | yes |
        integer | c | C ? | ${b} = 'oui' or ${a} = 'non' | yes |
        calculate | sans_b | | | | if(${b} = '', 'vide', 'dit')
        calculate | sans_c | | | | if(${c} = '', 'vide', 'dit')
        """,
        ANIMALS,
    )
    assert told(found) == []
    assert computed(found, "sans_b", a="non") == "vide"
    assert computed(found, "sans_c", a="non", c=3) == "dit"
    assert computed(found, "sans_c", a="oui", b="non") == "vide"


def test_an_answer_that_may_be_passed_is_asked_in_two_questions() -> None:
    found = taken(
        """
        type | name | label | relevant | constraint
        date | naissance | Date de naissance ? | | . <= today()
        integer | age | Âge ? | ${naissance} = '' |
        """
    )
    assert told(found) == [("X224", 2)]
    wording = found.service.wording("fr")
    said = wording.say("fields.naissance_answered.ask")
    assert said == "Pouvez-vous répondre à « Date de naissance » ?"
    assert asked(found) == ["naissance_answered"]
    assert asked(found, naissance_answered=False) == ["naissance_answered", "age"]
    assert asked(found, naissance_answered=True) == ["naissance_answered", "naissance"]
    assert not found.service.fields["naissance"].optional


def test_a_condition_that_merely_wants_an_answer_adds_no_question() -> None:
    found = taken(
        "type|name|label|relevant\ntext|nom|Nom ?|\ntext|surnom|Surnom ?|${nom} != ''",
    )
    assert told(found) == []
    assert list(found.service.fields) == ["nom", "surnom"]


def test_each_item_of_a_group_that_repeats_says_whether_it_has_an_answer() -> None:
    found = taken(
        """
        type | name | label | relevant | required
        begin repeat | membre | Membre | |
        text | nom | Nom ? | | yes
        date | ne | Né le ? | |
        integer | age | Âge ? | ${ne} = '' |
        end repeat | | | |
        """
    )
    assert told(found) == [("X224", 4)]
    answers = {"nom.1": "Awa", "ne_answered.1": False, "nom.2": "Issa", "ne_answered.2": True}
    assert {"age.1", "ne.2"} <= set(asked(found, **answers))
    assert {"ne.1", "age.2"}.isdisjoint(asked(found, **answers))


@pytest.mark.parametrize("relevant", ["${b} = ''", "${b} != '' or ${a} = ''"])
def test_answers_that_ask_of_each_other_are_refused(relevant: str) -> None:
    found = taken(
        f"type|name|label|relevant\ntext|a|A ?|{relevant}\ntext|b|B ?|${{a}} = ''",
    )
    assert ("X104", 2) in told(found), shown(found)


def test_conditions_that_double_at_each_step_are_refused() -> None:
    rows = ["type|name|label|relevant|required", "integer|q0|Q ?||yes", "integer|q1|Q ?||yes"]
    for at in range(2, 60):
        relevant = f"${{q{at - 1}}} = 1 or ${{q{at - 2}}} = 1"
        rows.append(f"integer|q{at}|Q ?|{relevant}|yes")
    found = taken("\n".join([*rows, "integer|last|Fin ?|${q59} = ''|"]))
    assert [problem.details["why_en"] for problem in found.problems] == [
        "its conditions are too long"
    ]


def test_several_words_hold_the_option_that_was_chosen() -> None:
    found = taken(
        """
        type | name | label | required | calculation
        select_one animal | lequel | Lequel ? | yes |
        calculate | connu | | | selected('bovin chameau', ${lequel})
        """,
        ANIMALS,
    )
    assert computed(found, "connu", lequel="bovin") is True
    assert computed(found, "connu", lequel="ovin") is False


def test_what_was_saved_before_on_the_phone_is_always_empty() -> None:
    found = taken(
        "type|name|label|calculation\ntext|a|A ?|\ncalculate|b||concat('<', ${last-saved#a}, '>')"
    )
    assert told(found) == [("X219", 3)]
    assert computed(found, "b") == "<>"


def test_of_two_numbers_as_near_rounding_takes_the_greater() -> None:
    found = taken(
        "type|name|label|required|calculation\ndecimal|n|N ?|yes|\ncalculate|r|||round(${n}, 1)"
    )
    assert [computed(found, "r", n=Decimal(n)) for n in ("-4.75", "4.75", "-4.76")] == [
        Decimal("-4.7"),
        Decimal("4.8"),
        Decimal("-4.8"),
    ]

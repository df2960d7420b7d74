"""Why, in one SMS: the outcome, the main reason, its law, and how to contest it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.core.decisions import Recourse, brief, decide, load_table
from kene.core.expressions.types import NUMBER, Enumeration, FeelType
from kene.core.problems import Where
from kene.core.screens.encoding import segments

NAMES: dict[str, FeelType] = {"age": NUMBER, "lien": Enumeration(("pere", "mere", "autre"))}
SHEET = "unique;age;lien;d:choice;law\n1;[0..31];-;oui;loi-1\n2;> 31;pere;non;loi-2"
SHEET += "\n3;> 31;mere;oui;loi-1\n4;> 31;autre;oui;loi-1"


class Told:
    """The names of a service, given as they come."""

    def __init__(self, **words: str) -> None:
        self.words = words

    def label(self, name: str) -> str:
        """The name."""
        return self.words.get(name, name.upper())

    def shown(self, name: str, value: object) -> str:
        """The value."""
        return self.words.get(str(value), str(value))

    def law(self, key: str) -> str:
        """The law."""
        return self.words.get(key, f"ART {key}")


def told(
    language: str = "fr",
    recourse: Recourse | None = None,
    words: dict[str, str] | None = None,
    sheet: str = SHEET,
    **given: object,
) -> str:
    table = load_table("d", sheet, where=Where("d.csv"), names=NAMES, laws=("loi-1", "loi-2"))
    taken = decide(table, given)
    return brief(taken.explanation, table, Told(**(words or {})), language, recourse)


def test_an_sms_names_the_outcome_the_reason_the_law_and_how_to_contest() -> None:
    recourse = Recourse("tribunal", "3 mai")
    text = told(recourse=recourse, age=40, lien="pere")
    assert text == "D : non. LIEN : pere. ART loi-2. Contester : tribunal, jusqu'au 3 mai."
    assert segments(text).count == 1


def test_the_main_reason_is_the_input_on_which_most_other_rules_failed() -> None:
    assert told(age=4, lien="pere") == "D : oui. AGE : 4. ART loi-1."


def test_a_rule_that_gives_the_same_is_no_reason() -> None:
    sheet = "unique;age;lien;d:choice;law\n1;< 18;-;oui;loi-1\n2;>= 18;pere;non;loi-2"
    sheet += "\n3;>= 18;mere;non;loi-2\n4;>= 18;autre;non;loi-2"
    assert told(sheet=sheet, age=40, lien="pere") == "D : non. AGE : 40. ART loi-2."


def test_what_is_missing_is_told_instead_of_an_outcome() -> None:
    assert told(lien="pere") == "Pour décider, il manque : AGE."


def test_the_decisions_name_goes_where_it_would_take_a_second_message() -> None:
    words = {"d": "Une décision au nom fort long, " * 3}
    text = told(words=words, recourse=Recourse("tribunal", "3 mai"), age=40, lien="pere")
    assert text == "non. LIEN : pere. ART loi-2. Contester : tribunal, jusqu'au 3 mai."


SAID = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=60)


@pytest.mark.parametrize("language", ["fr", "bm", "en"])
@given(outcome=SAID, law=SAID, before=SAID)
def test_nothing_is_cut_however_long(language: str, outcome: str, law: str, before: str) -> None:
    words = {"non": outcome, "loi-2": law}
    text = told(language, Recourse(before, "3 mai"), words=words, age=40, lien="pere")
    for said in (outcome, law, before, "pere", "3 mai"):
        # A Bambara letter may become the one beside it where that takes fewer messages.
        assert said in text or segments(said).encoding == "ucs-2"

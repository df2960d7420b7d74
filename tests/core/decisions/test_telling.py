"""Why, in sentences: each language says the same things of the same explanation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.core.decisions import Decision, Reasons, decide, load_table, smallest_changes, tell
from kene.core.expressions.types import DATE, NUMBER, Enumeration, FeelType
from kene.core.problems import Where
from kene.core.wording import bundled

LANGUAGES = ("fr", "bm", "en")
NAMES: dict[str, FeelType] = {
    "age": NUMBER,
    "seuil": NUMBER,
    "lien": Enumeration(("pere", "mere", "autre")),
    "jour": DATE,
}


class Shouted:
    """Names in capitals, to be found again in a sentence."""

    def label(self, name: str) -> str:
        """The name."""
        return name.upper()

    def shown(self, name: str, value: object) -> str:
        """The value."""
        return f"<{value}>"

    def law(self, key: str) -> str:
        """The law."""
        return f"ART {key}"


def table(text: str) -> Decision:
    return load_table("droit", text, where=Where("t.csv"), names=NAMES, laws=("loi-1", "loi-2"))


def told(text: str, language: str = "fr", **values: object) -> Reasons:
    taken = decide(table(text), values)
    changes = smallest_changes(taken)
    return tell(taken.explanation, taken.decision, Shouted(), language, changes)


SHEET = "unique;age;d:choice;law\n1;[0..31];oui;loi-1\n2;> 31;non;loi-2"


def test_a_decision_is_told_in_french() -> None:
    assert told(SHEET, age=40) == Reasons(
        title="DROIT",
        outcome="<non>",
        missing="",
        fired=("La règle 2 (ART loi-2) s'applique.",),
        used=("AGE : <40>",),
        passed_over=(
            "La règle 1 (ART loi-1) ne s'applique pas. AGE : <40> ; il faudrait : de <0> à <31>.",
        ),
        changes=("Avec « AGE » : <31>, le résultat serait : <oui>.",),
    )


def test_what_is_missing_is_told() -> None:
    reasons = told(SHEET)
    assert (reasons.outcome, reasons.missing) == ("", "Pour décider, il manque : AGE.")
    assert reasons.used == ("AGE : pas encore connu",)
    assert told(SHEET, age=-1).missing == "Aucune règle ne donne de résultat."


@pytest.mark.parametrize(
    ("column", "test", "value", "words"),
    [
        ("age", "< 3", 5, "moins de <3>"),
        ("age", "<= 3", 5, "<3> ou moins"),
        ("age", ">= 9", 5, "<9> ou plus"),
        ("age", "-4, > 9", 5, "<-4> ou plus de <9>"),
        ("age", "(3..4]", 5, "plus de <3> et <4> ou moins"),
        ("age", "> seuil", 5, "plus de SEUIL"),
        ("age", "> seuil + 1", 5, "plus de « seuil + 1 »"),
        ("lien", "pere, mere", "autre", "<pere> ou <mere>"),
        ("lien", "not(autre)", "autre", "autre que <autre>"),
        ("jour", '> date("2026-01-02")', date(2025, 1, 1), "plus de <2026-01-02>"),
    ],
)
def test_what_a_rule_asks_is_told_in_words(
    column: str, test: str, value: object, words: str
) -> None:
    reasons = told(f"first;{column};d:choice\n1;{test};oui\n2;-;non", **{column: value, "seuil": 9})
    assert reasons.passed_over[0].endswith(f"il faudrait : {words}.")


@given(st.integers(-5, 60), st.sampled_from(("pere", "mere", "autre")))
def test_every_language_tells_as_much(age: int, lien: str) -> None:
    sheet = f"{SHEET.replace('age;', 'age;lien;')}".replace("31];", "31];not(pere);")
    sheet = sheet.replace("> 31;", "> 31;-;")
    told_in = [told(sheet, language, age=age, lien=lien) for language in LANGUAGES]
    assert len({len(reasons.sentences) for reasons in told_in}) == 1
    assert len({reasons.outcome for reasons in told_in}) == 1


def test_every_language_has_the_same_texts() -> None:
    wordings = [bundled("kene.core.decisions", language) for language in LANGUAGES]
    for wording in wordings[1:]:
        assert {key: text.placeholders for key, text in wording.texts.items()} == {
            key: text.placeholders for key, text in wordings[0].texts.items()
        }
    assert [wording.reviewed for wording in wordings] == [True, False, True]

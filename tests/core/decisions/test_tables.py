"""Decision tables of packs: outcomes, explanations, and mistakes with their place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kene.core.decisions import Decision, Explanation, decide, load_table, smallest_changes
from kene.core.expressions import Undetermined
from kene.core.expressions.types import (
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    Context,
    Enumeration,
    FeelType,
    List,
)
from kene.core.problems import Mistakes, Where

NAMES: dict[str, FeelType] = {
    "age_jours": NUMBER,
    "revenu": NUMBER,
    "lien": Enumeration(("pere", "mere", "autre")),
    "urgent": BOOLEAN,
}
LAWS = ("cpf-133", "cpf-84")

DELAI = """
# de l'article 133
unique ; age_jours : number ; delai : choice ; law
1      ; [0..31]            ; dans-le-delai  ; cpf-133
2      ; > 31               ; hors-delai     ; cpf-133, cpf-84
"""


def table(text: str) -> Decision:
    return load_table("t", text, where=Where("t.csv", 1, 1), names=NAMES, laws=LAWS)


def problems_of(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(Mistakes) as caught:
        table(text)
    return [(one.code, one.where.line, one.where.column) for one in caught.value.problems]


def test_a_table_decides_and_cites_its_law() -> None:
    decided = decide(table(DELAI), {"age_jours": 40})
    assert decided.outcome == "hors-delai"
    assert decided.fired == ("2",)
    assert decided.laws == ("cpf-133", "cpf-84")


def test_an_explanation_says_what_mattered_and_why_other_rules_did_not_fire() -> None:
    why = decide(table(DELAI), {"age_jours": 40}).explanation
    assert [(one.input, one.value) for one in why.used] == [("age_jours", 40)]
    (other,) = why.passed_over
    assert (other.rule, other.column, other.test, other.value) == ("1", "age_jours", "[0..31]", 40)


def test_the_smallest_change_of_an_input_is_told() -> None:
    (change,) = smallest_changes(decide(table(DELAI), {"age_jours": 40}))
    assert (change.input, change.value, change.outcome) == ("age_jours", 31, "dans-le-delai")
    (change,) = smallest_changes(decide(table(DELAI), {"age_jours": 12}))
    assert (change.value, change.outcome, change.fired) == (32, "hors-delai", ("2",))
    loaded = table("unique;lien;urgent;d:choice\n1;pere;-;a\n2;mere, autre;true;b\n3;mere;false;c")
    changes = smallest_changes(decide(loaded, {"lien": "mere", "urgent": True}))
    assert [(one.input, one.value, one.outcome) for one in changes] == [
        ("lien", "pere", "a"),
        ("urgent", False, "c"),
    ]


@pytest.mark.parametrize(("yes", "no"), [("oui", "non"), ("VRAI", "FAUX"), ("TRUE", "False")])
def test_a_yes_or_a_no_is_read_as_people_and_their_spreadsheets_write_it(yes: str, no: str) -> None:
    written = table(f"unique;urgent;d:boolean\n1;{yes};{no}\n2;{no};{yes}")
    assert written.rules == table("unique;urgent;d:boolean\n1;true;false\n2;false;true").rules
    assert decide(written, {"urgent": True}).outcome is False


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("revenu;< 10,5", "< 10.5"),
        ("revenu;[0..10,5]", "[0..10.5]"),
        ("revenu;[10,5..11]", "[10.5..11]"),
        ("revenu;≥ 18", ">= 18"),
        ("revenu;=> 18", ">= 18"),
        ("ne_le;< 2026-01-31", '< @"2026-01-31"'),
        ("ne_le;[1/2/2026..2026-03-01]", '[@"2026-02-01"..@"2026-03-01"]'),
        ("commune;02-04-18", '"02-04-18"'),
    ],
)
def test_what_is_not_written_as_feel_writes_it_is_told_as_it_should_be(
    written: str, right: str
) -> None:
    column, cell = written.split(";")
    names = {**NAMES, "ne_le": DATE, "commune": STRING}
    with pytest.raises(Mistakes) as caught:
        text = f"unique;{column};d:choice\n1;{cell};a"
        load_table("t", text, where=Where("t.csv", 1, 1), names=names, laws=())
    (problem,) = caught.value.problems
    assert (problem.code, problem.details["right"]) == ("D117", right)
    text = f"unique;{column};d:choice\n1;{right};a"
    load_table("t", text, where=Where("t.csv", 1, 1), names=names, laws=())


def test_a_list_of_numbers_has_commas() -> None:
    listed = table("unique;revenu;d:choice\n1;1,2,3;a\n2;> 3, < 1;b")
    assert decide(listed, {"revenu": 2}).outcome == "a"


def test_a_missing_input_is_named() -> None:
    decided = decide(table(DELAI), {})
    assert decided.outcome == Undetermined(frozenset(("age_jours",)))
    assert decided.explanation.missing == ("age_jours",)


def test_a_gap_is_undetermined_and_no_input_would_help() -> None:
    assert decide(table(DELAI), {"age_jours": -1}).outcome == Undetermined()


def test_an_overlap_under_unique_is_undetermined() -> None:
    overlapping = table("U;age_jours;d:choice\n1;> 1;a\n2;> 2;b")
    assert decide(overlapping, {"age_jours": 3}).outcome == Undetermined()
    assert decide(overlapping, {"age_jours": 2}).outcome == "a"


POLICIES = {
    "first": "a",
    "priority": "a",
    "any": Undetermined(),
    "rule order": ["a", "b", "a"],
    "output order": ["a", "a", "b"],
    "collect": ["a", "b", "a"],
    "collect count": 3,
}


@pytest.mark.parametrize(("policy", "outcome"), POLICIES.items())
def test_every_hit_policy_gives_its_outcome(policy: str, outcome: object) -> None:
    text = f"{policy};age_jours;d:choice [a, b]\n1;> 1;a\n2;> 2;b\n3;> 3;a\n4;> 9;b"
    assert decide(table(text), {"age_jours": 5}).outcome == outcome


@pytest.mark.parametrize(("policy", "outcome"), [("C+", 6), ("C<", 1), ("C>", 3), ("C#", 3)])
def test_collected_numbers_are_aggregated(policy: str, outcome: int) -> None:
    text = f"{policy};age_jours;d:number\n1;> 1;1\n2;> 2;2\n3;-;age_jours - 2"
    assert decide(table(text), {"age_jours": 5}).outcome == outcome


def test_several_outputs_make_a_context() -> None:
    loaded = table("unique;lien;d:choice;n:number\n1;pere, mere;parent;revenu * 2\n2;autre;x;0")
    assert isinstance(loaded.type, Context)
    assert decide(loaded, {"lien": "pere", "revenu": 4}).outcome == {"d": "parent", "n": 8}
    assert decide(loaded, {"lien": "autre"}).outcome == {"d": "x", "n": 0}
    assert decide(loaded, {"lien": "mere"}).outcome == Undetermined(frozenset(("revenu",)))


def test_a_choice_is_typed_by_the_words_it_uses() -> None:
    assert table(DELAI).type == Enumeration(("dans-le-delai", "hors-delai"))
    assert isinstance(table(DELAI.replace("unique", "collect")).type, List)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_of_a_spreadsheet_is_read(separator: str) -> None:
    text = 'first{0}lien{0}age_jours{0}d:choice\n1{0}"pere,mere"{0}"[1..5]"{0}"a"\n2{0}-{0}{0}b\n'
    loaded = table(text.format(separator))
    assert decide(loaded, {"lien": "mere", "age_jours": 2}).outcome == "a"
    assert decide(loaded, {"lien": "mere", "age_jours": 9}).outcome == "b"


def test_all_mistakes_of_a_table_come_at_once_with_their_places() -> None:
    text = "unique;lien;age_jours:number;d:choice;law\n1;mre;[0..;x;cpf-13\n1;pere;-;;\n2;-;-;a"
    assert problems_of(text) == [
        ("F202", 2, 3),
        ("F102", 2, 11),
        ("D108", 2, 14),
        ("D110", 3, 10),
        ("D106", 4, 1),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "D101"),
        ("uniqe;lien;d:choice\n1;-;a", "D102"),
        ("unique;lien;d:chioce\n1;-;a", "D103"),
        ("unique;lien\n1;-", "D104"),
        ("unique;d:choice;lien\n1;a;-", "D105"),
        ("unique;lien;d:choice", "D107"),
        ("unique;lien;d:choice\n1;pere;a\n1;mere;a", "D109"),
        ("unique;lien;d:choice\n1;pere;a b", "D111"),
        ("unique;lien;d:choice [a, b]\n1;pere;c", "D112"),
        ("unique;lien;d:choice;d:choice\n1;pere;c;c", "D113"),
        ("C+;lien;d:choice\n1;pere;c", "D114"),
        ("unique;lien;-> revenu:choice\n1;pere;c", "D116"),
        ("unique;lien : number;d:choice\n1;pere;c", "F203"),
        ("unique;lien;d:number\n1;pere;2,5", "D117"),
    ],
)
def test_each_mistake_has_its_code(text: str, code: str) -> None:
    assert code in [found for found, _, _ in problems_of(text)]


@given(st.text(max_size=300))
@settings(max_examples=120, deadline=None)
def test_any_text_is_a_table_or_is_refused(text: str) -> None:
    for sheet in (text, "unique;lien;d:choice\n1;" + text):
        try:
            table(sheet)
        except Mistakes as mistakes:
            assert mistakes.problems


# -- generated tables --------------------------------------------------------------------------

_test = st.sampled_from(["-", "[0..10]", "> 5", "< 3", "not(4)", "1, 2, 7", "= 6", "(2..8]"])
_lien = st.sampled_from(["-", "pere", "mere, autre", "not(pere)"])
_rules = st.lists(st.tuples(_test, _lien, st.sampled_from("abc")), min_size=1, max_size=6)
_policy = st.sampled_from(sorted({*POLICIES, "unique"}))
_values = st.fixed_dictionaries(
    {"age_jours": st.integers(-1, 12), "lien": st.sampled_from(["pere", "mere", "autre"])}
)


def sheet_of(policy: str, rules: list[tuple[str, str, str]]) -> str:
    lines = [f"{n};{test};{lien};{word};cpf-84" for n, (test, lien, word) in enumerate(rules)]
    return "\n".join([f"{policy};age_jours;lien;d:choice [a, b, c];law", *lines])


_PYTHON = {
    "-": lambda x: True,
    "[0..10]": lambda x: 0 <= x <= 10,
    "> 5": lambda x: x > 5,
    "< 3": lambda x: x < 3,
    "not(4)": lambda x: x != 4,
    "1, 2, 7": lambda x: x in (1, 2, 7),
    "= 6": lambda x: x == 6,
    "(2..8]": lambda x: 2 < x <= 8,
    "pere": lambda x: x == "pere",
    "mere, autre": lambda x: x in ("mere", "autre"),
    "not(pere)": lambda x: x != "pere",
}


@given(_policy, _rules, _values)
@settings(max_examples=120, deadline=None)
def test_the_rules_that_match_are_those_whose_tests_pass(
    policy: str, rules: list[tuple[str, str, str]], values: dict[str, object]
) -> None:
    matching = [
        word
        for test, lien, word in rules
        if _PYTHON[test](values["age_jours"]) and _PYTHON[lien](values["lien"])
    ]
    expected: object
    match policy:
        case "unique":
            expected = matching[0] if len(matching) == 1 else Undetermined()
        case "any":
            expected = matching[0] if len(set(matching)) == 1 else Undetermined()
        case "first":
            expected = matching[0] if matching else Undetermined()
        case "priority":
            expected = min(matching) if matching else Undetermined()
        case "output order":
            expected = sorted(matching)
        case "collect count":
            expected = len(matching)
        case _:
            expected = matching
    assert decide(table(sheet_of(policy, rules)), values).outcome == expected


@given(_policy, _rules, _values, st.sets(st.sampled_from(["age_jours", "lien"])))
@settings(max_examples=120, deadline=None)
def test_an_undetermined_outcome_is_settled_by_what_it_names(
    policy: str, rules: list[tuple[str, str, str]], values: dict[str, object], absent: set[str]
) -> None:
    decision = table(sheet_of(policy, rules))
    known = {name: value for name, value in values.items() if name not in absent}
    outcome = decide(decision, known).outcome
    whole = decide(decision, values).outcome
    if isinstance(outcome, Undetermined) and outcome.missing:
        assert outcome.missing <= absent
        back = {**known, **{name: values[name] for name in outcome.missing}}
        assert decide(decision, back).outcome == whole
    else:
        assert outcome == whole


@given(_policy, _rules, _values, st.sets(st.sampled_from(["age_jours", "lien"])))
@settings(max_examples=80, deadline=None)
def test_an_explanation_is_kept_as_json_without_loss(
    policy: str, rules: list[tuple[str, str, str]], values: dict[str, object], absent: set[str]
) -> None:
    known = {name: value for name, value in values.items() if name not in absent}
    why = decide(table(sheet_of(policy, rules)), known).explanation
    assert Explanation.from_json(json.loads(json.dumps(why.to_json()))) == why

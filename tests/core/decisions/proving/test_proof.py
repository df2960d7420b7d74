"""A proof finds what trying every kind of person finds, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings

from core.decisions.proving.tables import NAMES, WHERE, decisions, table
from kene.core.decisions import Decision, decide, load_table
from kene.core.decisions.proving import Domain, Finding, FindingKind, Promise, World, prove
from kene.core.expressions import Undetermined, compile_expression
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, Enumeration

ENDS = sorted((-3, 0, 1, Decimal("1.5"), 2))
# Each constant of the random tables, one value between two of them, and one beyond each end.
PEOPLE: dict[str, tuple[object, ...]] = {
    "n": (-9, *ENDS, Decimal("-0.5"), Decimal("0.5"), Decimal("1.25"), Decimal("1.75"), 9),
    "jour": tuple(map(date.fromisoformat, (
        "2025-12-31", "2026-01-01", "2026-01-02", "2026-02-14", "2026-03-31", "2026-04-01",
    ))),
    "lien": ("pere", "mere", "autre"),
    "urgent": (True, False),
    "ville": ("Kayes", "Ségou", "Gao", "Mopti"),
}  # fmt: skip
PEOPLE["m"] = PEOPLE["n"]


def kinds(findings: tuple[Finding, ...]) -> list[FindingKind]:
    return [finding.kind for finding in findings]


def everybody(decision: Decision) -> list[dict[str, object]]:
    names = sorted(decision.inputs)
    return [dict(zip(names, one, strict=True)) for one in product(*(PEOPLE[n] for n in names))]


def matching(decision: Decision, person: dict[str, object]) -> frozenset[str]:
    return frozenset(decision.rules[number].label for number in decision.fire(person))


def found(findings: tuple[Finding, ...], kind: FindingKind) -> set[frozenset[str]]:
    return {frozenset(one.rules) for one in findings if one.kind is kind}


@settings(max_examples=150, deadline=None)
@given(decisions())
def test_a_proof_agrees_with_trying_everybody(decision: Decision) -> None:
    findings = prove(decision)
    people = everybody(decision)
    matches = {matching(decision, person) for person in people}
    assert (FindingKind.GAP in kinds(findings)) == (frozenset() in matches)
    outcomes = {rule.label: decision.constants[n] for n, rule in enumerate(decision.rules)}
    if decision.hit_policy.value in ("unique", "any"):
        pairs = {
            frozenset((one, other))
            for rules in matches
            for one in rules
            for other in rules - {one}
            if decision.hit_policy.value == "unique" or outcomes[one] != outcomes[other]
        }
        assert found(findings, FindingKind.OVERLAP) == pairs
        fired = frozenset[str]().union(*matches)
    else:
        fired = frozenset(label for person in people for label in decide(decision, person).fired)
    dead = {frozenset((rule.label,)) for rule in decision.rules if rule.label not in fired}
    assert found(findings, FindingKind.DEAD_RULE) == dead
    unheard = {one.word for one in findings if one.kind is FindingKind.DEAD_OUTCOME}
    assert unheard == {"a", "b", "c"} - {outcomes[label] for label in fired}


@settings(max_examples=150, deadline=None)
@given(decisions())
def test_every_example_shows_what_it_is_an_example_of(decision: Decision) -> None:
    for finding in prove(decision):
        if finding.kind in (FindingKind.GAP, FindingKind.OVERLAP):
            people = {name: values[0] for name, values in PEOPLE.items()} | finding.example
            assert decide(decision, people).outcome == Undetermined()
            assert set(finding.rules) <= matching(decision, people)


@settings(max_examples=100, deadline=None)
@given(decisions(("unique", "first", "priority")))
def test_a_broken_promise_is_one_that_somebody_sees(decision: Decision) -> None:
    names = sorted(decision.inputs & {"n"})
    if not names:
        return
    findings = prove(decision, promises=[Promise("n", falls=True)])
    others = {name: PEOPLE[name] for name in decision.inputs - {"n"}}
    broken = False
    for person in product(*others.values()):
        outcomes = [
            decide(decision, {**dict(zip(others, person, strict=True)), "n": n}).outcome
            for n in sorted(PEOPLE["n"])
        ]
        ranks = ["cba".index(one) for one in outcomes if isinstance(one, str)]
        broken = broken or ranks != sorted(ranks, reverse=True)
    assert (FindingKind.NOT_MONOTONE in kinds(findings)) == broken


# -- the rules of the scholarship -----------------------------------------------------------------

SCHOLARSHIP = """unique ; moyenne : number ; points : number
1 ; >= 13.51 ; 5
2 ; [11.51..13.50] ; 3
3 ; [10.51..11.50] ; 2
4 ; < 10.50 ; 0"""


def test_the_published_rule_of_the_scholarship_forgets_some() -> None:
    decision = load_table("points", SCHOLARSHIP, where=WHERE, names={"moyenne": NUMBER}, laws=())
    findings = prove(decision, promises=[Promise("moyenne")])
    assert kinds(findings) == [FindingKind.GAP] * 3
    examples = [finding.example["moyenne"] for finding in findings]
    assert examples == [Decimal("10.50"), Decimal("11.505"), Decimal("13.505")]


def test_marks_of_two_decimals_leave_nobody_between_13_50_and_13_51() -> None:
    decision = load_table("points", SCHOLARSHIP, where=WHERE, names={"moyenne": NUMBER}, laws=())
    marks = World(domains={"moyenne": Domain(NUMBER, places=2, low=0, high=20)})
    (gap,) = prove(decision, marks)
    assert gap.example == {"moyenne": Decimal("10.50")}


# -- who can be -----------------------------------------------------------------------------------

BIRTH = {"naissance": DATE, "today": DATE}
DELAI = "unique ; age_jours : number ; delai : choice\n1 ; [0..{}] ; dans\n2 ; > {} ; hors"


def born(condition: str) -> World:
    """A world in which people are born, under a condition."""
    return World(
        facts={
            "age_jours": compile_expression("days between(naissance, today)", BIRTH, where=WHERE)
        },
        conditions={"naissance": (compile_expression(condition, BIRTH, where=WHERE),)},
    )


def delai(one: int, other: int) -> Decision:
    text = DELAI.format(one, other)
    return load_table("delai", text, where=WHERE, names={"age_jours": NUMBER, **BIRTH}, laws=())


def test_nobody_is_born_after_today_where_the_pack_says_so() -> None:
    assert prove(delai(31, 31), born("naissance <= today")) == ()
    (gap,) = prove(delai(31, 31), born("naissance >= date('1900-01-01')"))
    assert gap.tested == {"age_jours": -1}


def test_an_example_is_a_person_with_the_answers_that_they_give() -> None:
    (gap,) = prove(delai(30, 31), born("naissance <= today"))
    assert gap.tested == {"age_jours": 31}
    assert gap.example == {"today": date(2026, 9, 30), "naissance": date(2026, 8, 30)}


def test_what_an_earlier_decision_never_gives_needs_no_rule() -> None:
    first = table("unique;n;-> age:choice [petit, grand, vieux]\n1;< 5;petit\n2;>= 5;grand")
    names = {**NAMES, "age": Enumeration(("petit", "grand", "vieux"))}
    second = load_table(
        "suite", "unique;age;suite:choice\n1;petit;oui\n2;grand;non", where=WHERE, names=names,
        laws=(),
    )  # fmt: skip
    assert prove(second, World(decisions={"age": first})) == ()


def test_columns_of_one_input_are_looked_at_together() -> None:
    text = "unique;n;n;o:choice\n1;> 1;< 3;a\n2;<= 1;-;b\n3;-;>= 3;c"
    assert prove(table(text)) == ()


@pytest.mark.parametrize("test", ["> m", "? * 2 > 5", "> m + 1"])
def test_what_is_compared_with_an_answer_is_said_to_be_unproved(test: str) -> None:
    decision = table(f"unique;n;o:choice\n1;{test};a\n2;not({test});b")
    (finding,) = prove(decision)
    assert finding.kind is FindingKind.UNPROVED
    assert finding.word == f"n : {test}"


def test_a_table_of_six_columns_is_proved() -> None:
    names = {f"x{index}": NUMBER for index in range(4)} | {"b": BOOLEAN, "l": NAMES["lien"]}
    lines = ["first ; " + " ; ".join(names) + " ; o : number"]
    for rule in range(14):
        cells = [f"[{rule * 3 + index}..{rule * 5 + 20}]" for index in range(4)]
        lines.append(f"{rule} ; {' ; '.join(cells)} ; true ; not(pere) ; {rule}")
    gap = load_table("t", "\n".join(lines), where=WHERE, names=names, laws=())
    lines.append("15 ; - ; - ; - ; - ; - ; - ; 15")
    whole = load_table("t", "\n".join(lines), where=WHERE, names=names, laws=())
    assert FindingKind.GAP in kinds(prove(gap))
    assert prove(whole) == ()

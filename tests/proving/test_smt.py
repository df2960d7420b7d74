"""Z3 and plain Python prove the same, and Z3 proves what plain Python leaves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from core.decisions.proving.tables import NAMES, WHERE, decisions, table
from core.services.broken_packs import CORPUS
from kene.core.decisions import Decision, decide, load_table
from kene.core.decisions.proving import Domain, Finding, FindingKind, Promise, World, prove
from kene.core.expressions import Undetermined, compile_expression
from kene.core.expressions.types import DATE, NUMBER, FeelType
from kene.testing.pack import check_folder

pytest.importorskip("z3", reason="z3-solver is absent")
from kene.proving.smt import prove_by_z3  # noqa: E402


def said(findings: tuple[Finding, ...]) -> set[tuple[FindingKind, tuple[str, ...], str]]:
    """What findings say, but for how many gaps and which people."""
    return {
        (one.kind, () if one.kind is FindingKind.NOT_MONOTONE else one.rules, one.word)
        for one in findings
    }


@settings(max_examples=150, deadline=None)
@given(decisions())
def test_both_say_the_same_of_a_table(decision: Decision) -> None:
    promises = [Promise("n", falls=True)] if "n" in decision.inputs else []
    plain = prove(decision, promises=promises)
    assert said(prove_by_z3(decision, promises=promises)) == said(plain)


@settings(max_examples=60, deadline=None)
@given(decisions())
def test_an_example_of_z3_shows_what_it_is_an_example_of(decision: Decision) -> None:
    for finding in prove_by_z3(decision):
        if finding.kind in (FindingKind.GAP, FindingKind.OVERLAP):
            assert decide(decision, finding.example).outcome == Undetermined()


def test_answers_compared_with_each_other_are_proved() -> None:
    whole = table("unique;n;o:choice\n1;> m;a\n2;<= m;b")
    assert [one.kind for one in prove(whole)] == [FindingKind.UNPROVED]
    assert prove_by_z3(whole) == ()
    (gap,) = prove_by_z3(table("unique;n;o:choice\n1;> m;a\n2;< m;b"))
    assert gap.example["n"] == gap.example["m"]


def test_a_year_is_never_more_than_its_days() -> None:
    names: dict[str, FeelType] = {"naissance": DATE, "today": DATE, "age": NUMBER}
    age = compile_expression("years between(naissance, today)", names, where=WHERE)
    born = compile_expression("naissance <= today", names, where=WHERE)
    world = World(facts={"age": age}, conditions={"naissance": (born,)})
    text = "unique;age;naissance;o:choice\n1;< 18;-;a\n2;>= 18;<= today;b"
    decision = load_table("t", text, where=WHERE, names=names, laws=())
    assert [one.kind for one in prove(decision, world)] == [FindingKind.UNPROVED]
    assert prove_by_z3(decision, world) == ()


def test_an_example_is_a_person_that_the_conditions_let_be() -> None:
    names: dict[str, FeelType] = {"debut": DATE, "fin": DATE}
    later = compile_expression("fin >= debut", names, where=WHERE)
    world = World(conditions={"fin": (later,)})
    text = "unique;fin;o:choice\n1;> debut;a"
    decision = load_table("t", text, where=WHERE, names=names, laws=())
    (gap,) = prove_by_z3(decision, world)
    assert isinstance(gap.example["fin"], date) and gap.example["fin"] == gap.example["debut"]


def test_what_earlier_decisions_never_give_together_needs_no_rule() -> None:
    first = table("unique;n;-> age:choice [petit, grand]\n1;< 5;petit\n2;>= 5;grand")
    names = {**NAMES, "age": first.type}
    text = "unique;age;n;o:choice\n1;petit;<= 5;a\n2;grand;>= 5;b"
    decision = load_table("suite", text, where=WHERE, names=names, laws=())
    world = World(decisions={"age": first})
    assert prove_by_z3(decision, world) == ()


def test_marks_of_two_decimals_leave_nobody_between() -> None:
    text = "unique;n;o:choice\n1;>= 13.51;a\n2;<= 13.50;b"
    marks = World(domains={"n": Domain(NUMBER, places=2, low=0, high=20)})
    assert prove_by_z3(table(text), marks) == ()
    assert [one.kind for one in prove_by_z3(table(text))] == [FindingKind.GAP]


def test_what_has_no_exact_term_is_said_to_be_unproved() -> None:
    (finding,) = prove_by_z3(table("unique;n;o:choice\n1;> m / 3;a\n2;<= m / 3;b"))
    assert finding.kind is FindingKind.UNPROVED


def test_a_promise_of_outcomes_without_order_says_so_where_only_z3_proves_the_table() -> None:
    decision = table("unique;n;o:number\n1;> m;n + 1\n2;<= m;0")
    promised = [Promise("n")]
    (finding,) = prove_by_z3(decision, promises=promised)
    assert (finding.kind, finding.word) == (FindingKind.UNRANKED, "n")


def test_checking_a_pack_asks_z3_for_what_plain_python_leaves(tmp_path) -> None:
    for name, content in next(one for one in CORPUS if one.code == "D306").files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert not [
        problem.code for problem in check_folder(tmp_path).problems if problem.code[0] == "D"
    ]

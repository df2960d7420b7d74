"""DMN files taken into a pack: what is taken decides the same, and the rest is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.decisions.test_export import NAMES, WHERE, written
from kene.core.decisions import decide, load_table
from kene.core.decisions.dmn import Clock, Imported, evaluate, import_model, load_model
from kene.core.expressions import compile_expression
from kene.core.expressions.types import DATE, NUMBER, STRING, Enumeration, FeelType

CLOCK = Clock(datetime(2026, 3, 15, tzinfo=UTC))
HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n">'
LOAN = f"""{HEAD}
  <itemDefinition name="tRisk"><typeRef>string</typeRef>
    <allowedValues><text>"low", "high"</text></allowedValues></itemDefinition>
  <itemDefinition name="tPerson"><itemComponent name="age"/></itemDefinition>
  <inputData id="i1" name="Applicant Age"><variable typeRef="number"/></inputData>
  <inputData id="i2" name="Risk"><variable name="Risk" typeRef="tRisk"/></inputData>
  <businessKnowledgeModel id="b1" name="Score"/>
  <decision id="d2" name="Loan Approval"><variable name="Loan Approval" typeRef="string"/>
    <informationRequirement><requiredDecision href="#d1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression><text>Is Adult</text></inputExpression></input>
      <input><inputExpression><text>Risk</text></inputExpression></input>
      <output><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>
      <annotation name="law"/><annotation name="note"/>
      <rule><inputEntry><text>true</text></inputEntry><inputEntry><text>"low"</text></inputEntry>
        <outputEntry><text>"yes; at once"</text></outputEntry>
        <annotationEntry><text>art-1</text></annotationEntry>
        <annotationEntry><text>x</text></annotationEntry></rule>
      <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>"no"</text></outputEntry>
        <annotationEntry><text>art-2</text></annotationEntry>
        <annotationEntry><text/></annotationEntry></rule>
    </decisionTable></decision>
  <decision id="d1" name="Is Adult"><variable name="Is Adult" typeRef="boolean"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <literalExpression><text>Applicant Age >= 18</text></literalExpression></decision>
  <decision id="d3" name="List"><list/></decision>
  <decision id="d6" name="Text"><variable typeRef="string"/>
    <literalExpression><text>[1]</text></literalExpression></decision>
  <decision id="d5" name="Late">
    <informationRequirement><requiredDecision href="#d3"/></informationRequirement>
    <literalExpression><text>count(List)</text></literalExpression></decision>
  <decision id="d4" name="No"><literalExpression><text>null</text></literalExpression></decision>
</definitions>"""


def decided(found: Imported, name: str, given_: Mapping[str, object]) -> object:
    """What an imported table decides, its facts worked out first."""
    names: dict[str, FeelType] = {"today": DATE, **found.inputs}
    values = dict(given_)
    for fact, text in found.facts.items():
        compiled = compile_expression(text, names, where=WHERE)
        names[fact], values[fact] = compiled.type, compiled.evaluate(values)
    sheet = found.tables[name]
    return decide(
        load_table(name, sheet, where=WHERE, names=names, laws=found.laws), values
    ).outcome


def test_a_model_with_spaced_names_decides_the_same_in_a_pack() -> None:
    found, model = import_model(LOAN, where=WHERE), load_model(LOAN, where=WHERE)
    assert found.inputs == {"Applicant_Age": NUMBER, "Risk": Enumeration(("low", "high"))}
    assert found.facts == {"Is_Adult": "Applicant_Age >= 18", "Text": "[1]"}
    assert found.laws == ("art-1", "art-2")
    for age in (17, 18):
        for risk in ("low", "high"):
            whole = {"Applicant Age": age, "Risk": risk}
            expected = evaluate(model, "Loan Approval", whole, clock=CLOCK)
            given_ = {"Applicant_Age": age, "Risk": risk}
            assert decided(found, "Loan_Approval", given_) == expected


def test_what_a_pack_cannot_say_is_named_with_its_place() -> None:
    told = [
        (one.code, one.where.line, one.details["name"], one.details.get("part"))
        for one in import_model(LOAN, where=WHERE).problems
    ]
    lines = LOAN.splitlines()
    assert sorted(told, key=lambda one: one[1]) == [
        ("D209", 4, "tPerson", "itemDefinition"),
        ("D209", 7, "Score", "businessKnowledgeModel"),
        ("D209", 14, "Loan Approval", "defaultOutputEntry"),
        ("D209", 15, "Loan Approval", "annotation"),
        ("D209", len(lines) - 7, "List", "list"),
        ("D212", len(lines) - 6, "Text", None),
        ("D211", len(lines) - 4, "Late", None),
        ("D210", len(lines) - 1, "No", None),
    ]


_test = st.sampled_from(["-", "[0..31]", "> 31", "< 0", "not(4)", "1, 2, 40"])
_lien = st.sampled_from(["-", "pere", "mere, pere", "not(mere)", '"l\'autre & <lui>"'])
_rules = st.lists(st.tuples(_test, _lien, st.sampled_from("abc")), min_size=1, max_size=5)
_policy = st.sampled_from(["unique", "any", "first", "priority", "rule order", "collect count"])


@given(_policy, _rules, st.integers(-2, 60), st.sampled_from(["pere", "mere"]))
@settings(max_examples=60, deadline=None)
def test_a_table_written_as_dmn_and_taken_back_decides_the_same(
    policy: str, rules: list[tuple[str, str, str]], age: int, lien: str
) -> None:
    lines = [f"{n};{test};{link};{word};cpf-133" for n, (test, link, word) in enumerate(rules)]
    table, xml = written("\n".join([f"{policy};age_jours;lien;delai_:choice;law", *lines]))
    found = import_model(xml, where=WHERE)
    assert not found.problems
    today = date(2026, 3, 15)
    born = date.fromordinal(today.toordinal() - age)
    values = {"naissance": born, "today": today, "lien": lien}
    assert decided(found, "delai", values) == decide(table, {**values, "age_jours": age}).outcome
    assert found.inputs == {"naissance": DATE, "lien": NAMES["lien"]}


def test_a_text_that_is_no_choice_stays_a_text() -> None:
    found = import_model(LOAN, where=WHERE)
    assert STRING.name in found.tables["Loan_Approval"].splitlines()[0]

"""DMN models: read without trusting the file, and decided with the standard's meaning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kene.core.decisions.dmn import Clock, Model, evaluate, explain, invoke_service, load_model
from kene.core.problems import Mistakes, Where

CLOCK = Clock(datetime(2026, 3, 15, 12, tzinfo=UTC))
HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="m">'


def model(body: str) -> Model:
    return load_model(f"{HEAD}{body}</definitions>", where=Where("m.dmn", 1, 1))


def decided(body: str, name: str = "d", **inputs: object) -> object:
    return evaluate(model(body), name, inputs, clock=CLOCK)


def literal(text: str, name: str = "d", requires: str = "") -> str:
    return (
        f'<decision id="_{name}" name="{name}"><variable name="{name}"/>{requires}'
        f"<literalExpression><text>{text}</text></literalExpression></decision>"
    )


def required(kind: str, tag: str, key: str) -> str:
    return f'<{kind}><{tag} href="#{key}"/></{kind}>'


INPUT = '<inputData id="_i" name="revenu total"><variable name="revenu total"/></inputData>'
NEEDS_INPUT = required("informationRequirement", "requiredInput", "_i")


def test_a_decision_reads_an_input_whose_name_has_spaces() -> None:
    body = INPUT + literal("revenu total * 2", requires=NEEDS_INPUT)
    assert decided(body, **{"revenu total": 4}) == 8
    assert decided(body) is None


def test_an_input_that_is_not_required_is_not_seen() -> None:
    assert decided(INPUT + literal("revenu total"), **{"revenu total": 4}) is None


def test_a_function_may_call_itself_and_one_that_never_ends_gives_null() -> None:
    def recursive(body: str) -> str:
        return (
            '<businessKnowledgeModel id="_f" name="f"><variable name="f"/><encapsulatedLogic>'
            '<formalParameter name="n"/><literalExpression><text>'
            f"{body}</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
            + literal("f(5)", requires=required("knowledgeRequirement", "requiredKnowledge", "_f"))
        )

    assert decided(recursive("if n = 0 then 1 else n * f(n - 1)")) == 120
    assert decided(recursive("f(n + 1)")) is None


def test_decisions_that_need_each_other_give_null() -> None:
    first = literal("e", requires=required("informationRequirement", "requiredDecision", "_e"))
    second = literal(
        "d", "e", requires=required("informationRequirement", "requiredDecision", "_d")
    )
    assert decided(first + second) is None


def test_a_service_takes_inputs_and_gives_its_output() -> None:
    service = (
        '<decisionService id="_s" name="s"><variable name="s"/><outputDecision href="#_d"/>'
        '<inputData href="#_i"/></decisionService>'
    )
    body = INPUT + literal("revenu total + 1", requires=NEEDS_INPUT) + service
    assert invoke_service(model(body), "s", {"revenu total": 1}, clock=CLOCK) == 2


def test_a_type_with_allowed_values_refuses_others() -> None:
    body = (
        '<itemDefinition name="lien"><typeRef>string</typeRef><allowedValues>'
        '<text>"pere", "mere"</text></allowedValues></itemDefinition>'
        '<inputData id="_i" name="l"><variable name="l" typeRef="lien"/></inputData>'
        + literal("l", requires=NEEDS_INPUT)
    )
    assert decided(body, l="pere") == "pere"
    assert decided(body, l="oncle") is None


TABLE = """
  <decisionTable hitPolicy="{policy}">
    <input><inputExpression><text>revenu total</text></inputExpression></input>
    <output><outputValues><text>"haut","bas"</text></outputValues></output>
    <rule><inputEntry><text>&gt; 1</text></inputEntry>
      <outputEntry><text>"bas"</text></outputEntry>
      <annotationEntry><text>art. 1</text></annotationEntry></rule>
    <rule><inputEntry><text>&gt; 2</text></inputEntry>
      <outputEntry><text>"haut"</text></outputEntry></rule>
  </decisionTable>"""


@pytest.mark.parametrize(
    ("policy", "rules"),
    [
        ("FIRST", {1: ("art. 1",)}),
        ("PRIORITY", {2: ()}),
        ("OUTPUT ORDER", {2: (), 1: ("art. 1",)}),
        ("RULE ORDER", {1: ("art. 1",), 2: ()}),
    ],
)
def test_a_table_says_which_of_its_rules_gave_its_value(
    policy: str, rules: dict[int, tuple[str, ...]]
) -> None:
    table = f'<decision id="_t" name="t"><variable name="t"/>{NEEDS_INPUT}'
    table += TABLE.format(policy=policy) + "</decision>"
    top = literal("t", requires=required("informationRequirement", "requiredDecision", "_t"))
    given = {"revenu total": 4}
    steps = explain(model(INPUT + table + top), "d", given, clock=CLOCK)
    assert [step.decision for step in steps] == ["d", "t"]
    assert steps[0].used == {"t": steps[1].value}
    assert (steps[1].used, list(steps[1].rules.items())) == (given, list(rules.items()))


def test_the_clock_is_the_callers() -> None:
    assert str(decided(literal("string(today())"))) == "2026-03-15"


def test_what_cannot_be_read_is_null_and_noted() -> None:
    loaded = model(literal("1 +") + literal("2", "e"))
    assert [problem.code for problem in loaded.problems] == ["F102"]
    assert evaluate(loaded, "d", {}, clock=CLOCK) is None
    assert evaluate(loaded, "e", {}, clock=CLOCK) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><definitions>&a;</definitions>', "D202"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><definitions/>', "D202"),
        ("<definitions>", "D201"),
        ("", "D201"),
        ("<html/>", "D204"),
        ("<a>" * 500 + "</a>" * 500, "D203"),
    ],
)
def test_a_file_that_is_unsafe_or_no_model_is_refused(text: str, code: str) -> None:
    with pytest.raises(Mistakes) as caught:
        load_model(text, where=Where("x.dmn", 1, 1))
    assert [problem.code for problem in caught.value.problems] == [code]


_TAGS = st.sampled_from(
    ["decision", "literalExpression", "decisionTable", "rule", "inputEntry", "input", "output",
     "context", "contextEntry", "variable", "invocation", "binding", "relation", "row", "column",
     "functionDefinition", "itemDefinition", "for", "in", "return", "filter", "conditional", "text",
     "decisionService", "outputDecision", "informationRequirement", "requiredDecision", "import"]
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(
    ["", ' id="_d"', ' name="d"', ' href="#_d"', ' href="#x"', ' typeRef="t"', ' name="t"',
     ' hitPolicy="ANY"', ' namespace="n" name="m" importType="DMN"']
)  # fmt: skip
_elements = st.recursive(
    st.sampled_from(["1", "a", ""]),
    lambda inner: st.tuples(_TAGS, _ATTRIBUTES, st.lists(inner, max_size=3)).map(
        lambda part: f"<{part[0]}{part[1]}>{''.join(part[2])}</{part[0]}>"
    ),
    max_leaves=15,
)


@given(st.lists(_elements, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_well_formed_model_loads_or_is_refused(elements: list[str]) -> None:
    try:
        loaded = model("".join(elements))
    except Mistakes:
        return
    for element in loaded.elements.values():
        if element.kind == "decision" and element.name:
            evaluate(loaded, element.name, {}, clock=CLOCK)

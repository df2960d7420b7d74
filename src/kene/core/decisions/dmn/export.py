"""Writing tables and facts of a pack as a DMN file with its diagram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Final

from kene.core.decisions.dmn.diagram import SPECIFICATION, diagram, requirement_id
from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.decisions.table import Decision, Output, Rule
from kene.core.expressions import Expression
from kene.core.expressions.printing import printed, quoted
from kene.core.expressions.types import ANY, Enumeration, FeelType, Simple

_AGGREGATIONS: Final = {
    HitPolicy.SUM: "SUM",
    HitPolicy.MIN: "MIN",
    HitPolicy.MAX: "MAX",
    HitPolicy.COUNT: "COUNT",
}


class Version(Enum):
    """A version of the standard, by the date in its namespaces; dmn-js opens no later one than 1.3.

    What is written means the same in both.
    """

    V1_3 = "20191111"
    V1_5 = "20230324"


@dataclass(frozen=True, slots=True)
class Exported:
    """What is written: the types of inputs, and the facts and tables made of them, by name."""

    name: str
    namespace: str
    inputs: Mapping[str, FeelType]
    facts: Mapping[str, Expression]
    tables: Sequence[Decision]


def export_model(exported: Exported, version: Version = Version.V1_5) -> str:
    """The DMN file. A fact or a table that another reads by its name is required by it.

    Functions of Kene (`days between`…) stay as they are: other engines must be given them.
    """
    return "\n".join(_lines(exported, version.value)) + "\n"


def _lines(exported: Exported, dated: str) -> Iterator[str]:
    requires = {name: fact.inputs for name, fact in exported.facts.items()}
    requires |= {table.name: table.inputs for table in exported.tables}
    read = frozenset[str]().union(*requires.values()) - requires.keys()
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    name, namespace = _attribute(exported.name), _attribute(exported.namespace)
    yield (
        f'<definitions xmlns="{SPECIFICATION}{dated}/MODEL/" id="model"'
        f" name={name} namespace={namespace}>"
    )
    for name in sorted(read):
        yield from _item(name, exported.inputs[name])
    for name in sorted(read):
        yield f"  <inputData id={_id(name)} name={_attribute(name)}>"
        yield f"    {_variable(name, _type(name, exported.inputs[name]))}"
        yield "  </inputData>"
    for name, fact in exported.facts.items():
        yield from _decision(name, fact.type, requires, _literal(printed(fact.tree)))
    for table in exported.tables:
        yield from _decision(table.name, table.type, requires, list(_table(table)))
    yield from diagram(read, requires, f"{SPECIFICATION}{dated}/DMNDI/")
    yield "</definitions>"


def _attribute(text: str) -> str:
    return f'"{escape(text)}"'


def _id(name: str) -> str:
    return _attribute(f"_{name}")


def _item(name: str, of: FeelType) -> Iterator[str]:
    """The item definition of an input with options."""
    if isinstance(of, Enumeration):
        yield f"  <itemDefinition name={_attribute(f't_{name}')}><typeRef>string</typeRef>"
        yield f"    <allowedValues>{_text(_choices(of.values))}</allowedValues>"
        yield "  </itemDefinition>"


def _choices(words: Sequence[str]) -> str:
    return ", ".join(quoted(word) for word in words)


def _type(name: str, of: FeelType) -> str:
    return f"t_{name}" if isinstance(of, Enumeration) else _plain_type(of)


def _plain_type(of: FeelType) -> str:
    """The `typeRef` of a type without parts; "" for others."""
    if isinstance(of, Enumeration):
        return "string"
    return of.name if isinstance(of, Simple) and of != ANY else ""


def _variable(name: str, type_name: str) -> str:
    return f"<variable name={_attribute(name)}{_reference(type_name)}/>"


def _reference(type_name: str) -> str:
    return f" typeRef={_attribute(type_name)}" if type_name else ""


def _text(text: str) -> str:
    return f"<text>{escape(text, quote=False)}</text>"


def _literal(text: str) -> list[str]:
    return [f"    <literalExpression>{_text(text)}</literalExpression>"]


def _decision(
    name: str, of: FeelType, requires: Mapping[str, frozenset[str]], logic: Sequence[str]
) -> Iterator[str]:
    yield f"  <decision id={_id(name)} name={_attribute(name)}>"
    yield f"    {_variable(name, _plain_type(of))}"
    for other in sorted(requires[name]):
        kind = "requiredDecision" if other in requires else "requiredInput"
        link = f"<{kind} href={_attribute(f'#_{other}')}/>"
        identity = requirement_id(name, other)
        yield f'    <informationRequirement id="{identity}">{link}</informationRequirement>'
    yield from logic
    yield "  </decision>"


def _table(table: Decision) -> Iterator[str]:
    policy = table.hit_policy
    word = "COLLECT" if policy.aggregates else policy.name.replace("_", " ")
    aggregation = f' aggregation="{_AGGREGATIONS[policy]}"' if policy.aggregates else ""
    yield f'    <decisionTable hitPolicy="{word}"{aggregation}>'
    for column in table.columns:
        expression = f"<inputExpression>{_text(printed(column.expression))}</inputExpression>"
        yield f"      <input>{expression}</input>"
    for output in table.outputs:
        yield from _output(output, alone=len(table.outputs) == 1)
    yield '      <annotation name="law"/>'
    for rule in table.rules:
        yield from _rule(rule)
    yield "    </decisionTable>"


def _output(output: Output, *, alone: bool) -> Iterator[str]:
    name = "" if alone else f" name={_attribute(output.name)}"
    yield f"      <output{name}{_reference(_plain_type(output.type))}>"
    if output.order:
        yield f"        <outputValues>{_text(_choices(output.order))}</outputValues>"
    yield "      </output>"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"      <rule><description>{escape(rule.label, quote=False)}</description>"
    for tests in rule.tests:
        yield f"        <inputEntry>{_text(printed(tests))}</inputEntry>"
    for cell in rule.outputs:
        yield f"        <outputEntry>{_text(printed(cell))}</outputEntry>"
    yield f"        <annotationEntry>{_text(' '.join(rule.laws))}</annotationEntry>"
    yield "      </rule>"

"""What is known of the names that a decision reads: where their values come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from kene.core.decisions.proving.domain import Domain, Domains, Numeric, domain_of
from kene.core.decisions.proving.literals import NotLiteral, constants
from kene.core.decisions.proving.places import divided
from kene.core.decisions.table import Decision
from kene.core.expressions import Expression
from kene.core.expressions import syntax as tree
from kene.core.expressions.backends.careful import evaluate
from kene.core.expressions.syntax import Node, free_names
from kene.core.expressions.types import DATE, NUMBER, Enumeration, FeelType

TODAY: Final = "today"


@dataclass(frozen=True, slots=True)
class World:
    """Where the values of names come from. A name that is not told of may have any of its type.

    `domains` are what people may answer, `facts` what is computed, `decisions` what is decided
    before. `conditions` are, for an answer, what is never false when it is there. `day` is the
    day of an example, when nothing else says it.
    """

    domains: Mapping[str, Domain] = field(default_factory=dict)
    facts: Mapping[str, Expression] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    conditions: Mapping[str, tuple[Expression, ...]] = field(default_factory=dict)
    day: date = date(2026, 9, 30)

    def of(self, node: Node) -> Domain:
        """What is known of the values of an expression: it has no others."""
        return Domains(self._named, self._ordered).of(node)

    def limits(self, name: str) -> list[Node]:
        """The conditions on one answer that compare it with constants, whatever else is so."""
        return [part for part in self._parts(name) if _literal(part, name)]

    def _parts(self, name: str) -> Iterator[Node]:
        for condition in self.conditions.get(name, ()):
            yield from _conjuncts(condition.tree)

    def _named(self, name: str, of: FeelType) -> Domain:
        if name in self.facts:
            return self.of(self.facts[name].tree)
        if name in self.decisions and isinstance(of, Enumeration):
            # Nobody gets a word that no rule gives.
            given = frozenset(self.decisions[name].constants)
            return Domain(
                of,
                options=of.values
                if None in given
                else tuple(word for word in of.values if word in given),
            )
        known = self.domains.get(name) or domain_of(of)
        return self._narrowed(name, known) if known.of in (NUMBER, DATE) else known

    def _narrowed(self, name: str, domain: Domain) -> Domain:
        """The domain of an answer, without the values that its conditions refuse."""
        limits = self.limits(name)
        if not limits:
            return domain
        ends = ends_of(limits, tree.Name(name))
        kept = [
            place
            for place in divided(domain, ends)
            if allowed(limits, name, value_at(place.values[0], domain.of))
        ]
        if not kept:
            return domain
        return Domain(domain.of, domain.places, kept[0].low, kept[-1].high)

    def _ordered(self, one: str, other: str) -> bool:
        """Whether a condition says that one answer is never after another."""
        return any(_says(part, one, other) for name in (one, other) for part in self._parts(name))


def allowed(limits: list[Node], name: str, value: object) -> bool:
    """Whether an answer is refused by none of these conditions."""
    return all(evaluate(limit, {name: value}) is not False for limit in limits)


def ends_of(conditions: list[Node], subject: Node) -> set[Numeric]:
    """The numbers and the numbers of the days that conditions compare with. Raises NotLiteral."""
    found = frozenset[object]().union(*(constants(each, subject) for each in conditions))
    return {
        value.toordinal() if isinstance(value, date) else value
        for value in found
        if isinstance(value, int | Decimal | date) and not isinstance(value, bool)
    }


def value_at(point: Numeric, of: FeelType) -> object:
    """The value that a number stands for: a day has one."""
    return date.fromordinal(int(point)) if of == DATE else point


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, tree.Logic) and node.op == "and":
        for operand in node.operands:
            yield from _conjuncts(operand)
    else:
        yield node


def _literal(condition: Node, name: str) -> bool:
    try:
        constants(condition, tree.Name(name))
    except NotLiteral:
        return False
    return name in free_names(condition)


def _says(condition: Node, one: str, other: str) -> bool:
    match condition:
        case tree.Comparison("<" | "<=", tree.Name(low), tree.Name(high)):
            return (low, high) == (one, other)
        case tree.Comparison(">" | ">=", tree.Name(high), tree.Name(low)):
            return (low, high) == (one, other)
    return False

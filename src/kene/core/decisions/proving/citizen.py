"""Finding answers that a person may give, for which expressions have values that are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from typing import Final

from kene.core.decisions.decide import decide
from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.decisions.proving.axes import TooHard, axes_of
from kene.core.decisions.proving.domain import domain_of
from kene.core.decisions.proving.literals import constant
from kene.core.decisions.proving.places import divided
from kene.core.decisions.proving.search import Search, samples
from kene.core.decisions.proving.world import TODAY, World, value_at
from kene.core.decisions.table import Decision
from kene.core.expressions import Undetermined
from kene.core.expressions import syntax as tree
from kene.core.expressions.backends.careful import evaluate
from kene.core.expressions.operations import (
    add,
    divide,
    multiply,
    opposite,
    same,
    subtract,
)
from kene.core.expressions.syntax import Node, free_names
from kene.core.expressions.types import DATE, NUMBER, STRING, FeelType, plain
from kene.core.expressions.values.calendar import plus_months

MOST_GUESSES: Final = 500
"""How many combinations of answers are tried where an expression cannot be worked backwards."""
MOST_SAMPLES: Final = 64
MOST_STEPS: Final = 2000
Values = Mapping[str, object]
Goal = tuple[Node, object]
_MONTHS: Final = {"months between": 1, "years between": 12}


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who answers so that a decision's inputs are as wanted."""

    world: World
    names: frozenset[str]
    """The names that an expression may read."""

    def answers(self, goals: tuple[Goal, ...]) -> Iterator[Values]:
        """Answers, by name, for which each expression has its value and no condition is false."""
        ordered = sorted(goals, key=lambda goal: not isinstance(goal[0], tree.Name))
        for values in self._solved(tuple(ordered), {}, iter(range(MOST_STEPS))):
            known = self.known(values)
            if self._allowed(values, known) and all(
                same(evaluate(node, known), value) for node, value in goals
            ):
                yield values

    # -- what the answers give ---------------------------------------------------------------

    def known(self, values: Values) -> dict[str, object]:
        """The answers and the facts and decisions that they settle."""
        known: dict[str, object] = {TODAY: self.world.day, **values}
        for name, fact in self.world.facts.items():
            known[name] = fact.evaluate(known)
        for name, decision in self.world.decisions.items():
            known.setdefault(name, decide(decision, known).outcome)
        return known

    def _allowed(self, values: Values, known: Values) -> bool:
        for name, value in values.items():
            domain = self.world.domains.get(name)
            if domain is not None and not domain.holds(value):
                return False
            conditions = self.world.conditions.get(name, ())
            if any(condition.evaluate(known) is False for condition in conditions):
                return False
        return True

    # -- working backwards -------------------------------------------------------------------

    def _solved(
        self, goals: tuple[Goal, ...], values: Values, steps: Iterator[int]
    ) -> Iterator[Values]:
        if not goals:
            yield values
            return
        (node, value), rest = goals[0], goals[1:]
        if self._ready(node, values):
            if same(evaluate(node, self.known(values)), value):
                yield from self._solved(rest, values, steps)
            return
        for more, further in self._ways(node, value, values):
            if next(steps, None) is None:
                return
            yield from self._solved((*further, *rest), {**values, **more}, steps)

    def _ways(
        self, node: Node, value: object, values: Values
    ) -> Iterator[tuple[Values, tuple[Goal, ...]]]:
        """Ways to give an expression a value: answers, and what is left to be so."""
        match node:
            case tree.Name(name):
                yield from self._naming(name, value)
            case tree.Negation(of):
                yield {}, ((of, opposite(value)),)
            case tree.Arithmetic(op, left, right) if node.type == NUMBER:
                yield from self._undone(op, (left, right), value, values)
            case tree.Call(tree.Name(name), (start, end), None) if name.endswith(" between"):
                yield from self._days(name, (start, end), value, values)
        if not (isinstance(node, tree.Name) and self._is_answer(node.name)):
            for guess in self._guesses(node, value, values):
                yield guess, ()

    def _is_answer(self, name: str) -> bool:
        """Whether a name is answered: its value is given, and there is nothing to guess."""
        return name not in self.world.facts and name not in self.world.decisions

    def _naming(self, name: str, value: object) -> Iterator[tuple[Values, tuple[Goal, ...]]]:
        if name in self.world.facts:
            yield {}, ((self.world.facts[name].tree, value),)
        elif name in self.world.decisions:
            for goals in self._deciding(name, value):
                yield {}, goals
        else:
            yield {name: value}, ()

    def _ready(self, node: Node, values: Values) -> bool:
        """Whether all answers are there that an expression reads."""
        return self._answers_of(node) <= values.keys() | {TODAY} and (
            node != tree.Name(TODAY) or TODAY in values
        )

    def _settled(self, node: Node, values: Values) -> object:
        """The value of an expression whose answers are all there; None when one is not."""
        if not self._ready(node, values):
            return None
        value = evaluate(node, self.known(values))
        return None if isinstance(value, Undetermined) else value

    def _answers_of(self, node: Node) -> frozenset[str]:
        """The answers that an expression reads, through facts and decisions too."""
        found, waiting = set[str](), list(free_names(node) & self.names)
        while waiting:
            name = waiting.pop()
            if name in self.world.facts:
                waiting += self.world.facts[name].inputs
            elif name in self.world.decisions:
                waiting += self.world.decisions[name].inputs
            else:
                found.add(name)
        return frozenset(found)

    def _deciding(self, name: str, value: object) -> Iterator[tuple[Goal, ...]]:
        """What must be so for an earlier decision to come out as wanted."""
        decision = self.world.decisions[name]
        try:
            axes = axes_of(decision, self.world)
        except TooHard:
            return
        for number, outcome in enumerate(decision.constants):
            if same(outcome, value):
                for failing in _failing(decision, number):
                    for runs in islice(Search(axes, 1 << number, failing).found(), MOST_SAMPLES):
                        for sample in islice(samples(runs), MOST_SAMPLES):
                            nodes = (axis.expression for axis in axes)
                            yield tuple(zip(nodes, sample, strict=True))

    def _undone(
        self, op: str, operands: tuple[Node, Node], value: object, values: Values
    ) -> Iterator[tuple[Values, tuple[Goal, ...]]]:
        left, right = operands
        one, other = self._settled(left, values), self._settled(right, values)
        if one is not None:
            undone = {"+": (subtract, value, one), "-": (subtract, one, value)}
            undone |= {"*": (divide, value, one), "/": (divide, one, value)}
            wanted = right
        elif other is not None:
            undone = {"+": (subtract, value, other), "-": (add, value, other)}
            undone |= {"*": (divide, value, other), "/": (multiply, value, other)}
            wanted = left
        if (one is not None or other is not None) and op in undone:
            operation, first, second = undone[op]
            result = operation(first, second)
            if result is not None:
                yield {}, ((wanted, result),)

    def _days(
        self, name: str, ends: tuple[Node, Node], value: object, values: Values
    ) -> Iterator[tuple[Values, tuple[Goal, ...]]]:
        start, end = ends
        if not isinstance(value, int | Decimal) or value != int(value):
            return
        first, last = self._settled(start, values), self._settled(end, values)
        if isinstance(last, date):
            for day in _moved(name, last, -int(value)):
                yield {}, ((start, day),)
        elif isinstance(first, date):
            for day in _moved(name, first, int(value)):
                yield {}, ((end, day),)
        else:
            yield {}, ((end, self.world.day), (tree.Call(tree.Name(name), ends), value))

    # -- guessing ----------------------------------------------------------------------------

    def _guesses(self, node: Node, value: object, values: Values) -> Iterator[Values]:
        """Answers among samples, for which an expression has a value."""
        wanted = sorted(self._answers_of(node) - values.keys() - {TODAY})
        options = [self._candidates(name, node) for name in wanted]
        for chosen in islice(product(*options), MOST_GUESSES):
            guess = dict(zip(wanted, chosen, strict=True))
            if same(self._settled(node, {**values, **guess}), value):
                yield guess

    def _candidates(self, name: str, node: Node) -> list[object]:
        of = self._type(name, node)
        domain = self.world.of(tree.Name(name, type=of))
        if domain.options is not None:
            return list(domain.options)
        written = self._constants(node)
        if plain(domain.of) == STRING:
            return [*sorted(text for text in written if isinstance(text, str)), "…"]
        if domain.of not in (NUMBER, DATE):
            return []
        points = {
            each.toordinal() if isinstance(each, date) else each
            for each in written
            if isinstance(each, date) == (domain.of == DATE)
            and isinstance(each, int | Decimal | date)
            and not isinstance(each, bool)
        }
        points |= {self.world.day.toordinal()} if domain.of == DATE else {0}
        places = divided(domain, points)
        return [value_at(point, domain.of) for place in places for point in place.values]

    def _type(self, name: str, node: Node) -> FeelType:
        if name in self.world.domains:
            return self.world.domains[name].of
        trees = (node, *(fact.tree for fact in self.world.facts.values()))
        named = (part for one in trees for part in tree.walk(one) if part == tree.Name(name))
        return next((part.type for part in named), domain_of(NUMBER).of)

    def _constants(self, node: Node) -> set[object]:
        """The constants in an expression and in the facts that it reads."""
        found: set[object] = {constant(part) for part in tree.walk(node)}
        found.discard(None)
        for name in free_names(node) & self.world.facts.keys():
            found |= self._constants(self.world.facts[name].tree)
        return found


def _failing(decision: Decision, number: int) -> tuple[int, ...]:
    """Which rules, as bits, should not pass for one to give the outcome; the surest first."""
    if not decision.hit_policy.single:
        return (0,)
    before, own = (1 << number) - 1, 1 << number
    if decision.hit_policy is HitPolicy.FIRST:
        return (before,)
    return ((1 << len(decision.rules)) - 1 - own, 0)


def _moved(name: str, day: date, by: int) -> Iterator[date]:
    """Days that may lie so many days, months or years from another."""
    if name == "days between":
        if 1 <= day.toordinal() + by <= date.max.toordinal():
            yield day + timedelta(days=by)
        return
    months = by * _MONTHS[name]
    for extra in (0, 1, -1):
        moved = plus_months(day, months)
        if isinstance(moved, date) and date.min < moved < date.max:
            yield moved + timedelta(days=extra)

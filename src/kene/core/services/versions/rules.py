"""What is decided: the rules of tables, a person for whom they come out otherwise, and the law."""

from __future__ import annotations

from kene.core.decisions import Decision, HitPolicy, Rule
from kene.core.decisions.proving import differing
from kene.core.expressions.printing import printed
from kene.core.expressions.types import Enumeration
from kene.core.services.checks.tables import world_of
from kene.core.services.model import Law, Service
from kene.core.services.versions.change import (
    Change,
    Changes,
    Name,
    Outcome,
    Person,
    Row,
    Topic,
    apart,
    listed,
    replaced,
)
from kene.core.services.versions.questions import same

DECIDE = Topic.DECIDE


def decided(old: Service, new: Service) -> Changes:
    """What is decided otherwise."""
    added, removed, kept = apart(old.decisions, new.decisions)
    yield from (Change(DECIDE, "decision.added", Name("decision", name)) for name in added)
    yield from (Change(DECIDE, "decision.removed", Name("decision", name)) for name in removed)
    facts = tuple(_facts(old, new))
    yield from facts
    for name in kept:
        yield from _decision(old, new, name, facts=bool(facts))
    yield from _laws(old, new)


def _facts(old: Service, new: Service) -> Changes:
    added, removed, kept = apart(old.facts, new.facts)
    yield from (Change(DECIDE, "fact.added", Name("fact", name)) for name in added)
    yield from (Change(DECIDE, "fact.removed", Name("fact", name)) for name in removed)
    for name in kept:
        before, after = old.facts[name], new.facts[name]
        if not same(before, after):
            yield Change(DECIDE, "fact.changed", Name("fact", name), before.text, after.text)


def _decision(old: Service, new: Service, name: str, *, facts: bool) -> Changes:
    before, after, of = old.decisions[name], new.decisions[name], Name("decision", name)
    if before.hit_policy is not after.hit_policy:
        policies = (before.hit_policy.value, after.hit_policy.value)
        yield Change(DECIDE, "decision.policy", of, *policies)
    words = tuple(_words(each, name) for each in (before, after))
    yield from listed(DECIDE, "outcome", of, (words[0], words[1]))
    rows = tuple(_rows(name, before, after))
    yield from rows
    if turned := not rows and _order_matters(after) and _meant(before) != _meant(after):
        yield Change(DECIDE, "decision.order", of)
    gone = [each.before.rule for each in rows if isinstance(each.before, Row)]
    come = [each.after.rule for each in rows if isinstance(each.after, Row)]
    if rows or facts or turned:
        looked = (gone, come) if rows else (before.rules, after.rules)
        found = differing((before, world_of(old, name)), (after, world_of(new, name)), looked)
        if found is not None:
            outcomes = Outcome(name, found.before), Outcome(name, found.after)
            yield Change(DECIDE, "decision.example", of, *outcomes, Person(found.answers))


def _words(decision: Decision, name: str) -> tuple[Outcome, ...]:
    """The outcomes that a decision chooses among."""
    of = decision.outputs[0].type
    if len(decision.outputs) > 1 or not isinstance(of, Enumeration):
        return ()
    return tuple(Outcome(name, word) for word in of.values)


def _rows(name: str, old: Decision, new: Decision) -> Changes:
    """The rules that are gone, new, or changed under their label; where they stand is not said."""
    was, now = _meant(old), _meant(new)
    gone = {
        rule.label: rule for rule, meant in zip(old.rules, was, strict=True) if meant not in now
    }
    come = {
        rule.label: rule for rule, meant in zip(new.rules, now, strict=True) if meant not in was
    }
    of = Name("decision", name)
    added, removed, kept = apart(gone, come)
    for label in kept:
        rows = Row(name, gone[label]), Row(name, come[label])
        yield Change(DECIDE, "rule.changed", of, *rows)
    yield from (Change(DECIDE, "rule.added", of, None, Row(name, come[each])) for each in added)
    yield from (Change(DECIDE, "rule.removed", of, Row(name, gone[each])) for each in removed)


def _order_matters(decision: Decision) -> bool:
    """Whether another order of the rules may give another outcome."""
    return decision.hit_policy not in (HitPolicy.UNIQUE, HitPolicy.ANY) and (
        decision.hit_policy.single or not decision.hit_policy.aggregates
    )


def _meant(decision: Decision) -> list[tuple[object, ...]]:
    """What its rules mean, in their order."""
    return [_meaning(decision, rule) for rule in decision.rules]


def _meaning(decision: Decision, rule: Rule) -> tuple[object, ...]:
    """What a rule asks, gives and cites, whatever its label and its place."""
    asked = frozenset(
        (column.text, printed(test))
        for column, test in zip(decision.columns, rule.tests, strict=True)
        if not test.always
    )
    given = tuple(
        (output.name, printed(value))
        for output, value in zip(decision.outputs, rule.outputs, strict=True)
    )
    return asked, given, frozenset(rule.laws)


def _laws(old: Service, new: Service) -> Changes:
    added, removed, kept = apart(old.laws, new.laws)
    yield from (Change(DECIDE, "law.added", Name("law", name)) for name in added)
    yield from (Change(DECIDE, "law.removed", Name("law", name)) for name in removed)
    for name in kept:
        texts = _cited(old.laws[name]), _cited(new.laws[name])
        yield from replaced(DECIDE, "law", Name("law", name), texts)


def _cited(law: Law) -> str:
    return f"{law.text}, article {law.article}" if law.article else law.text

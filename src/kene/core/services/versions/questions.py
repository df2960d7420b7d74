"""What is asked: fields, their options and bounds, and papers."""

from __future__ import annotations

from collections.abc import Mapping

from kene.core.expressions import Expression
from kene.core.services.asking import Field
from kene.core.services.model import Evidence, Service
from kene.core.services.versions.change import Change, Changes, Name, Topic, apart, listed, replaced
from kene.core.values import Type
from kene.core.values.parameters import parameters_of

ASK = Topic.ASK


def asked(old: Service, new: Service) -> Changes:
    """What is asked otherwise."""
    added, removed, kept = apart(old.fields, new.fields)
    for name in added:
        what = "field.may" if new.fields[name].optional else "field.added"
        yield Change(ASK, what, Name("field", name))
    yield from (Change(ASK, "field.removed", Name("field", name)) for name in removed)
    for name in kept:
        yield from _field(old.fields[name], new.fields[name])
    if kept != [name for name in old.fields if name in new.fields]:
        yield Change(ASK, "order")
    yield from _papers(old.evidence, new.evidence)


def condition(expression: Expression | None) -> str | None:
    """A condition as it is written; spaces that change nothing are not looked at."""
    return expression.text if expression is not None else None


def same(before: Expression | None, after: Expression | None) -> bool:
    """Whether two conditions are the same but for the way in which they are written."""
    trees = [each.tree if each is not None else None for each in (before, after)]
    return trees[0] == trees[1]


def conditioned(
    topic: Topic, what: str, of: Name, pair: tuple[Expression | None, Expression | None]
) -> Changes:
    """The change of a condition."""
    if not same(*pair):
        yield from replaced(topic, what, of, (condition(pair[0]), condition(pair[1])))


def _field(before: Field, after: Field) -> Changes:
    of = Name("field", after.name)
    kinds = (before.type.name, after.type.name)
    if kinds[0] != kinds[1]:
        yield Change(ASK, "field.type", of, Name("type", kinds[0]), Name("type", kinds[1]))
    else:
        yield from _bounds(of, before.type, after.type)
    if before.optional != after.optional:
        yield Change(ASK, "field.optional" if after.optional else "field.needed", of)
    yield from conditioned(ASK, "field.when", of, (before.when, after.when))
    yield from conditioned(ASK, "field.valid", of, (before.valid, after.valid))
    if before.group != after.group:
        groups = Name("group", before.group), Name("group", after.group)
        yield Change(ASK, "field.group", of, *groups)


def _bounds(of: Name, before: Type, after: Type) -> Changes:
    """What a type takes: its options, and its other parameters."""
    for name, parameter in parameters_of(type(after)).items():
        was, now = getattr(before, name), getattr(after, name)
        if name == "options":
            named = [
                tuple(Name("option", f"{of.key}.{each}") for each in some) for some in (was, now)
            ]
            yield from listed(ASK, "option", of, (named[0], named[1]))
        elif was != now:
            at = Name("parameter", parameter.name)
            yield Change(ASK, "field.bound", of, str(was), str(now), at)


def _papers(old: Mapping[str, Evidence], new: Mapping[str, Evidence]) -> Changes:
    added, removed, kept = apart(old, new)
    yield from (Change(ASK, "evidence.added", Name("evidence", name)) for name in added)
    yield from (Change(ASK, "evidence.removed", Name("evidence", name)) for name in removed)
    for name in kept:
        before, after, of = old[name], new[name], Name("evidence", name)
        yield from conditioned(ASK, "evidence.when", of, (before.when, after.when))
        forms = (tuple(Name("accept", form) for form in each.accept) for each in (before, after))
        first, second = forms
        if set(first) != set(second):
            yield Change(ASK, "evidence.accept", of, first, second)

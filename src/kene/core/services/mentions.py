"""Every expression of a service, wherever it stands: what is added to the language is found too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Final

from kene.core.decisions import Decision
from kene.core.expressions import Expression
from kene.core.expressions.syntax import Node
from kene.core.services.model import Service
from kene.core.values import Place
from kene.core.values.types import TYPES
from kene.core.wording import Wording

_NONE_INSIDE: Final = (str, bytes, Wording, *TYPES.values())


def expressions(part: object) -> Iterator[Expression | Decision]:
    """The expressions and the decisions of a part of a service, or of the whole."""
    if isinstance(part, Expression | Decision):
        yield part
    elif isinstance(part, _NONE_INSIDE):
        return
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from expressions(each)
    elif isinstance(part, tuple):
        for each in part:
            yield from expressions(each)
    elif is_dataclass(part):
        for member in fields(part):
            yield from expressions(getattr(part, member.name))


def sayable(service: Service) -> frozenset[str]:
    """The fields that may be said in a call and written down later: texts outside groups that
    repeat, from which nothing is worked out but whether they are valid."""
    others = {n: replace(each, valid=None) for n, each in service.fields.items()}
    read = {name for each in expressions(replace(service, fields=others)) for name in each.inputs}
    for name, field in service.fields.items():
        read |= (field.valid.inputs if field.valid is not None else frozenset()) - {name}
    read |= {name for each in service.statistics.values() for name in each.reads}
    read |= {name for group in service.groups if group.repeats for name in group.fields}
    return frozenset(
        name
        for name, field in service.fields.items()
        if field.type.entry in ("text", "long_text") and not isinstance(field.type, Place)
    ) - frozenset(read)


def trees(service: Service) -> Iterator[Node]:
    """The trees of all of them, those of the rules of decisions too."""
    for each in expressions(service):
        if isinstance(each, Expression):
            yield each.tree
            continue
        yield from (column.expression for column in each.columns)
        for rule in each.rules:
            yield from (*rule.tests, *rule.outputs)

"""What a pack asks and computes: fields with their types, facts, decisions, evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import yaml

from kene.core.decisions import Decision, load_table
from kene.core.expressions import Expression, compile_expression
from kene.core.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    Context,
    Enumeration,
    FeelType,
    List,
    named_type,
)
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import definition as written
from kene.core.services.asking import Field, Group
from kene.core.services.mistakes import NAME_TAKEN, UNKNOWN_FIELD
from kene.core.services.model import Evidence
from kene.core.services.reading import Located
from kene.core.services.repeating import INSIDE, items, soundly_repeated
from kene.core.services.resolving import Resolver
from kene.core.services.tree import Branch, Leaf, Listing, Node
from kene.core.values import Choice, Choices, Position, Type, type_named
from kene.core.wording import Text, Wording

RESERVED: Final = frozenset({"confirm", "abandon", "today", "fee", "paid"})
"""Names that mean something else on a screen or in an expression."""
POINT: Final = Context.of({"latitude": NUMBER, "longitude": NUMBER})
"""A position, as expressions read it."""


class Questions:
    """The fields, facts and decisions of one pack, and the names that expressions may read."""

    def __init__(self, pack: written.PackDefinition, resolver: Resolver) -> None:
        self.pack = pack
        self.resolver = resolver
        self.names: dict[str, FeelType] = {"today": DATE}
        self.inside: dict[str, dict[str, FeelType]] = {}
        """What is known besides, inside an item of each group that repeats."""
        self.outside: dict[str, FeelType] = {}
        """What is known before anything is computed or counted."""
        self.taken: set[str] = set(RESERVED)
        self.fields: dict[str, Field] = {}
        self.groups: tuple[Group, ...] = ()
        self.facts: dict[str, Expression] = {}
        self.entered: dict[str, FeelType] = {}
        """What agents enter: the conditions of actions may read it besides."""
        self.entries: dict[str, Field] = {}

    @staticmethod
    def load(
        pack: written.PackDefinition, resolver: Resolver, wordings: Mapping[str, Wording]
    ) -> Questions:
        """The questions of a pack. Problems go to the resolver's list."""
        questions = Questions(pack, resolver)
        types = questions._types(wordings)
        for name, fact in pack.facts.items():
            questions._fact(name, fact)
        questions._fields(types)
        questions._entries(wordings)
        questions.groups = tuple(
            Group(
                group.group.text,
                tuple(name for name in group.fields if name in types),
                repeats=group.repeat is not None,
            )
            for group in pack.ask
        )
        return questions

    def decisions(self, tables: Mapping[str, tuple[str, Where]]) -> dict[str, Decision]:
        """The pack's tables, in order: each may read the outcomes of those before it."""
        decisions: dict[str, Decision] = {}
        for name, file in self.pack.decide.items():
            decision = self._table(name, *tables[name]) if name in tables else None
            if decision is not None:
                decisions[name] = decision
            self._name(name, decision.type if decision else ANY, file.where)
        return decisions

    def _table(self, name: str, text: str, where: Where) -> Decision | None:
        laws = {*self.pack.law, *self.resolver.offered.get("law", ())}
        try:
            return load_table(name, text, where=where, names=self.names, laws=laws)
        except Mistakes as mistakes:
            self.resolver.problems += mistakes.problems
            return None

    @property
    def declared(self) -> tuple[str, ...]:
        """What can be asked again, shown and signed: the fields that the pack asks, even those that
        could not be read; of a group that repeats, the group as a whole."""
        return tuple(
            name
            for group in self.pack.ask
            for name in ((group.group.text,) if group.repeat else group.fields)
        )

    def named(self, name: Located, also: Iterable[str] = ()) -> str:
        """The field, or the group that repeats, of that name; "" when it is none, which is told
        with the nearest name, or what it could be `also`."""
        for group in self.pack.ask:
            if group.repeat and name.text in group.fields:
                details = {"name": name.text, "group": group.group.text}
                self.resolver.problems.append(Problem(INSIDE, name.where, details))
                return ""
        return self.resolver.known(name, self.declared, UNKNOWN_FIELD, also)

    def condition(
        self, text: Located | None, also: Mapping[str, FeelType] = {}
    ) -> Expression | None:
        """A condition over the answers, facts and outcomes known so far, and what `also` names."""
        names = {**self.names, **also} if also else self.names
        return self._compiled(text, BOOLEAN, names) if text is not None else None

    def shown(self, name: Located) -> str:
        """What a document may show: a field, a group, a fact, a decision, what agents enter."""
        pack = self.pack
        also = (*pack.facts, *pack.decide, *pack.enter)
        return name.text if name.text in also else self.named(name, also)

    def number(self, text: Located) -> Expression | None:
        """A number computed from the answers, facts and outcomes known so far."""
        return self._compiled(text, NUMBER)

    def answer(self, text: Located, expected: FeelType | None) -> Expression | None:
        """What answers a field, computed from the other answers alone."""
        return self._compiled(text, expected, self.outside)

    def evidence(self) -> dict[str, Evidence]:
        """The papers that support the request."""
        return {
            name: Evidence(
                name, self.resolver.purpose(paper.for_), paper.accept, self.condition(paper.when)
            )
            for name, paper in self.pack.evidence.items()
        }

    def _types(self, wordings: Mapping[str, Wording]) -> dict[str, Type]:
        types: dict[str, Type] = {}
        for group in self.pack.ask:
            self.resolver.named(group.group.text, group.group.where)
            names = self.inside.setdefault(group.group.text, {}) if group.repeat else self.names
            for name, field in group.fields.items():
                kind = self._type(name, field, wordings)
                if kind is not None:
                    types[name] = kind
                # What is wrong with a field is told once: whatever reads it is not wrong too.
                self._name(name, feel_type(kind) if kind else ANY, field.where, names)
        self.outside = dict(self.names)
        for group in self.pack.ask:
            if group.repeat:
                of = Context.of(self.inside[group.group.text])
                self._name(group.group.text, List(of), group.group.where)
        return types

    def _type(
        self,
        name: str,
        field: written.FieldDefinition | written.EntryDefinition,
        wordings: Mapping[str, Wording],
    ) -> Type | None:
        try:
            also = {*self.pack.types, *self.resolver.offered.get("types", ())}
            kind = typed(field, self.pack.country.text, also)
        except Mistakes as mistakes:
            self.resolver.problems += mistakes.problems
            return None
        if isinstance(kind, Choice | Choices):
            return kind.labelled(_labels(name, kind, wordings))
        return kind

    def _name(
        self,
        name: str,
        type_: FeelType | None,
        where: Where,
        names: dict[str, FeelType] | None = None,
    ) -> None:
        self.resolver.named(name, where, expression=True)
        if name in self.taken:
            self.resolver.problems.append(Problem(NAME_TAKEN, where, {"name": name}))
        elif type_ is not None:
            (self.names if names is None else names)[name] = type_
        self.taken.add(name)

    def _fact(self, name: str, text: Located) -> None:
        expression = self._compiled(text, None)
        if expression is not None:
            self.facts[name] = expression
        self._name(name, expression.type if expression else ANY, text.where)

    def _fields(self, types: Mapping[str, Type]) -> None:
        for group in self.pack.ask:
            also = self.inside.get(group.group.text, {})
            for name, field in group.fields.items():
                if name in types:
                    self.fields[name] = Field(
                        name=name,
                        group=group.group.text,
                        type=types[name],
                        purpose=self.resolver.purpose(field.for_),
                        when=self.condition(field.when, also),
                        valid=self.condition(field.valid, also),
                        optional=field.optional,
                    )
            if group.repeat is not None:
                soundly_repeated(group, group.repeat, self.resolver.problems)
                self._counted(group, group.repeat)

    def _entries(self, wordings: Mapping[str, Wording]) -> None:
        """What agents enter: neither facts nor decisions read it, which are there before."""
        for name, entry in self.pack.enter.items():
            kind = self._type(name, entry, wordings)
            self._name(name, feel_type(kind) if kind else ANY, entry.where, self.entered)
            if kind is not None:
                self.entries[name] = Field(
                    name=name,
                    group="",
                    type=kind,
                    purpose=self.resolver.purpose(entry.for_),
                    valid=self.condition(entry.valid, self.entered),
                    optional=entry.optional,
                )

    def _counted(self, group: written.GroupDefinition, repeat: written.RepeatDefinition) -> None:
        """The field that counts the items: kept for the purpose of what the first one asks."""
        first = next(iter(group.fields.values()), None)
        name = group.group.text
        self.fields[name] = Field(
            name=name,
            group=name,
            type=items(repeat),
            purpose=first.for_.text if first else "",
            when=self._compiled(repeat.when, BOOLEAN, self.outside) if repeat.when else None,
            valid=self.condition(repeat.valid),
        )

    def _compiled(
        self,
        text: Located,
        expected: FeelType | None,
        names: Mapping[str, FeelType] | None = None,
    ) -> Expression | None:
        known = self.names if names is None else names
        try:
            return compile_expression(text.text, known, where=text.inside, expected=expected)
        except Mistakes as mistakes:
            self.resolver.problems += mistakes.problems
            return None


def feel_type(kind: Type) -> FeelType | None:
    """The FEEL type of a field's values, or None when expressions can't read them."""
    match kind:
        case Choice():
            return Enumeration(kind.options)
        case Choices():
            return List(Enumeration(kind.options))
        case Position():
            return POINT
        case _:
            return named_type(kind.feel)


def typed(
    of: written.FieldDefinition | written.EntryDefinition | written.TypeDefinition,
    country: str,
    also: Collection[str] = (),
) -> Type:
    """The type of what is asked, entered or named, in a country; `also` are names that could have
    been meant. Raises Mistakes."""
    given = of.parameters.items()
    return type_named(
        of.type.text,
        {key: _plain(node) for key, (_, node) in given},
        of.type.where,
        country=country,
        places={key: (leaf.where, node.where) for key, (leaf, node) in given},
        also=also,
    )


def _plain(node: Node) -> object:
    """A node as YAML means it: numbers, yes and no, lists and mappings."""
    match node:
        case Leaf(text, _, plain=True):
            return yaml.load(text, Loader=yaml.CSafeLoader)
        case Leaf(text):
            return text
        case Listing(_, items):
            return [_item(item) for item in items]
        case Branch(_, items):
            return {name: _plain(child) for name, (_, child) in items.items()}


def _item(node: Node) -> object:
    """An item of a list: of YAML's words for true and false, the word."""
    meant = _plain(node)
    return node.text if isinstance(node, Leaf) and isinstance(meant, bool) else meant


def _labels(
    name: str, kind: Choice | Choices, wordings: Mapping[str, Wording]
) -> dict[str, dict[str, Text]]:
    keys = {option: f"fields.{name}.options.{option}" for option in kind.options}
    return {
        language: {o: w.texts[key] for o, key in keys.items() if w.has(key)}
        for language, w in wordings.items()
    }

"""What a case says: answers by group, papers to check, and why each decision came out so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kene.backoffice.words import own, say
from kene.casework.api import CaseView
from kene.core.casefile import known_of, why
from kene.core.decisions import Reasons
from kene.core.services import Naming, settled


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one group of fields."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to check, and the forms in which it is accepted."""

    title: str
    accepted: str


def groups(case: CaseView, naming: Naming) -> Iterator[Group]:
    """The answers, in the order in which they were asked."""
    for group in case.service.groups:
        facts = tuple(
            Fact(naming.label(name), naming.shown(name, case.file.answers[name]))
            for name in group.fields
            if name in case.file.answers
        )
        if facts:
            yield Group(naming.named(f"groups.{group.name}"), facts)


def papers(case: CaseView, naming: Naming) -> Iterator[Paper]:
    """The papers that these answers call for."""
    known = known_of(case.service, case.file, naming.setting.today)
    for evidence in case.service.evidence.values():
        if settled(evidence.when, known):
            forms = [f"accept.{form}" for form in evidence.accept]
            accepted = ", ".join(say(form) for form in forms if own().has(form))
            yield Paper(naming.named(f"evidence.{evidence.name}"), accepted)


def decisions(case: CaseView, naming: Naming) -> Iterator[Reasons]:
    """The last decision of each name, explained; none whose explanation was erased."""
    for decided in case.file.decided.values():
        reasons = why(case.service, case.file, decided, naming.setting)
        if reasons is not None:
            yield reasons

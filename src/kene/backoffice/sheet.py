"""What a case says: answers by group, papers to check, and why each decision came out so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kene.backoffice.words import clock, say
from kene.casework.api import CaseView
from kene.core import casefile
from kene.core.casefile import why
from kene.core.decisions import Reasons
from kene.core.services import Naming, asking
from kene.core.values import Money, Value


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
class Form:
    """A form in which a paper is accepted: its name, and what it is called."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to check, the forms in which it is accepted, who saw it, and the pictures of it."""

    name: str
    title: str
    accepted: tuple[Form, ...]
    seen: tuple[str, ...]
    pictures: tuple[int, ...]

    @property
    def forms(self) -> str:
        """The forms, in one line."""
        return ", ".join(form.label for form in self.accepted)


def groups(case: CaseView, naming: Naming) -> Iterator[Group]:
    """The answers, in the order in which they were asked, then what agents entered."""
    for group in case.service.groups:
        if group.repeats:
            yield from _items(case, group, naming)
            continue
        facts = tuple(
            Fact(naming.label(name), naming.shown(name, case.file.answers[name]))
            for name in group.fields
            if name in case.file.answers
        )
        if facts:
            yield Group(naming.named(f"groups.{group.name}"), facts)
    if facts := entries(case.file.entered, naming):
        yield Group(say("entered"), facts)


def entries(values: Mapping[str, Value], naming: Naming) -> tuple[Fact, ...]:
    """What agents entered, of what the service has entries for."""
    return tuple(
        Fact(naming.label(name), naming.shown(name, value))
        for name, value in values.items()
        if name in naming.service.entries
    )


def _items(case: CaseView, group: asking.Group, naming: Naming) -> Iterator[Group]:
    """The items of a group that repeats, each apart; that there are none, where it was asked."""
    answers = case.file.answers
    for number in range(1, asking.count(group, answers) + 1):
        places = (asking.address(name, number) for name in group.fields)
        facts = tuple(
            Fact(naming.label(each), naming.answered(each, answers))
            for each in places
            if each in answers
        )
        if facts:
            yield Group(naming.item(group.name, number), facts)
    if answers.get(group.name) == 0:
        none = Fact(naming.label(group.name), naming.answered(group.name, answers))
        yield Group(naming.named(f"groups.{group.name}"), (none,))


def payments(case: CaseView, naming: Naming) -> Iterator[Fact]:
    """What is owed and what was paid, with the receipts; nothing where nothing is owed."""
    file, setting = case.file, naming.setting
    if file.owed:
        yield Fact(say("money.owed"), Money().show(file.owed, setting))
    for paid in file.payments:
        if paid.amount is not None:
            label = say("money.paid", means=say(f"means.{paid.means}"), receipt=paid.receipt)
            yield Fact(label, Money().show(paid.amount, setting))


def papers(case: CaseView, naming: Naming, names: Mapping[str, str]) -> Iterator[Paper]:
    """The papers that these answers call for; `names` are agents' names by username."""
    file = case.file
    for evidence in casefile.papers(case.service, file, naming.setting.today):
        name = evidence.name
        yield Paper(
            name,
            naming.named(f"evidence.{name}"),
            tuple(Form(form, say(f"accept.{form}")) for form in evidence.accept),
            tuple(
                say(
                    "accept.seen",
                    form=say(f"accept.{each.form}"),
                    name=names.get(each.agent, each.agent),
                    day=clock(each.at, case.service.country),
                )
                for each in file.checked
                if each.evidence == name
            ),
            tuple(each.piece for each in file.received if each.evidence == name),
        )


def decisions(case: CaseView, naming: Naming) -> Iterator[Reasons]:
    """The last decision of each name, explained; none whose explanation was erased."""
    for decided in case.file.decided.values():
        reasons = why(case.service_of(decided), case.file, decided, naming.setting)
        if reasons is not None:
            yield reasons

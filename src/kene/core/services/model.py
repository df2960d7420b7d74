"""A service, once its pack is read and its names are resolved: what everything else works on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, Literal

from kene.core.decisions import Decision
from kene.core.decisions.proving import Promise
from kene.core.expressions import Expression
from kene.core.services import asking
from kene.core.services.asking import Answers, Field, Group
from kene.core.services.passage import Migration
from kene.core.services.receiving import Appointment, Call
from kene.core.services.spans import Span
from kene.core.values import Choices, Position, TimeOfDay
from kene.core.wording import Wording

APPLICANT: Final = "applicant"
"""The role of whoever asks: a stage `by: applicant` waits for them."""
CLOSED: Final = "closed"
"""The stage that ends a case."""
CHANNEL: Final = "channel"
"""What a statistic counts by, besides what the pack names."""
Counted = Literal["opened", "decided", "granted", "issued", "closed"]
"""How far a case has come when a statistic counts it, once: it is confirmed, an action ends it, it
is given what was asked for, a document is issued, it ends in any way."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that the authority has to confirm: where it stands in the pack, and what."""

    path: str
    missing: str


@dataclass(frozen=True, slots=True)
class Law:
    """A text of law and the article that is cited; `keep` is the longest it lets data be kept."""

    key: str
    text: str
    article: str = ""
    keep: Span | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why personal data is kept, by what right, and how long (days from what `keep.after` says)."""

    key: str
    basis: str
    keep: Span
    law: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper that supports the request (CPSV-AP Evidence), and in what form it is accepted."""

    name: str
    purpose: str
    accept: tuple[str, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done at a stage. `to` is the stage that follows.

    `payment` records that what is owed was paid; `second` is the role that has to confirm;
    `appointment` is what the applicant chooses a time of; `automatic` is done by the node itself
    as soon as `when` holds; `grants` gives what was asked for, without a document; `enter` are
    entries that the agent writes down.
    """

    name: str
    to: str
    when: Expression | None = None
    issue: tuple[str, ...] = ()
    because: str = ""
    tell: str = ""
    ask: tuple[str, ...] = ()
    enter: tuple[str, ...] = ()
    reason: bool = False
    payment: bool = False
    second: str = ""
    appointment: str = ""
    automatic: bool = False
    grants: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """What happens when a stage's deadline passes: "escalate" keeps it there, more urgent.

    `grant` is the action that silence does, where its condition holds.
    """

    to: str = ""
    grant: str = ""
    tell: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Remind:
    """What is told to the applicant, and how many days before the stage's deadline."""

    days: int
    tell: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the process: who acts (`APPLICANT` or a role), by when, and how."""

    name: str
    by: str
    actions: Mapping[str, Action]
    within: Span | None = None
    late: Late | None = None
    remind: Remind | None = None


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A document that is issued: its Typst template in the pack, what its code signs (`claims`),
    and what its page shows besides: fields, facts, outcomes, entries."""

    name: str
    template: str
    claims: tuple[str, ...]
    shows: tuple[str, ...] = ()
    valid: Span | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """How a decision is contested: the time to do it, before whom, and by which law.

    `to` is the stage that answers, "" when it is not done here.
    """

    within: Span
    before: str
    to: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What the service costs, in whole francs: `amount`, or the outcome of `decision`; nothing
    where `exempt` holds. And the law that says so. One that is `unknown` is for a person to say."""

    amount: int = 0
    law: str = ""
    decision: str = ""
    exempt: Expression | None = None
    unknown: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is known, and the same for everybody."""
        return not self.decision and self.exempt is None and not self.unknown


@dataclass(frozen=True, slots=True)
class Dimension:
    """What cases are counted by: a field, a fact, a decision, or `CHANNEL`; a place as the one of
    that `level` around it."""

    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Statistic:
    """How many cases came so far as `counts`, `each` month or year, by what; the sum and the median
    of the fields, facts or decisions named so, "" for none.

    `least` is the fewest cases that a figure may stand for.
    """

    name: str
    counts: Counted
    by: tuple[Dimension, ...]
    each: Literal["month", "year"]
    purpose: str
    sum: str = ""
    median: str = ""
    least: int = 10

    @property
    def reads(self) -> frozenset[str]:
        """The names whose values it uses."""
        named = {each.name for each in self.by} | {self.sum, self.median}
        return frozenset(named - {""})

    @property
    def shape(self) -> str:
        """What tells its tables from those of a version that counts otherwise: a digest."""
        by = [f"{each.name}/{each.level}" for each in self.by]
        told = " ".join((self.counts, self.each, self.sum, self.median, *by))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Service:
    """One version of a service. `files` are its own and those that it inherits, `source` all that
    it was read from. `digest` is the SHA-256 of its files, in hexadecimal; `contact` the
    purpose for which the applicant's phone number is kept."""

    name: str
    version: str
    country: str
    authority: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    laws: Mapping[str, Law]
    purposes: Mapping[str, Purpose]
    contact: str
    fields: Mapping[str, Field]
    groups: tuple[Group, ...]
    facts: Mapping[str, Expression]
    decisions: Mapping[str, Decision]
    stages: Mapping[str, Stage]
    documents: Mapping[str, DocumentTemplate]
    evidence: Mapping[str, Evidence]
    entries: Mapping[str, Field]
    wordings: Mapping[str, Wording]
    fee: Fee = Fee()
    contest: Contest | None = None
    call: Call | None = None
    appointments: Mapping[str, Appointment] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    marks: tuple[Mark, ...] = ()
    promises: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)
    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    migrations: tuple[Migration, ...] = ()
    sayable: frozenset[str] = frozenset()
    digest: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    source: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def reference(self) -> str:
        """`naissance@2026.1`: the name and version that people read."""
        return f"{self.name}@{self.version}"

    @cached_property
    def first_stage(self) -> str:
        """The stage that a confirmed case begins in."""
        return next(iter(self.stages))

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles of the authority that act, as the stages name them."""
        acting = (
            (stage.by, *(action.second for action in stage.actions.values()))
            for stage in self.stages.values()
        )
        return tuple(dict.fromkeys(r for by in acting for r in by if r and r != APPLICANT))

    @cached_property
    def served(self) -> frozenset[str]:
        """The purposes of what a case holds: answers, the contact, entries and papers."""
        asked: tuple[Field | Evidence, ...] = (*self.fields.values(), *self.evidence.values())
        held = (*asked, *self.entries.values())
        return frozenset({self.contact, *(each.purpose for each in held)})

    @cached_property
    def kept(self) -> Mapping[str, Purpose]:
        """The purposes for which something of each case is kept: what is only counted is not."""
        counted = {each.purpose for each in self.statistics.values()} - self.served
        return {key: each for key, each in self.purposes.items() if key not in counted}

    def wording(self, language: str, manner: str = "") -> Wording:
        """The texts in that language, or in the service's first one when it has none; as they are
        said aloud in the manner `speech`."""
        texts = self._aloud if manner == "speech" else self.wordings
        return texts.get(language) or texts[self.languages[0]]

    @cached_property
    def _aloud(self) -> Mapping[str, Wording]:
        return {language: wording.aloud() for language, wording in self.wordings.items()}

    @cached_property
    def repeats(self) -> Mapping[str, Group]:
        """The groups that repeat, by name."""
        return {group.name: group for group in self.groups if group.repeats}

    @cached_property
    def answerable(self) -> Mapping[str, Field]:
        """Every field that may have an answer, by its address: those of each item too."""
        return asking.answerable(self.groups, self.fields) if self.repeats else self.fields

    @cached_property
    def recorded(self) -> Mapping[str, Field]:
        """All that a case may hold, by address: answers, and what agents enter."""
        return {**self.answerable, **self.entries} if self.entries else self.answerable

    @cached_property
    def held(self) -> Mapping[str, Field]:
        """The fields, and what agents enter, by name: those of each item once."""
        return {**self.fields, **self.entries} if self.entries else self.fields

    @cached_property
    def shown(self) -> frozenset[str]:
        """What documents and texts may name: fields, or a group as a whole, facts, outcomes, and
        what agents enter."""
        answers = {name for name in self.answerable if not asking.number_of(name)}
        return frozenset({*answers, *self.facts, *self.decisions, *self.entries})

    @cached_property
    def named(self) -> frozenset[str]:
        """The same, as texts name it between braces: `{total}`, or `{total F}` for an amount."""
        return frozenset({*self.shown, *(f"{name} F" for name in self.shown)})

    @cached_property
    def _unlike(self) -> tuple[str, ...]:
        """The fields whose answers expressions read in another form."""
        return tuple(
            name
            for name, field in (*self.fields.items(), *self.entries.items())
            if isinstance(field.type, Choices | Position | TimeOfDay)
        )

    @cached_property
    def _read_apart(self) -> bool:
        """Whether some answers are read in another form."""
        return bool(self._unlike or self.repeats)

    def known(self, answers: Answers, today: date) -> dict[str, object]:
        """What expressions and decisions may read: answers, `today`, and the facts they settle."""
        values: dict[str, object] = {**answers, "today": today}
        if self._read_apart:
            self._read(values)
        for name, fact in self.facts.items():
            values[name] = fact.evaluate(values)
        return values

    def _read(self, values: dict[str, object]) -> None:
        """Put answers in the form in which expressions read them."""
        for name in self._unlike:
            if name in values:
                values[name] = asking.feel(values[name])
        for group in self.repeats.values():
            self._list(group, values)

    def _list(self, group: Group, values: dict[str, object]) -> None:
        """The list of a group that was counted; of one that is not asked, nobody."""
        when = self.fields[group.name].when
        if group.name in values:
            values[group.name] = asking.read(group, values)
        elif when is not None and when.evaluate(values) is False:
            values[group.name] = []

    def asked(self, answers: Answers, today: date) -> tuple[Field, ...]:
        """The fields that these answers call for, in order; a condition not yet settled waits."""
        return self.asked_of(self.known(answers, today))

    def asked_of(self, known: Mapping[str, object], at: str = "") -> tuple[Field, ...]:
        """The same, from what `known` gave. A condition of which nothing is known waits too.

        `at` is the address where somebody is, maybe in an item that they begin.
        """
        if self.repeats:
            return tuple(asking.present(self.groups, self.answerable, known, at))
        return tuple(
            field
            for field in self.fields.values()
            if (when := field.when) is None
            or (not when.inputs.isdisjoint(known) and when.evaluate(known) is True)
        )

    def scope(self, known: Mapping[str, object], field: Field) -> Mapping[str, object]:
        """What the conditions of a field may read: in an item, its own answers besides."""
        if not field.item:
            return known
        return asking.inside(self.repeats[asking.name_of(field.group)], known, field.item)


def settled(expression: Expression | None, known: Mapping[str, object]) -> bool:
    """Whether a condition holds for sure; no condition always holds."""
    return expression is None or expression.evaluate(known) is True


def refused(expression: Expression | None, known: Mapping[str, object]) -> bool:
    """Whether a constraint is broken for sure; one that lacks an input is not."""
    return expression is not None and expression.evaluate(known) is False

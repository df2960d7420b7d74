"""A pack's `service.yaml` as it is written: the only description of its shape.

Names follow CPSV-AP and DMN. `unsure` may stand anywhere something is not known for certain; it
says what the authority has to confirm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kene.core.problems import Where
from kene.core.services.model import Counted
from kene.core.services.passage import MigrationDefinition
from kene.core.services.reading import Located
from kene.core.services.tree import Leaf, Node

Basis = Literal[
    "consent",
    "contract",
    "legal-obligation",
    "vital-interest",
    "public-task",
    "legitimate-interest",
]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True)
class LawDefinition:
    """A text of law that the pack cites, and the article; `keep` is the longest it lets data be
    kept."""

    text: Located
    where: Where
    article: Located | None = None
    keep: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class PurposeDefinition:
    """Why personal data is kept, on what legal basis, and how long."""

    basis: Basis
    keep: Located
    where: Where
    law: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """Something that is asked. Keys that are not listed are parameters of the type."""

    type: Located
    for_: Located
    where: Where
    when: Located | None = None
    valid: Located | None = None
    optional: bool = False
    unsure: Located | None = None
    parameters: Mapping[str, tuple[Leaf, Node]] = field(
        default_factory=dict, metadata={"rest": True}
    )


@dataclass(frozen=True, slots=True)
class EntryDefinition:
    """What an agent enters with an action. Keys that are not listed are parameters of the type."""

    type: Located
    for_: Located
    where: Where
    valid: Located | None = None
    optional: bool = False
    unsure: Located | None = None
    parameters: Mapping[str, tuple[Leaf, Node]] = field(
        default_factory=dict, metadata={"rest": True}
    )


@dataclass(frozen=True, slots=True)
class RepeatDefinition:
    """How often a group is asked: from `min` to `max` times, one item after the other.

    The group is not asked unless `when` holds; `valid` is a condition on the whole list.
    """

    max: int
    where: Where
    min: int = 0
    when: Located | None = None
    valid: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class GroupDefinition:
    """Fields asked together: one page on the web, one by one elsewhere; one page for each item
    of a group that repeats."""

    group: Located
    fields: Mapping[str, FieldDefinition]
    where: Where
    repeat: RepeatDefinition | None = None


@dataclass(frozen=True, slots=True)
class EvidenceDefinition:
    """A paper that supports the request (CPSV-AP Evidence)."""

    for_: Located
    where: Where
    when: Located | None = None
    accept: tuple[Literal["original", "copy", "photo"], ...] = ("original",)
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class LateDefinition:
    """What happens when a deadline passes: the stage that follows and what is told, or the action
    that silence grants (`grant`)."""

    where: Where
    to: Located | None = None
    grant: Located | None = None
    tell: Located | None = None
    because: Located | None = None


@dataclass(frozen=True, slots=True)
class RemindDefinition:
    """What is told to the applicant, and how many days before a deadline."""

    before: Located
    tell: Located
    where: Where


@dataclass(frozen=True, slots=True)
class ActionDefinition:
    """Something that can be done at a stage, by whoever holds it.

    `second` is the role whose agent, another one, has to confirm it; `payment` records that what
    is owed was paid; `appointment` lets the applicant choose when to come; `automatic` lets the
    node do it as soon as `when` holds; `grants` gives what was asked for, without a document;
    `enter` are entries that the agent writes down.
    """

    where: Where
    to: Located
    when: Located | None = None
    issue: tuple[Located, ...] | Located | None = None
    because: Located | None = None
    tell: Located | None = None
    ask: tuple[Located, ...] = ()
    enter: tuple[Located, ...] = ()
    reason: bool = False
    payment: bool = False
    second: Located | None = None
    appointment: Located | None = None
    automatic: bool = False
    grants: bool = False
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class StageDefinition:
    """A stage of the process: who acts, by when, and what can be done."""

    by: Located
    actions: Mapping[str, ActionDefinition]
    where: Where
    within: Located | None = None
    late: LateDefinition | Literal["escalate"] | None = None
    remind: RemindDefinition | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class DocumentDefinition:
    """A document that the service issues: its Typst template, and the claims that are signed.

    `shows` are fields that the page shows besides: a code that says less is read more easily.
    """

    template: Located
    claims: tuple[Located, ...]
    where: Where
    shows: tuple[Located, ...] = ()
    valid: Located | None = None
    law: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class ContestDefinition:
    """How a decision is contested: within what time, before whom, by which law.

    `to` is the stage that answers; without it, whoever contests goes there in person.
    """

    within: Located
    before: Located
    where: Where
    to: Located | None = None
    law: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class FeeDefinition:
    """What the service costs, in whole francs, and the law that says so.

    The amount is written, or is a decision's outcome; one that nobody could tell has neither, and
    says so by `unsure`. Nothing is owed where `exempt` holds.
    """

    where: Where
    amount: int | None = None
    decision: Located | None = None
    exempt: Located | None = None
    law: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class RankDefinition:
    """How the requests of a call are ranked, all at once, at the stage where they wait.

    `by` are numbers in FEEL, the highest first; what is equal is ranked by the time of receipt. The
    first ones are done `granted`, the next `reserve` ones `waiting`, and the others `refused`.
    """

    stage: Located
    by: tuple[Located, ...]
    granted: Located
    refused: Located
    where: Where
    waiting: Located | None = None
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class CallDefinition:
    """When requests are received, the first day and the last, and how many can be granted."""

    where: Where
    opens: Located | None = None
    closes: Located | None = None
    places: int | None = None
    rank: RankDefinition | None = None
    law: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class AppointmentDefinition:
    """Appointments at a place: the days and hours, a new one `every` so many minutes, for how many
    people at once, how many days ahead they can be made, and how many before a reminder leaves."""

    days: tuple[Weekday, ...]
    hours: tuple[Located, ...]
    every: Located
    places: int
    ahead: Located
    where: Where
    remind: Located | None = None
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class DivisionDefinition:
    """A place by which cases are counted: no nearer than a level that is wide enough."""

    place: Located
    level: Literal["region", "cercle"]
    where: Where


@dataclass(frozen=True, slots=True)
class StatisticDefinition:
    """A table of how many cases came so far, for each month or year, and `by` what; with the sum
    and the median of numbers.

    A figure that stands for fewer cases than `at_least` is not shown, nor one that would tell it.
    """

    count: Counted
    for_: Located
    where: Where
    by: tuple[DivisionDefinition | Located, ...] = ()
    each: Literal["month", "year"] = "month"
    sum: Located | None = None
    median: Located | None = None
    at_least: int = 10
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class PromiseDefinition:
    """What a decision's outcome never does: fall, or rise, as a column's value rises."""

    decision: Located
    column: Located
    outcome: Literal["rises", "falls"]
    where: Where


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    """A named type, for fields that are alike. Keys that are not listed are its parameters."""

    type: Located
    where: Where
    unsure: Located | None = None
    parameters: Mapping[str, tuple[Leaf, Node]] = field(
        default_factory=dict, metadata={"rest": True}
    )


@dataclass(frozen=True, slots=True)
class AuthorityDefinition:
    """An authority that several services are of; the wordings say what it is called."""

    where: Where
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class SharedDefinition:
    """The whole of `shared.yaml`: what the services of a country, or of a house, have in common."""

    kene: int
    shared: Located
    languages: tuple[Located, ...]
    where: Where
    country: Located | None = None
    law: Mapping[str, LawDefinition] = field(default_factory=dict)
    purposes: Mapping[str, PurposeDefinition] = field(default_factory=dict)
    authorities: Mapping[str, AuthorityDefinition] = field(default_factory=dict)
    types: Mapping[str, TypeDefinition] = field(default_factory=dict)
    holidays: tuple[Located, ...] = ()
    unsure: Located | None = None


@dataclass(frozen=True, slots=True)
class PackDefinition:
    """The whole of `service.yaml`.

    What an overlay writes is merged over what it `extends`, less the files `without`; what `use`
    names is filled in before it is read.
    """

    kene: int
    service: Located
    version: Located
    country: Located
    authority: Located
    languages: tuple[Located, ...]
    channels: tuple[Located, ...]
    purposes: Mapping[str, PurposeDefinition]
    contact: Located
    ask: tuple[GroupDefinition, ...]
    process: Mapping[str, StageDefinition]
    where: Where
    extends: Located | None = None
    without: tuple[Located, ...] = ()
    use: tuple[Located, ...] | Located = ()
    law: Mapping[str, LawDefinition] = field(default_factory=dict)
    authorities: Mapping[str, AuthorityDefinition] = field(default_factory=dict)
    types: Mapping[str, TypeDefinition] = field(default_factory=dict)
    facts: Mapping[str, Located] = field(default_factory=dict)
    enter: Mapping[str, EntryDefinition] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceDefinition] = field(default_factory=dict)
    decide: Mapping[str, Located] = field(default_factory=dict)
    promise: tuple[PromiseDefinition, ...] = ()
    documents: Mapping[str, DocumentDefinition] = field(default_factory=dict)
    fee: FeeDefinition | int = 0
    contest: ContestDefinition | None = None
    call: CallDefinition | None = None
    appointments: Mapping[str, AppointmentDefinition] = field(default_factory=dict)
    statistics: Mapping[str, StatisticDefinition] = field(default_factory=dict)
    holidays: tuple[Located, ...] = ()
    migrate: tuple[MigrationDefinition, ...] = ()
    unsure: Located | None = None

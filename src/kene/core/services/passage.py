"""How the open cases of an older version move to this one: as a pack writes it, and resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kene.core.expressions import Expression
from kene.core.problems import Where
from kene.core.services.reading import Located

Worse = Literal["outcomes", "fee", "silence", "contest", "keep"]
"""What an applicant may lose when their case moves to a new version."""

Left = Literal[
    "proposed",
    "visit",
    "issued",
    "papers",
    "language",
    "asked",
    "deadline",
    "value",
    "missing",
    "invalid",
    "outcomes",
    "fee",
    "stuck",
    "erased",
]
"""Why a case cannot move to a new version."""


@dataclass(frozen=True, slots=True)
class MigrationDefinition:
    """How the open cases of an older version move to this one, and why; or that they `stay`.

    `stages` and `fields` lead from old names to new ones, `defaults` answer new fields in FEEL.
    With `decide-again`, decisions are taken again, for the day on which they were taken. `allow` is
    what may become worse for applicants, `leave` why a case may stay on its version.
    """

    from_: Located
    why: Located
    where: Where
    stay: bool = False
    stages: Mapping[str, Located] = field(default_factory=dict)
    fields: Mapping[str, Located] = field(default_factory=dict)
    defaults: Mapping[str, Located] = field(default_factory=dict)
    decide_again: bool = False
    allow: tuple[Worse, ...] = ()
    leave: tuple[Left, ...] = ()
    tell: Located | None = None


@dataclass(frozen=True, slots=True)
class Migration:
    """How the open cases of the version `since` move to this one, and why; `stay` says they do not.

    `stages` and `fields` lead from old names to new ones; what is not named keeps its name.
    `defaults` answer new fields. With `again`, decisions are taken again, for the day on which they
    were taken. `allow` is what may become worse for an applicant, `leave` why a case may stay where
    it is, `tell` the message that tells of a move.
    """

    since: str
    why: str
    stay: bool = False
    stages: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Expression] = field(default_factory=dict)
    again: bool = False
    allow: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()
    tell: str = ""

    def stage(self, old: str) -> str:
        """The stage to which a case at that one goes."""
        return self.stages.get(old, old)

    def field(self, old: str) -> str:
        """The field that has the answer of that one, or the entry that has its value."""
        return self.fields.get(old, old)

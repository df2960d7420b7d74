"""What a loaded service must further satisfy before it may be published, beyond its structure.

Each module finds one kind of thing, and is pure. How a table is proved is with decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from kene.core.problems import Problem, distinct
from kene.core.services.checks.carrying import overloaded
from kene.core.services.checks.fees import unpayable
from kene.core.services.checks.marks import unconfirmed
from kene.core.services.checks.messages import overlong
from kene.core.services.checks.places import Places
from kene.core.services.checks.process import unsound
from kene.core.services.checks.purposes import unfounded
from kene.core.services.checks.refusals import unjustified
from kene.core.services.checks.tables import unproved
from kene.core.services.checks.templates import absent
from kene.core.services.checks.uses import unused
from kene.core.services.checks.wordings import unsaid
from kene.core.services.model import Service

__all__ = ["CHECKS", "Check", "Places", "check", "ordered"]

Check = Callable[[Service, Places], Iterator[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    unsaid,
    unused,
    unfounded,
    unjustified,
    unsound,
    unpayable,
    unproved,
    overlong,
    overloaded,
    absent,
    unconfirmed,
)


def check(service: Service, root: str = "") -> tuple[Problem, ...]:
    """Every problem of a service that was loaded, warnings too; `root` begins their places."""
    places = Places(service.source, root)
    return ordered(problem for each in CHECKS for problem in each(service, places))


def ordered(problems: Iterator[Problem]) -> tuple[Problem, ...]:
    """The problems by place, each once."""
    each = distinct(problems)
    each.sort(key=lambda p: (p.where.file, p.where.line, p.where.column, p.code))
    return tuple(each)

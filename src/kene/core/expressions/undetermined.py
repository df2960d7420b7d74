"""The result that is not known yet, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Undetermined:
    """No result yet: `missing` names the inputs that would settle it.

    It is empty when no input would, because an operation has no result (a division by zero).
    """

    missing: frozenset[str] = frozenset()


HOPELESS: Final = Undetermined()
"""What an operation without result gives."""


def all_of(parts: list[Undetermined]) -> Undetermined:
    """What is needed when every part must be known: nothing helps where one never will be."""
    if any(not part.missing for part in parts):
        return HOPELESS
    return Undetermined(frozenset[str]().union(*(part.missing for part in parts)))


def any_of(parts: list[Undetermined]) -> Undetermined:
    """What is needed when one part may settle it all."""
    return Undetermined(frozenset[str]().union(*(part.missing for part in parts)))

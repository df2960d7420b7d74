"""The register of processing, as far as it is the node's own: each app declares what it stores.

What services store is declared by their packs. Both make the register that the authority for the
protection of personal data asks for; it is never written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Basis = Literal["consent", "contract", "legal-obligation", "vital-interest", "public-task"]

_declarations: dict[str, Declaration] = {}


@dataclass(frozen=True, slots=True)
class Declaration:
    """Personal data that an app stores: where, what it is and what for, by language, and how long.

    `keep` is written as in packs: "30 days", "1 year after close".
    """

    place: str
    what: Mapping[str, str]
    purpose: Mapping[str, str]
    basis: Basis
    keep: str


def declare(
    place: str, *, fr: tuple[str, str], en: tuple[str, str], basis: Basis, keep: str
) -> Declaration:
    """Declares that `place`, such as `intake.draft`, holds personal data.

    `fr` and `en` are each (what it is, what for). Raises ValueError when the place is taken.
    """
    if place in _declarations:
        raise ValueError(f"the place {place} is declared twice")
    what, purpose = {"fr": fr[0], "en": en[0]}, {"fr": fr[1], "en": en[1]}
    declaration = Declaration(place, what, purpose, basis, keep)
    _declarations[place] = declaration
    return declaration


def declarations() -> tuple[Declaration, ...]:
    """All that the installed apps declared, by place."""
    return tuple(_declarations[place] for place in sorted(_declarations))

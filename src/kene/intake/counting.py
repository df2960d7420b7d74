"""How many conversations are under way on each version of a service."""

from __future__ import annotations

from collections import Counter

from kene.intake.models import Draft
from kene.intake.state import service_of
from kene.privacy import api as privacy


def under_way() -> Counter[str]:
    """How many conversations are under way, by the digest of their service; of each, nothing else
    is read."""
    found = Counter[str]()
    for draft in Draft.objects.iterator():
        person = bytes(draft.person)
        try:
            octets = privacy.unseal_draft(draft.day, bytes(draft.sealed), person)
        except privacy.Erased:
            continue
        if service := service_of(octets):
            found[service] += 1
    return found

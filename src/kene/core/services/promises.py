"""What a pack promises of its decisions' outcomes."""

from __future__ import annotations

from collections.abc import Mapping

from kene.core.decisions import Decision
from kene.core.decisions.proving import Promise
from kene.core.services import definition as written
from kene.core.services.mistakes import UNKNOWN_COLUMN, UNKNOWN_DECISION
from kene.core.services.resolving import Resolver


def promises(
    pack: written.PackDefinition, resolver: Resolver, decisions: Mapping[str, Decision]
) -> Mapping[str, tuple[Promise, ...]]:
    """The promises of a pack by decision. Problems go to the resolver's list."""
    found: dict[str, tuple[Promise, ...]] = {}
    for promise in pack.promise:
        name = resolver.known(promise.decision, pack.decide, UNKNOWN_DECISION)
        if name not in decisions:
            continue
        columns = [column.text for column in decisions[name].columns]
        column = resolver.known(promise.column, columns, UNKNOWN_COLUMN)
        one = Promise(column, falls=promise.outcome == "falls")
        found[name] = (*found.get(name, ()), one)
    return found

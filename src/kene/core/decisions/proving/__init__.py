"""Proofs of decision tables, in plain Python: no gap, no overlap, nothing of no use.

`prove` looks at a table column by column: the constants of its tests divide what is tested into
points and what lies between, and each part passes the same rules everywhere. What it cannot divide
so, it says.
"""

from kene.core.decisions.proving.axes import OTHER_TEXT
from kene.core.decisions.proving.differing import Differing, differing
from kene.core.decisions.proving.domain import Domain, domain_of
from kene.core.decisions.proving.findings import Finding, FindingKind
from kene.core.decisions.proving.monotone import Promise, Unordered, promised, ranks
from kene.core.decisions.proving.prove import prove
from kene.core.decisions.proving.world import World

__all__ = [
    "OTHER_TEXT",
    "Differing",
    "Domain",
    "Finding",
    "FindingKind",
    "Promise",
    "Unordered",
    "World",
    "differing",
    "domain_of",
    "promised",
    "prove",
    "ranks",
]

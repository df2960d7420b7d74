"""Where tries are counted: a cache in the database, so that all processes count together."""

from __future__ import annotations

from kene.privacy import api as privacy


def key(name: str, prefix: str, version: int) -> str:
    """The name under which something is cached: it may hold an address or a username, so it is
    kept as a digest that only this node makes."""
    return privacy.node_mac("cache", f"{prefix}/{version}/{name}".encode()).hex()

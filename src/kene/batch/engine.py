"""What every engine can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from kene.batch.places import Place

Rows = Any
"""A table of Ibis, whose library has no types."""
Told = Callable[[float | None], None]
"""Who is told what share of a work is done, from 0 to 1; None when that is not known."""


class Engine(Protocol):
    """An engine: it reads people lazily, and computes when asked for answers or to write."""

    def people(self, place: Place, told: Told) -> Rows:
        """The rows of a place; all cells of a CSV are texts. Raises Mistakes."""
        ...

    def answers(self, query: Rows, told: Told) -> list[dict[str, Any]]:
        """The few rows that a query gives, in Python's own values. Raises Mistakes."""
        ...

    def write(self, query: Rows, place: Place, told: Told, *, overwrite: bool) -> None:
        """Write the rows of a query under a name: all of them, or nothing. Raises Mistakes."""
        ...

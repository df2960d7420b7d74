"""A table that grows by hidden columns, so that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kene.batch.sql.shapes import Value

Relation = Any
"""A table of Ibis, whose library has no types."""


class Layers:
    """A table in the making: each column may read those before it."""

    def __init__(self, table: Relation) -> None:
        self.table = table
        self._first = table.columns
        self._count = 0

    def column(self, value: Value) -> Value:
        """A value kept as a hidden column, to be read as often as needed."""
        return self.columns((value,))[0]

    def columns(self, values: Sequence[Value]) -> list[Value]:
        """Values kept as hidden columns, which do not read each other."""
        hidden = {self._fresh(): value for value in values}
        self.table = self.table.mutate(**hidden)
        return [self.table[name] for name in hidden]

    def _fresh(self) -> str:
        self._count += 1
        name = f"kene_{self._count}"
        while name in self._first:
            name += "_"
        return name

    def finished(self, columns: Mapping[str, Value]) -> Relation:
        """The first table with more columns, and none that is hidden."""
        kept = [self.table[name] for name in self._first]
        return self.table.select(*kept, **columns)

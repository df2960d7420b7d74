"""A table that grows by hidden columns, so that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import ibis.expr.operations as ops

from kene.batch.sql.shapes import Value
from kene.batch.sql.terms import Term

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

    def kept(self, term: Term) -> Term:
        """A term whose values are hidden columns, if they are none of the table already."""
        if term.constant is not None:
            return term
        divisor = None if term.divisor is None else self.kept(term.divisor)
        field = isinstance(term.value.op(), ops.Field)
        value = term.value if field else self.column(term.value)
        return replace(term, value=value, divisor=divisor)

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

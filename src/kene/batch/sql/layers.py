"""A table that grows by hidden columns, so that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

import ibis.expr.operations as ops

from kene.batch.sql.shapes import Value
from kene.batch.sql.terms import Missing, Term

LONG: Final = 256
"""From so many parts on, what is missing is kept: below, an engine works it out where a value is
NULL alone, which is faster; above, each fact that reads another would write it several times."""
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
        """A term whose values are hidden columns, if they are none of the table already; so is what
        it lacks, where that is long."""
        if term.constant is not None:
            return term
        divisor = None if term.divisor is None else self.kept(term.divisor)
        field = isinstance(term.value.op(), ops.Field)
        value = term.value if field else self.column(term.value)
        missing = cache(lambda: self._short(term.missing()))
        return replace(term, value=value, divisor=divisor, missing=missing)

    def _short(self, missing: Missing) -> Missing:
        if missing.bits is None or _length(missing.bits) < LONG:
            return missing
        return Missing(self.column(missing.bits), missing.hopeless)

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


def _length(value: Value) -> int:
    """Of how many parts a value is written, each counted as often as it is written."""
    lengths: dict[ops.Node, int] = value.op().map(
        lambda node, parts, **_: 1 + sum(parts.get(part, 0) for part in node.__children__),
        filter=ops.Value,
    )
    return lengths[value.op()]

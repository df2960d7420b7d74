"""Where the values of names come from: columns of a table, facts and earlier decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

from kene.batch.sql import tables
from kene.batch.sql.expressions import SCALARS, Names, Query
from kene.batch.sql.layers import Layers, Relation
from kene.batch.sql.refusals import NOT_IN_SQL, WRONG_COLUMN
from kene.batch.sql.rules import Outcome
from kene.batch.sql.shapes import Shape, Value, cast
from kene.batch.sql.terms import Missing, Term
from kene.core.expressions import Expression
from kene.core.expressions.types import ANY, BOOLEAN, DATE, NUMBER, STRING, FeelType, plain
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import Service
from kene.core.services.questions import feel_type
from kene.core.values import DecimalNumber, Money, Type, Whole

TODAY: Final = "today"
FILE: Final = "service.yaml"
_TYPES: Final[Mapping[FeelType, Any]] = {BOOLEAN: dt.boolean, STRING: dt.string, DATE: dt.date}
_BITS: Final = 62
"""How many inputs may be missing: each is a bit of a whole number of 64."""


class Population:
    """The names that a service's decisions read, as terms over the rows of a table."""

    def __init__(self, service: Service, table: Relation, today: date) -> None:
        self.layers = Layers(table)
        self.bits: dict[str, int] = {}
        self._service = service
        self._columns = table.schema()
        self._engine = table.get_backend().name
        self._terms: dict[str, Term] = {TODAY: Term(ibis.literal(today), DATE)}

    def outcome(self, name: str) -> Outcome:
        """What a decision gives each row. Raises Mistakes."""
        decision = self._service.decisions[name]
        return tables.outcome(decision, self.read(decision.inputs), self.layers, self._engine)

    def read(self, names: frozenset[str]) -> Names:
        """Names as terms; those of a decision of several outputs are `decision.output`."""
        for name in sorted(names):
            if name in self._terms:
                continue
            of = plain(type_of(self._service, name))
            if name in self._service.decisions and name not in self._columns:
                self._decide(name)
            elif name in self._service.facts and name not in self._columns:
                self._terms[name] = self._fact(self._service.facts[name])
            elif of in SCALARS:  # any other is refused where it is read
                self._terms[name] = self._given(name, of)
        return {known: term for known, term in self._terms.items() if known.split(".")[0] in names}

    def _decide(self, name: str) -> None:
        outputs = self.outcome(name).outputs
        for output, term in outputs.items():
            self._terms[f"{name}.{output}" if len(outputs) > 1 else name] = term

    def _fact(self, fact: Expression) -> Term:
        query = Query(self._place(fact.text), self._engine)
        return self.layers.kept(query.term(fact.tree, self.read(fact.inputs)))

    def _place(self, text: str) -> Where:
        """Where the pack's definition has a text, for the first time."""
        before, found, _ = self._service.files.get(FILE, b"").decode().partition(text)
        lines = before.split("\n")
        return Where(FILE, len(lines), len(lines[-1]) + 1) if found else Where(FILE)

    # -- columns -------------------------------------------------------------------------------

    def _given(self, name: str, wanted: FeelType) -> Term:
        """A column as a term: its values are those of its field. Raises Mistakes."""
        if name not in self._columns:
            # As a column: Ibis makes IS NULL of a comparison with its own null.
            nothing = self.layers.column(ibis.null(_TYPES.get(wanted, dt.int64)))
            return Term(nothing, wanted, Shape(0, 0), self._absent(name, nothing))
        of, column = self._columns[name], self.layers.table[name]
        if wanted == NUMBER:
            shape = self._shape(name, of)
            value = cast(column, shape.type)
            return Term(value, NUMBER, shape, self._absent(name, column))
        fine = of.copy(nullable=True) == _TYPES[wanted] or of.is_null()
        if not fine and not (wanted == DATE and of.is_timestamp()):
            raise _wrong(name, of, wanted)
        value = cast(column, _TYPES[wanted])
        return Term(value, wanted, missing=self._absent(name, column))

    def _absent(self, name: str, column: Value) -> Callable[[], Missing]:
        def missing() -> Missing:
            if name not in self.bits and len(self.bits) == _BITS:
                raise Mistakes([Problem(NOT_IN_SQL, Where(FILE), {"what": name})])
            bit = 2 ** self.bits.setdefault(name, len(self.bits))
            return Missing(column.isnull().ifelse(bit, 0))

        return missing

    def _shape(self, name: str, of: Any) -> Shape:
        """The numbers that a column may hold."""
        field = self._service.fields.get(name)
        known = None if field is None else declared(field.type)
        if of.is_null():
            return Shape(0, 0)
        if of.is_integer():
            held = Shape(0, 2 ** (8 * of.nbytes - of.is_signed_integer()) - 1)
        elif of.is_decimal() and of.precision is not None and of.scale is not None:
            held = Shape(of.scale, 10**of.precision - 1)
        elif known is not None and (of.is_floating() or of.is_decimal()):
            return known
        else:
            raise _wrong(name, of, NUMBER)
        if known is None:
            return held
        scale = max(held.scale, known.scale)
        most = min(held.finer(scale).most, known.finer(scale).most)
        return Shape(held.scale, most // 10 ** (scale - held.scale))


def _wrong(name: str, given: Any, wanted: FeelType) -> Mistakes:
    details = {"name": name, "given": str(given), "wanted": str(wanted)}
    return Mistakes([Problem(WRONG_COLUMN, Where(name), details)])


def declared(kind: Type) -> Shape | None:
    """The numbers that a field's type allows; None when it is none of numbers."""
    match kind:
        case Whole(low, high) | Money(low, high):
            return Shape(0, max(abs(low), abs(high)))
        case DecimalNumber():
            most = max(abs(Decimal(kind.min)), abs(Decimal(kind.max)))
            return Shape(kind.places, int(most.scaleb(kind.places)))
    return None


def type_of(service: Service, name: str) -> FeelType:
    """The type of a field, a fact or a decision; ANY for what has none that a query knows."""
    if name in service.fields:
        return feel_type(service.fields[name].type) or ANY
    if name in service.facts:
        return service.facts[name].type
    return service.decisions[name].type if name in service.decisions else ANY


def reached(service: Service, decision: str) -> frozenset[str]:
    """The fields that a decision reads, by facts and other decisions too."""
    seen = {decision}
    waiting = [decision]
    inputs = {name: fact.inputs for name, fact in service.facts.items()}
    inputs |= {name: each.inputs for name, each in service.decisions.items()}
    while waiting:
        new = inputs.get(waiting.pop(), frozenset()) - seen
        seen |= new
        waiting += new
    return frozenset(seen & service.fields.keys())

"""Some of the people: those for whom a condition in FEEL holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kene.batch.engine import Rows
from kene.batch.sql.expressions import Query
from kene.batch.sql.population import Population, type_of
from kene.core.expressions import Expression, compile_expression
from kene.core.expressions.types import BOOLEAN, DATE, FeelType
from kene.core.problems import Where
from kene.core.services import Field, Service
from kene.core.values import Date, DecimalNumber, Text, Type, YesNo

PLACE: Final = Where("--where")
_NUMBER: Final = DecimalNumber(places=6, min=-Decimal(10**15), max=Decimal(10**15))


def condition(people: Rows, text: str, service: Service) -> Expression:
    """A condition over the columns of people and the facts of a service. Raises Mistakes."""
    names = types(_widened(people, service))
    return compile_expression(text, names, where=PLACE, expected=BOOLEAN)


def kept(rows: Rows, holds: Expression, service: Service, today: date) -> Rows:
    """The rows for which a condition holds. Raises Mistakes.

    A row for which it cannot be told, because something is missing, is set aside.
    """
    population = Population(_widened(rows, service), rows, today)
    terms = population.read(holds.inputs)
    truth = Query(PLACE, rows.get_backend().name).term(holds.tree, terms).value
    return population.layers.table.filter(truth).select(*rows.columns)


def _widened(rows: Rows, service: Service) -> Service:
    """The service, as if it asked for all columns."""
    kinds = ((name, _kind(of)) for name, of in rows.schema().items())
    others = {name: Field(name, "", kind, "") for name, kind in kinds if kind is not None}
    known = {**service.facts, **service.decisions}
    fields = {name: field for name, field in others.items() if name not in known}
    return replace(service, fields={**fields, **service.fields})


def types(service: Service) -> Mapping[str, FeelType]:
    """The names of a service that an expression may read, with their types."""
    names = (*service.fields, *service.facts, *service.decisions)
    return {**{name: type_of(service, name) for name in names}, "today": DATE}


def _kind(of: Any) -> Type | None:
    if of.is_string():
        return Text()
    if of.is_boolean():
        return YesNo()
    if of.is_date() or of.is_timestamp():
        return Date()
    return _NUMBER if of.is_numeric() else None

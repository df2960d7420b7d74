"""Fees: whole francs, and taken only where one is owed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.expressions.syntax import Negation, Number
from kene.core.problems import Problem, declare
from kene.core.services.checks.places import Places
from kene.core.services.model import Service

NOTHING_OWED: Final = declare(
    "S271",
    fr=(
        "« {name} » encaisse, et le service est gratuit.",
        "Enlevez « payment: yes », ou dites ce que le service coûte (fee).",
    ),
    en=(
        "'{name}' takes money, and the service is free.",
        "Take 'payment: yes' out, or say what the service costs (fee).",
    ),
)
NOT_WHOLE: Final = declare(
    "S272",
    fr=("Un prix est un nombre entier de francs, 0 ou plus.", "Écrivez par exemple 750."),
    en=("A fee is a whole number of francs, 0 or more.", "Write for instance 750."),
)


def unpayable(service: Service, places: Places) -> Iterator[Problem]:
    """Money that is taken for nothing, and amounts that no one can pay."""
    if service.fee.fixed and not service.fee.amount:
        for stage in service.stages.values():
            for action in stage.actions.values():
                if action.payment:
                    where = places.service("process", stage.name, "actions", action.name)
                    yield Problem(NOTHING_OWED, where, {"name": action.name})
    if service.fee.amount < 0:
        yield Problem(NOT_WHOLE, places.service("fee"))
    if service.fee.decision:
        for rule in service.decisions[service.fee.decision].rules:
            if any(_wrong(output) for output in rule.outputs):
                yield Problem(NOT_WHOLE, rule.where)


def _wrong(output: object) -> bool:
    """Whether a rule gives, whatever its inputs, what is no whole number of francs."""
    match output:
        case Number(value=value):
            return value != int(value)
        case Negation():
            return True
        case _:
            return False

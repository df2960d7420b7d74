"""What a request owes: known before it is confirmed, and the same when its case is opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kene.core.services.asking import Answers
from kene.core.services.foreseeing import foreseen
from kene.core.services.model import Service


def fee_of(service: Service, known: Mapping[str, object]) -> int | None:
    """What is owed, in whole francs, by one of whom that is known; None when it is not settled.

    `known` holds answers, facts and outcomes. An amount that is no whole number of francs, or less
    than none, settles nothing: a person has to say.
    """
    fee = service.fee
    exempt = fee.exempt.evaluate(known) if fee.exempt is not None else False
    if exempt is True:
        return 0
    if exempt is not False or fee.unknown:
        return None
    return _whole(known.get(fee.decision)) if fee.decision else fee.amount


def quote(service: Service, answers: Answers, today: date) -> int | None:
    """What these answers owe on that day, before any case is opened; None when not settled."""
    if service.fee.fixed:
        return service.fee.amount
    return fee_of(service, foreseen(service, answers, today))


def _whole(amount: object) -> int | None:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    return int(amount) if amount >= 0 and amount == int(amount) else None

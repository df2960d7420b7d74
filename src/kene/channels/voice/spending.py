"""What calls back cost: by the seconds that the aggregator tells at the end of each.

Until it tells, a call is counted as the others of its day lasted, or `USUAL`. Seconds are those
that are paid: of each minute begun where the aggregator documents that, else as told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import F

from kene.catalogue import api as catalogue
from kene.channels.voice.models import Day, Ended
from kene.core.values.tariffs import tariffs
from kene.tasks import api as tasks

USUAL: Final = 400
"""Seconds of a call of which nothing is known: near the longest that `kene check --report` finds in
a declaration of birth."""
LONGEST: Final = 14_400
"""Seconds: no aggregator lets a call last longer."""


def begin(day: date) -> None:
    """Count a call that was asked for on a day of the country."""
    with transaction.atomic():
        Day.objects.get_or_create(day=day)
        Day.objects.filter(day=day).update(calls=F("calls") + 1)


def end(session: str, seconds: int, day: date, now: datetime) -> None:
    """Count how long a call lasted, once, however often it is told."""
    with transaction.atomic():
        _, fresh = Ended.objects.get_or_create(session=session, defaults={"at": now})
        if fresh:
            Day.objects.get_or_create(day=day)
            lasted = min(seconds, LONGEST)
            Day.objects.filter(day=day).update(ended=F("ended") + 1, seconds=F("seconds") + lasted)


def expire(before: datetime) -> None:
    """Forget which calls ended before that."""
    Ended.objects.filter(at__lt=before).delete()


def price(told: Decimal | None) -> Decimal | None:
    """FCFA a minute: what the node was told, else the country's known tariff; None where there is
    none."""
    if told is not None:
        return told
    known = tariffs(catalogue.home()).get("voice")
    return known.price if known else None


def spent(day: date, minute: Decimal, more: int = 0) -> int:
    """What a day's calls cost at that price, and so many `more`, in FCFA."""
    row = Day.objects.filter(day=day).first() or Day(day=day)
    each = row.seconds / row.ended if row.ended else USUAL
    seconds = row.seconds + each * (max(0, row.calls - row.ended) + more)
    return int(minute * Decimal(seconds) / 60)


def figures(day: date, minute: Decimal | None, ceiling: int) -> Iterator[tasks.Figure]:
    """What the operator watches of calls."""
    row = Day.objects.filter(day=day).first() or Day(day=day)
    yield tasks.Figure("voice_calls_today", row.calls, "rappels faits aujourd'hui")
    yield tasks.Figure("voice_seconds_today", row.seconds, "secondes payées de rappels")
    if minute is not None:
        paid, next_one = spent(day, minute), spent(day, minute, 1)
        full = 0 < ceiling < next_one
        limit = f", plafond {ceiling} : les rappels attendent demain" if full else ""
        yield tasks.Figure("voice_cost_today", paid, f"FCFA de rappels aujourd'hui{limit}", full)

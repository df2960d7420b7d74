"""When messages may leave: the operator's rate, the night, and what a day may cost.

Nothing is ever lost to a rule: what has to wait is a task that comes back. What a person needs,
such as their code or a decision, waits for the rate alone; optional messages wait for the morning
and, where the day's money is spent, for the next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import structlog
from django.db import connection, transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.sms.models import Day, Pace
from kene.core.values.tariffs import tariffs
from kene.tasks import api as tasks

USUAL: Final = Decimal(10)
"""FCFA a segment where nothing is known: Mali's regulated tariff."""
SHORT: Final = 1.0
"""Seconds that a worker waits itself; for longer, the task comes back."""
_DAY: Final = timedelta(days=1)
_COUNT: Final = (
    "INSERT INTO kene_sms_day (day, messages, segments) VALUES (%s, 1, %s) "
    "ON CONFLICT (day) DO UPDATE SET messages = kene_sms_day.messages + 1, "
    "segments = kene_sms_day.segments + excluded.segments"
)
_log = structlog.get_logger("kene.sms")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a node was told of its messages.

    `price` is in FCFA a segment, the country's known tariff when it is None; `ceiling` in FCFA a
    day, 0 for none; `rate` in messages a second, 0 for any; the night is from `evening` to
    `morning`, in the country's time, none when they are the same.
    """

    price: Decimal | None = None
    ceiling: int = 0
    rate: float = 0
    evening: time = time(21)
    morning: time = time(7)


_rules: list[Rules] = [Rules()]
_told: list[date] = []


def follow(rules: Rules) -> None:
    """Follow these rules from now on in this process."""
    _rules[0] = rules


def wait(message: casework.Outgoing, now: datetime) -> float:
    """The seconds that an optional message has to wait; 0 for any other."""
    if not message.optional:
        return 0
    here = casework.local(catalogue.home(), now)
    return _spent_wait(message, here) or _night_wait(here)


def take_turn(now: datetime) -> float:
    """Take a place in the operator's rate: the seconds until it, or none taken when longer than
    `SHORT`."""
    rate = _rules[0].rate
    if not rate:
        return 0
    with transaction.atomic():
        Pace.objects.get_or_create(id=1, defaults={"free": now})
        row = Pace.objects.select_for_update().get(id=1)
        free = max(row.free, now)
        seconds = (free - now).total_seconds()
        if seconds <= SHORT:
            Pace.objects.filter(id=1).update(free=free + timedelta(seconds=1 / rate))
    return seconds


def count(segments: int, now: datetime) -> None:
    """Count a message that left, in the caller's transaction."""
    day = casework.local(catalogue.home(), now).date()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (day.isoformat(), segments))


def spent(day: date) -> int:
    """What a day's messages cost, in FCFA."""
    row = Day.objects.filter(day=day).first()
    return cost(row.segments) if row else 0


def cost(segments: int) -> int:
    """What so many segments cost, in FCFA."""
    told = _rules[0].price
    if told is None:
        known = tariffs(catalogue.home()).get("sms")
        told = known.price if known else None
    return int(segments * (USUAL if told is None else told))


def figures(now: datetime) -> Iterator[tasks.Figure]:
    """What the operator watches of messages."""
    rules, day = _rules[0], casework.local(catalogue.home(), now).date()
    row = Day.objects.filter(day=day).first()
    paid = spent(day)
    yield tasks.Figure("sms_messages_today", row.messages if row else 0, "SMS partis aujourd'hui")
    yield tasks.Figure("sms_segments_today", row.segments if row else 0, "segments payés")
    full = bool(rules.ceiling) and paid >= rules.ceiling
    limit = f", plafond {rules.ceiling} : les SMS facultatifs attendent demain" if full else ""
    yield tasks.Figure("sms_cost_today", paid, f"FCFA de SMS aujourd'hui{limit}", full)
    doubtful = len(casework.unsure(now))
    words = "SMS dont on ignore s'ils sont partis"
    yield tasks.Figure("sms_unknown", doubtful, words, bool(doubtful))


def _spent_wait(message: casework.Outgoing, here: datetime) -> float:
    rules, day = _rules[0], here.date()
    if not rules.ceiling or spent(day) + cost(message.segments) <= rules.ceiling:
        return 0
    if day not in _told:
        _told[:] = [day]
        _log.error("sms_ceiling", day=day.isoformat(), ceiling=rules.ceiling, spent=spent(day))
    return _until(here, datetime.combine(day + _DAY, time(), here.tzinfo))


def _night_wait(here: datetime) -> float:
    """The seconds until the morning, by night."""
    evening, morning, clock = _rules[0].evening, _rules[0].morning, here.time()
    over_midnight = evening > morning
    night = clock >= evening or clock < morning if over_midnight else evening <= clock < morning
    if not night:
        return 0
    day = here.date() + _DAY if over_midnight and clock >= evening else here.date()
    return _until(here, datetime.combine(day, morning, here.tzinfo))


def _until(here: datetime, then: datetime) -> float:
    return (then.astimezone(UTC) - here.astimezone(UTC)).total_seconds()

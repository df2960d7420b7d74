"""Calls out: to whoever let the number ring once, and pays nothing; a list for agents to call.

A call is made at most once for a wish, and one wish counts for each number in `APART`. Nobody is
called by night, nor on a day whose money is spent: what has to wait is a task that comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import ceil
from typing import Final, Literal, Protocol

import structlog
from django.db import transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.voice import spending
from kene.channels.voice.models import Wanted
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.tasks import api as tasks

CALL: Final = "kene.voice.call"
RETRY: Final = 30
APART: Final = timedelta(minutes=5)
_log = structlog.get_logger("kene.voice")

Kind = Literal["node", "agent"]
Made = Literal["sent", "refused", "unreachable", "unknown"]
"""What is known of a call that was asked for: `unreachable` says that it surely was not made."""


class Account(Protocol):
    """What makes calls: an aggregator."""

    def call(self, to: str) -> Made:
        """Ask for a call to that number (E.164), and say what is known of it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When the node calls: not between `evening` and `morning` in the country's time, none when
    they are the same; for `ceiling` FCFA a day, 0 for any, at `price` a minute, the country's known
    tariff when it is None."""

    price: Decimal | None = None
    ceiling: int = 0
    evening: time = time(21)
    morning: time = time(7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for an agent's call."""

    key: str
    number: str
    at: datetime


_account: list[Account | None] = [None]
_rules: list[Rules] = [Rules()]
_told: list[date] = []


def call_by(account: Account | None, rules: Rules) -> None:
    """Have this process's calls made by an account, by these rules; by None, they wait."""
    _account[0], _rules[0] = account, rules
    tasks.watch(figures)
    if account is not None:
        tasks.declare(CALL, _call)


def want(address: str, kind: Kind, now: datetime) -> None:
    """Note that this number (E.164) waits for a call; the same again within `APART` is one."""
    key, day = f"{kind}:{intake.person_of(address).hex()[:32]}", now.date()
    with transaction.atomic():
        before = Wanted.objects.select_for_update().filter(key=key).first()
        if before is not None and (before.state == "waiting" or now - before.at < APART):
            return
        sealed = privacy.seal_draft(day, address.encode(), key.encode())
        fresh = {"kind": kind, "day": day, "at": now, "state": "waiting", "sealed": sealed}
        Wanted.objects.update_or_create(key=key, defaults=fresh)
        if kind == "node":
            posted = f"voice:{key}:{now.timestamp():.0f}"
            tasks.enqueue(CALL, {"wanted": key}, key=posted, now=now)


def waiting() -> Iterator[Waiting]:
    """Who waits for an agent's call, the longest first."""
    for row in Wanted.objects.filter(kind="agent", state="waiting"):
        number = _number(row)
        if number:
            yield Waiting(row.key, number, row.at)


def found(key: str) -> Waiting | None:
    """Somebody who waits for an agent's call."""
    return next((each for each in waiting() if each.key == key), None)


def done(key: str) -> bool:
    """Note that an agent called; False where somebody else had."""
    return bool(Wanted.objects.filter(key=key, state="waiting").update(state="called"))


def expire(before: date) -> None:
    """Delete who waited on days before that one, and which calls ended then."""
    Wanted.objects.filter(day__lt=before).delete()
    spending.expire(datetime.combine(before, time(), UTC))


def ended(session: str, seconds: int, now: datetime) -> None:
    """Note how long a call that the node made lasted."""
    spending.end(session, seconds, _here(now).date(), now)


def figures(now: datetime) -> Iterator[tasks.Figure]:
    """What the operator watches of calls back, where the node makes some."""
    rules = _rules[0]
    if _account[0] is not None:
        yield from spending.figures(_here(now).date(), spending.price(rules.price), rules.ceiling)


def _call(payload: Mapping[str, str | int], now: datetime) -> None:
    key = str(payload["wanted"])
    row = Wanted.objects.filter(key=key, state="waiting").first()
    to = _number(row) if row else ""
    if not to:
        return
    account = _account[0]
    wait = _wait(now)
    if account is None or wait:
        raise tasks.Later(wait or RETRY)
    # Noted before it is asked for: if the node dies between the two, nobody is called twice.
    if not Wanted.objects.filter(key=key, state="waiting").update(state="unknown"):
        return
    outcome = account.call(to)
    _log.info("call", reference=key[:14], outcome=outcome)
    if outcome == "unreachable":
        Wanted.objects.filter(key=key).update(state="waiting")
        raise tasks.Later(RETRY)
    if outcome != "refused":
        spending.begin(_here(now).date())
    if outcome != "unknown":
        state = "failed" if outcome == "refused" else "called"
        Wanted.objects.filter(key=key).update(state=state)


def _number(row: Wanted) -> str:
    try:
        return privacy.unseal_draft(row.day, bytes(row.sealed), row.key.encode()).decode()
    except privacy.Erased:
        return ""


def _here(now: datetime) -> datetime:
    return casework.local(catalogue.home(), now)


def _wait(now: datetime) -> int:
    """The seconds until a call may be made."""
    rules, here = _rules[0], _here(now)
    if _full(rules, here.date()):
        return _until(here, here.date() + timedelta(days=1), rules.morning)
    evening, morning, clock = rules.evening, rules.morning, here.time()
    if evening > morning and clock >= evening:
        return _until(here, here.date() + timedelta(days=1), morning)
    night = clock < morning if evening > morning else evening <= clock < morning
    return _until(here, here.date(), morning) if night else 0


def _full(rules: Rules, day: date) -> bool:
    """Whether one call more would cost more than a day may."""
    minute = spending.price(rules.price)
    if not rules.ceiling or minute is None or spending.spent(day, minute, 1) <= rules.ceiling:
        return False
    if day not in _told:
        _told[:] = [day]
        cost = spending.spent(day, minute)
        _log.error("voice_ceiling", day=day.isoformat(), ceiling=rules.ceiling, spent=cost)
    return True


def _until(here: datetime, day: date, clock: time) -> int:
    then = datetime.combine(day, clock, here.tzinfo)
    return max(1, ceil((then.astimezone(UTC) - here.astimezone(UTC)).total_seconds()))

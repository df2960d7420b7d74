"""What statistics count, added to their tables in the transaction of the event that they count.

A row says how many cases share some coarse values, never which: nothing leads from it to a case,
and erasing a case takes it out of no table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Final

from kene import sql
from kene.casework.models import Tally
from kene.core.casefile import Tick
from kene.core.services import Service

_TABLE: Final = Tally._meta.db_table
_ADD: Final = (
    f"INSERT INTO {_TABLE}"  # noqa: S608 -- nobody's text is in it
    " (service, statistic, shape, period, cell, step, count, total, until)"
    " VALUES (%s, %s, %s, %s, %s, %s, 1, %s, %s)"
    " ON CONFLICT (service, statistic, shape, period, cell, step) DO UPDATE SET"
    f" count = {_TABLE}.count + 1, total = {_TABLE}.total + excluded.total,"
    " until = excluded.until"
)


def tally(service: Service, ticks: Iterable[Tick], today: date) -> None:
    """Add what a case brings, in the caller's transaction.

    On PostgreSQL, call it after a line of the journal: the lock of that keeps two cases from
    waiting for each other's rows.
    """
    given = [
        (
            service.name,
            tick.statistic.name,
            tick.statistic.shape,
            tick.period,
            json.dumps(tick.cell, ensure_ascii=False),
            tick.step,
            tick.total,
            sql.adapted(service.purposes[tick.statistic.purpose].keep.end(today)),
        )
        for tick in ticks
    ]
    if given:
        sql.run_each(_ADD, given)


def expire(today: date) -> None:
    """Delete the figures whose time has passed, in the caller's transaction."""
    Tally.objects.filter(until__lt=today).delete()

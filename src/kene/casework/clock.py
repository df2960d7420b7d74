"""The day and the holidays in a country, from a time: what deadlines are counted with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from kene.core.casefile import Moment

_ZONES: Final = {
    "ml": ZoneInfo("Africa/Bamako"),
    "bf": ZoneInfo("Africa/Ouagadougou"),
    "ne": ZoneInfo("Africa/Niamey"),
}


def moment(country: str, now: datetime) -> Moment:
    """The moment `now` (aware) in a country."""
    today = now.astimezone(_ZONES[country]).date()
    return Moment(now, today, _holidays(country, today.year))


def local(country: str, now: datetime) -> datetime:
    """The time `now` (aware) as clocks show it in a country."""
    return now.astimezone(_ZONES[country])


@lru_cache(maxsize=32)
def _holidays(country: str, year: int) -> Collection[date]:
    """The public holidays around a year; those of the moon are the library's estimates."""
    return frozenset(holidays.country_holidays(country.upper(), years=range(year - 1, year + 3)))

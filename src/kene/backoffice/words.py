"""How agents' pages say days, times and values: in French, in the country's own time."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime

from kene.core.wording import Wording, bundled

LANGUAGE: Final = "fr"


def own() -> Wording:
    """The sentences of agents' pages."""
    return bundled("kene.backoffice", LANGUAGE)


def say(key: str, **details: str | int) -> str:
    """One of them, its placeholders filled."""
    return own().say(key, short=False, **details)


def day(of: date) -> str:
    """`mercredi 18 novembre 2026`."""
    return format_date(of, "EEEE d MMMM y", locale=LANGUAGE)


def short_day(of: date) -> str:
    """`18 nov. 2026`."""
    return format_date(of, "d MMM y", locale=LANGUAGE)


def clock(at: datetime, country: str) -> str:
    """`18 nov. 2026 à 9 h 05`, in the country's time."""
    return format_datetime(at.astimezone(zone(country)), "d MMM y 'à' H 'h' mm", locale=LANGUAGE)


def deadline(due: date, today: date) -> str:
    """How far a deadline is: `en retard de 2 jours`, `demain`, `dans 5 jours`."""
    left = (due - today).days
    if left < 0:
        return say("due.late", n=-left)
    if left < 2:
        return say("due.today" if left == 0 else "due.tomorrow")
    return say("due.left", n=left)


def language_name(code: str) -> str:
    """A language's name in French."""
    return str(Locale(LANGUAGE).languages.get(code, code))


def channel(name: str) -> str:
    """A channel, in words."""
    key = f"channels.{name}"
    return say(key) if own().has(key) else name


@cache
def zone(country: str) -> ZoneInfo:
    """The time zone of a country (CLDR); those served here have one each."""
    return ZoneInfo(get_global("territory_zones")[country.upper()][0])

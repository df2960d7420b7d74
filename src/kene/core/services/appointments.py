"""Appointments at a place, as a pack declares them: which hours of which days, for how many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services import definition as written
from kene.core.services.reading import Located
from kene.core.services.receiving import Appointment
from kene.core.services.resolving import Resolver

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_EVERY: Final = re.compile(r"(\d{1,3}) minutes?", re.ASCII)

BAD_HOURS = declare(
    "S144",
    fr=("« {name} » ne dit pas des heures.", "Écrivez par exemple « 08:00-12:00 »."),
    en=("'{name}' does not say hours.", "Write for instance '08:00-12:00'."),
)
BAD_EVERY = declare(
    "S145",
    fr=("« {name} » n'est pas un nombre de minutes.", "Écrivez par exemple « 30 minutes »."),
    en=("'{name}' is not a number of minutes.", "Write for instance '30 minutes'."),
)
NO_SLOT = declare(
    "S146",
    fr=(
        "Aucun rendez-vous « {name} » ne peut être pris.",
        "Il faut un jour, des heures plus longues que « every », et une place au moins.",
    ),
    en=(
        "No appointment '{name}' can be made.",
        "It needs a day, hours longer than 'every', and at least one place.",
    ),
)
IN_DAYS = declare(
    "S147",
    fr=("« {name} » n'est pas un nombre de jours.", "Écrivez par exemple « 14 days »."),
    en=("'{name}' is not a number of days.", "Write for instance '14 days'."),
)


def appointments(pack: written.PackDefinition, resolver: Resolver) -> Mapping[str, Appointment]:
    """The appointments of a pack. Problems go to the resolver's list."""
    found: dict[str, Appointment] = {}
    for name, one in pack.appointments.items():
        resolver.named(name, one.where)
        starts = tuple(
            at
            for text in one.hours
            for at in _starts(text, _minutes(one.every, resolver), resolver)
        )
        days = frozenset(DAYS.index(each) for each in one.days)
        told = bool(resolver.problems)
        if not told and not (days and starts and one.places > 0):
            resolver.problems.append(Problem(NO_SLOT, one.where, {"name": name}))
        found[name] = Appointment(
            name=name,
            days=days,
            starts=starts,
            places=one.places,
            ahead=_days(one.ahead, resolver),
            remind=_days(one.remind, resolver) if one.remind else 0,
        )
    return found


def _starts(text: Located, every: int, resolver: Resolver) -> tuple[time, ...]:
    """The times at which somebody can come."""
    hours = _HOURS.fullmatch(text.text)
    if hours is None:
        resolver.problems.append(Problem(BAD_HOURS, text.where, {"name": text.text}))
        return ()
    first, last = (int(hours[n]) * 60 + int(hours[n + 1]) for n in (1, 3))
    minutes = range(first, last - every + 1, every) if every else ()
    return tuple(time(*divmod(minute, 60)) for minute in minutes)


def _minutes(text: Located, resolver: Resolver) -> int:
    every = _EVERY.fullmatch(text.text)
    if every is None or not int(every[1]):
        resolver.problems.append(Problem(BAD_EVERY, text.where, {"name": text.text}))
        return 0
    return int(every[1])


def _days(text: Located, resolver: Resolver) -> int:
    span = resolver.span(text)
    if span is not None and (span.unit != "days" or span.after != "open"):
        resolver.problems.append(Problem(IN_DAYS, text.where, {"name": text.text}))
    return span.count if span else 0

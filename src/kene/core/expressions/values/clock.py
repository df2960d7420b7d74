"""Times of the day, and dates with a time, with an offset, a zone by name, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kene.core.expressions.values.calendar import AnyDate, date_numbered, day_number
from kene.core.expressions.values.durations import DAY, HOUR, MINUTE, SECOND

Zone = int | str | None
"""Seconds east of Greenwich, the name of a zone, or None for local time."""


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """The IANA time zone of that name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Time:
    """A time of the day. Two with zones are compared as instants, two without as they read.

    They are compared by whole seconds, as DMN 1.5, 10.3.2.3.2 counts them.
    """

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone = None

    @property
    def since_midnight(self) -> int:
        """Nanoseconds since midnight, as the clock reads."""
        return self.hour * HOUR + self.minute * MINUTE + self.second * SECOND + self.nanosecond

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich; a named zone counts as in winter 2000."""
        if isinstance(self.zone, str):
            return _offset(self.zone, datetime(2000, 1, 1))  # noqa: DTZ001 # a wall clock's time
        return self.zone

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight at Greenwich; local time counts as such."""
        return self.since_midnight - (self.offset or 0) * SECOND

    @property
    def key(self) -> tuple[bool, int]:
        """Whether it has a zone, and what orders it among those alike."""
        offset = self.offset
        return offset is not None, self.since_midnight // SECOND - (offset or 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Time) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True, eq=False)
class DateTime:
    """A date and time. Two with zones are compared as instants, two without as they read."""

    date: AnyDate
    time: Time

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich on that day, or None for local time."""
        zone = self.time.zone
        if not isinstance(zone, str):
            return zone
        year = min(max(self.date.year, 2), 9998)
        day = 28 if (self.date.month, self.date.day) == (2, 29) else self.date.day
        if year == self.date.year:
            day = self.date.day
        time = self.time
        local = datetime(year, self.date.month, day, time.hour, time.minute, time.second)  # noqa: DTZ001 # a wall clock's time
        return _offset(zone, local)

    @property
    def since_origin(self) -> int:
        """Nanoseconds since the origin of the calendar, as the clock reads."""
        return day_number(self.date) * DAY + self.time.since_midnight

    @property
    def instant(self) -> int:
        """Nanoseconds since the origin of the calendar, at Greenwich; local time counts as such."""
        return self.since_origin - (self.offset or 0) * SECOND

    @property
    def key(self) -> tuple[bool, int]:
        """Whether it has a zone, and what orders it among those alike."""
        return self.time.zone is not None, self.instant // SECOND

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateTime) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _offset(zone: str, local: datetime) -> int | None:
    named = zone_named(zone)
    offset = local.replace(tzinfo=named).utcoffset() if named else None
    return None if offset is None else offset // timedelta(seconds=1)


def time_at(nanoseconds: int, zone: Zone) -> Time:
    """The time of the day so long after a midnight, days falling away."""
    rest = nanoseconds % DAY
    hour, rest = divmod(rest, HOUR)
    minute, rest = divmod(rest, MINUTE)
    second, nanosecond = divmod(rest, SECOND)
    return Time(hour, minute, second, nanosecond, zone)


def date_time_at(nanoseconds: int, zone: Zone) -> DateTime | None:
    """The date and time so long after the calendar's origin as the clock reads, or None."""
    day = date_numbered(nanoseconds // DAY)
    return None if day is None else DateTime(day, time_at(nanoseconds, zone))


def plus(moment: DateTime, nanoseconds: int) -> DateTime | None:
    """The moment so much later; in a named zone it is elapsed time that counts."""
    zone = moment.time.zone
    if not isinstance(zone, str) or not 2 < moment.date.year < 9998:
        return date_time_at(moment.since_origin + nanoseconds, zone)
    there = date_time_at(moment.instant + nanoseconds, 0)
    if there is None or not 1 < there.date.year < 9999:
        return None
    named = zone_named(zone)
    greenwich = _native(there)
    if named is None:
        return None
    offset = greenwich.replace(tzinfo=ZoneInfo("UTC")).astimezone(named).utcoffset() or timedelta()
    return date_time_at(there.since_origin + offset // timedelta(seconds=1) * SECOND, zone)


def _native(moment: DateTime) -> datetime:
    day, time = moment.date, moment.time
    return datetime(day.year, day.month, day.day, time.hour, time.minute, time.second)  # noqa: DTZ001 # the caller gives it a zone

"""Reading and writing dates, times and durations as FEEL and XML Schema do."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kene.core.expressions.values.calendar import (
    AnyDate,
    FarDate,
    date_numbered,
    day_number,
    make_date,
)
from kene.core.expressions.values.clock import DateTime, Time, Zone, zone_named
from kene.core.expressions.values.durations import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    DaysDuration,
    YearsDuration,
)

_DATE: Final = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+/-]+))?"
)
_YEARS: Final = re.compile(r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?")
_DAYS: Final = re.compile(
    r"(-?)P(?:([0-9]+)D)?(?:(T)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]*))?S)?)?"
)
LONGEST_NUMBER: Final = 40
"""Digits that a part of a duration may have."""


def read_date(text: str) -> AnyDate | None:
    """The date that a text writes (`2026-03-15`), or None."""
    found = _DATE.fullmatch(text)
    if found is None or found.group(1).startswith("-0000"):
        return None
    year, month, day = map(int, found.groups())
    return make_date(year, month, day)


def read_time(text: str) -> Time | None:
    """The time that a text writes (`13:30:00`, then an offset, `@` a zone, or nothing), or None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(part) for part in found.group(1, 2, 3))
    if hour > 23 or minute > 59 or second > 59:
        return None
    nanosecond = int(((found.group(4) or "") + "0" * 9)[:9])
    try:
        return Time(hour, minute, second, nanosecond, _zone(found))
    except ValueError:
        return None


def _zone(found: re.Match[str]) -> Zone:
    """The zone of a time. Raises ValueError when there is none such."""
    utc, sign, hours, minutes, seconds, name = found.group(5, 6, 7, 8, 9, 10)
    if utc:
        return 0
    if name:
        if zone_named(name) is None:
            raise ValueError(name)
        return str(name)
    if not sign:
        return None
    offset = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    # ISO 8601 knows offsets of 14 hours; java.time, which the kit's authors use, of 18.
    if int(minutes) > 59 or int(seconds or 0) > 59 or offset > 18 * 3600:
        raise ValueError(hours)
    return -offset if sign == "-" else offset


def read_date_time(text: str) -> DateTime | None:
    """The date and time that a text writes (`2026-03-15T13:30:00Z`), or None."""
    day_text, mark, time_text = text.partition("T")
    if not mark:
        return None
    day = read_date(day_text)
    if time_text.startswith("24:00:00"):  # XML Schema: the midnight that ends the day
        day = None if day is None else date_numbered(day_number(day) + 1)
        time_text = "00" + time_text[2:]
    time = read_time(time_text)
    return None if day is None or time is None else DateTime(day, time)


def read_duration(text: str) -> DaysDuration | YearsDuration | None:
    """The duration that a text writes (`P1DT2H`, `P1Y6M`), or None."""
    found = _YEARS.fullmatch(text)
    if found is not None and (found.group(2) or found.group(3)):
        return _years(found)
    found = _DAYS.fullmatch(text)
    return None if found is None else _days(found)


def _years(found: re.Match[str]) -> YearsDuration | None:
    if any(len(part or "") > LONGEST_NUMBER for part in found.groups()):
        return None
    months = int(found.group(2) or 0) * 12 + int(found.group(3) or 0)
    return YearsDuration(-months if found.group(1) else months)


def _days(found: re.Match[str]) -> DaysDuration | None:
    sign, days, mark, hours, minutes, seconds, fraction = found.groups()
    timed = hours or minutes or seconds
    if not (days or timed) or (mark and not timed):
        return None
    if any(len(part or "") > LONGEST_NUMBER for part in (days, hours, minutes, seconds)):
        return None
    total = int(days or 0) * DAY + int(hours or 0) * HOUR + int(minutes or 0) * MINUTE
    total += int(seconds or 0) * SECOND + int(((fraction or "") + "0" * 9)[:9])
    return DaysDuration(-total if sign else total)


def read_temporal(text: str) -> AnyDate | Time | DateTime | DaysDuration | YearsDuration | None:
    """What `@"text"` is, or None."""
    return read_date_time(text) or read_date(text) or read_time(text) or read_duration(text)


def write_date(day: AnyDate) -> str:
    """The text of a date."""
    if isinstance(day, FarDate) and day.year < 0:
        return f"-{-day.year:04}-{day.month:02}-{day.day:02}"
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def write_time(time: Time) -> str:
    """The text of a time."""
    fraction = f".{time.nanosecond:09}".rstrip("0") if time.nanosecond else ""
    clock = f"{time.hour:02}:{time.minute:02}:{time.second:02}{fraction}"
    return clock + _written_zone(time.zone)


def _written_zone(zone: Zone) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if not zone:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if zone < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"


def write_duration(duration: DaysDuration | YearsDuration) -> str:
    """The text of a duration, in its shortest form."""
    if isinstance(duration, YearsDuration):
        years, months = abs(duration.years), abs(duration.months)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-P" if duration.total_months < 0 else "P") + parts
    seconds, nanoseconds = divmod(abs(duration.rest), SECOND)
    fraction = f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""
    clock = "".join(
        f"{number}{unit}"
        for number, unit in ((abs(duration.hours), "H"), (abs(duration.minutes), "M"))
        if number
    )
    if seconds or nanoseconds:
        clock += f"{seconds}{fraction}S"
    days = f"{abs(duration.days)}D" if duration.days else ""
    sign = "-" if duration.nanoseconds < 0 else ""
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days}" if days else "PT0S"


def write_temporal(value: object) -> str | None:
    """The text of any of these values, or None for others."""
    match value:
        case date() | FarDate():
            return write_date(value)
        case Time():
            return write_time(value)
        case DateTime():
            return f"{write_date(value.date)}T{write_time(value.time)}"
        case DaysDuration() | YearsDuration():
            return write_duration(value)
    return None

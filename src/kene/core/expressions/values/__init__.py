"""The values of FEEL that Python lacks: durations, times, ranges, and dates of any year.

Numbers are `int` or `Decimal`, texts `str`, booleans `bool`, dates `datetime.date` (or `FarDate`
outside the years 1 to 9999), lists `list`, contexts `dict`.
"""

from kene.core.expressions.values.calendar import FarDate
from kene.core.expressions.values.clock import DateTime, Time
from kene.core.expressions.values.durations import DaysDuration, YearsDuration
from kene.core.expressions.values.ranges import Range

__all__ = ["DateTime", "DaysDuration", "FarDate", "Range", "Time", "YearsDuration"]

"""The two kinds of durations of FEEL, which never mix: exact time, and months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SECOND: Final = 1_000_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A days and time duration, in nanoseconds."""

    nanoseconds: int

    @property
    def sign(self) -> int:
        """-1 when it goes back in time, else 1."""
        return -1 if self.nanoseconds < 0 else 1

    @property
    def days(self) -> int:
        """The whole days, towards zero."""
        return self.sign * (abs(self.nanoseconds) // DAY)

    @property
    def hours(self) -> int:
        """The hours beyond the whole days."""
        return self.sign * (abs(self.nanoseconds) % DAY // HOUR)

    @property
    def minutes(self) -> int:
        """The minutes beyond the whole hours."""
        return self.sign * (abs(self.nanoseconds) % HOUR // MINUTE)

    @property
    def rest(self) -> int:
        """The nanoseconds beyond the whole minutes."""
        return self.sign * (abs(self.nanoseconds) % MINUTE)


@dataclass(frozen=True, slots=True, order=True)
class YearsDuration:
    """A years and months duration, in months."""

    total_months: int

    @property
    def sign(self) -> int:
        """-1 when it goes back in time, else 1."""
        return -1 if self.total_months < 0 else 1

    @property
    def years(self) -> int:
        """The whole years, towards zero."""
        return self.sign * (abs(self.total_months) // 12)

    @property
    def months(self) -> int:
        """The months beyond the whole years."""
        return self.sign * (abs(self.total_months) % 12)

"""Writing lines for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from kene.journal import api as journal

AT_ONCE = 300
NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)


def entry(number: int) -> journal.Entry:
    """The line that the tests write at that place."""
    return journal.Entry("applicant", "opened", f"ML{number:06d}", "naissance@2026.1")


def write(count: int, first: int = 0) -> None:
    """Append that many lines, a second apart, in transactions of a few hundred: PostgreSQL looks
    through all versions of the journal's end that one transaction made."""
    for start in range(first, first + count, AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(start + AT_ONCE, first + count)):
                journal.append(entry(number), NOW + timedelta(seconds=number))


def faults() -> list[tuple[str, int]]:
    """The kind and the place of each fault that is found."""
    found = journal.verify()
    assert isinstance(found, tuple), found
    return [(fault.kind, fault.index) for fault in found]

"""Keys of drafts: one for each day, so that a hop costs no key, and an old draft opens no more.

Only the newest day's key is held in memory: a key that was destroyed is gone from every process, a
day later at most.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from kene.privacy import keyring
from kene.privacy.keyring import OWN, Destroyed, Erased, Keyring
from kene.privacy.models import Key

PURPOSE: Final = "draft"
_PREFIX: Final = f"{OWN}draft/"
_newest: dict[date, Keyring] = {}


def seal(day: date, data: bytes, context: bytes) -> bytes:
    """A draft sealed with the key of its day, which is made at its first use.

    Raises Erased when that day's key was destroyed.
    """
    ring = _newest.get(day)
    if ring is None:
        ring = keyring.make(_subject(day), {PURPOSE: None}, datetime.combine(day, time(), UTC))
        _hold(day, ring)
    return ring.seal(PURPOSE, data, context)


def unseal(day: date, sealed: bytes, context: bytes) -> bytes:
    """The draft. Raises Erased when its day's key was destroyed, or Tampered."""
    ring = _newest.get(day) or keyring.of(_subject(day))
    if PURPOSE not in ring:
        raise Erased(ring.subject)
    return ring.unseal(PURPOSE, sealed, context)


def expire(before: date) -> Destroyed:
    """Destroy the keys of days before that one."""
    for day in [day for day in list(_newest) if day < before]:
        _newest.pop(day, None)
    rows = Key.objects.filter(subject__startswith=_PREFIX, subject__lt=_subject(before))
    return keyring.destroy(rows.exclude(wrapped=keyring.DESTROYED))


def forget() -> None:
    """Read the keys again at the next use: in tests."""
    _newest.clear()


def _hold(day: date, ring: Keyring) -> None:
    for held in list(_newest):
        if held > day:
            return
        _newest.pop(held, None)
    _newest[day] = ring


def _subject(day: date) -> str:
    return f"{_PREFIX}{day.isoformat()}"

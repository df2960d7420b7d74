"""Keys of drafts: one for each day, so that a hop costs no key, and old drafts open no more."""

from __future__ import annotations

import threading
from datetime import date
from typing import Final

from django.db import IntegrityError

from kene.privacy import keyring
from kene.privacy.keyring import Keyring
from kene.privacy.models import Key
from kene.privacy.routing import KEYS

PURPOSE: Final = "draft"
_days: dict[date, Keyring] = {}
_lock: Final = threading.Lock()


def seal(day: date, data: bytes, context: bytes) -> bytes:
    """A draft sealed with the key of its day, which is made at its first use."""
    return _ring(day, make=True).seal(PURPOSE, data, context)


def unseal(day: date, sealed: bytes, context: bytes) -> bytes:
    """The draft. Raises Erased when its day's key was destroyed, or Tampered."""
    return _ring(day, make=False).unseal(PURPOSE, sealed, context)


def expire(before: date) -> int:
    """Destroy the keys of days before that one; how many there were."""
    limit = _subject(before)
    with _lock:
        for day in [day for day in _days if day < before]:
            del _days[day]
    count, _ = Key.objects.filter(purpose=PURPOSE, subject__lt=limit).delete()
    if count:
        keyring.scrub()
    return count


def _ring(day: date, *, make: bool) -> Keyring:
    found = _days.get(day)
    if found is None:
        with _lock:
            found = _days.get(day) or _read(day, make=make)
            if PURPOSE in found:
                _days[day] = found
    return found


def _read(day: date, *, make: bool) -> Keyring:
    subject = _subject(day)
    if make and not Key.objects.using(KEYS).filter(subject=subject).exists():
        try:
            return keyring.make(subject, {PURPOSE: None})
        except IntegrityError:  # another process was first
            return keyring.of(subject)
    return keyring.of(subject)


def _subject(day: date) -> str:
    return f"draft/{day.isoformat()}"

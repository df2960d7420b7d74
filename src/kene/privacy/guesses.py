"""Guessing a secret is slowed: five tries in a row, then a wait that doubles each time.

A guess is counted before it is judged, so that many at once gain nothing. The wait ends at an hour:
a code of six digits still resists for decades, and its owner, whom somebody else's guesses keep out
too, waits an hour at most.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kene.privacy.digests import mac
from kene.privacy.models import Guess

FREE: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
FORGOTTEN: Final = timedelta(days=2)


def attempt(secret: str, now: datetime) -> bool:
    """Count a guess of that secret (an identifier of it); False when it is not to be heard now.

    Call it before looking at what was guessed, outside a transaction that may be undone; say
    `succeeded` when it was right.
    """
    with transaction.atomic(durable=True):
        guess, _ = Guess.objects.select_for_update().get_or_create(
            key=_key(secret), defaults={"last": now, "next": now}
        )
        if now < guess.next:
            return False
        if now - guess.last > FORGOTTEN:
            guess.count = 0
        guess.count += 1
        guess.last, guess.next = now, now + _wait(guess.count)
        guess.save()
    return True


def succeeded(secret: str) -> None:
    """Forget the guesses of that secret: the last one was right."""
    Guess.objects.filter(key=_key(secret)).delete()


def expire(now: datetime) -> int:
    """Forget what was guessed long ago; how many secrets there were."""
    count, _ = Guess.objects.filter(last__lt=now - FORGOTTEN).delete()
    return count


def _wait(count: int) -> timedelta:
    if count < FREE:
        return timedelta()
    return min(FIRST_WAIT * int(2 ** min(count - FREE, 10)), LONGEST_WAIT)


def _key(secret: str) -> bytes:
    return mac("guess", secret.encode())

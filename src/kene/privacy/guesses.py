"""Guessing a secret is slowed: five wrong tries in a row, then a wait that doubles each time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from kene.privacy import node
from kene.privacy.models import Guess

FREE: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=24)
FORGOTTEN: Final = timedelta(days=2)


def allowed(secret: str, now: datetime) -> bool:
    """Whether a guess of that secret (an identifier of it) is heard now."""
    return not Guess.objects.filter(key=_key(secret), next__gt=now).exists()


def failed(secret: str, now: datetime) -> None:
    """Count a wrong guess; from the fifth one on, the next is heard later and later."""
    guess, made = Guess.objects.get_or_create(key=_key(secret), defaults={"count": 1, "next": now})
    if made:
        return
    Guess.objects.filter(pk=guess.pk).update(count=F("count") + 1)
    guess.refresh_from_db()
    if guess.count >= FREE:
        wait = FIRST_WAIT * 2 ** min(guess.count - FREE, 16)
        guess.next = now + min(wait, LONGEST_WAIT)
        guess.save(update_fields=["next"])


def succeeded(secret: str) -> None:
    """Forget the wrong guesses of that secret."""
    Guess.objects.filter(key=_key(secret)).delete()


def expire(now: datetime) -> int:
    """Forget what was guessed long ago; how many secrets there were."""
    count, _ = Guess.objects.filter(next__lt=now - FORGOTTEN).delete()
    return count


def _key(secret: str) -> bytes:
    return node.mac("guess", secret.encode())

"""Who does not want optional messages."""

from __future__ import annotations

from datetime import datetime

from kene.channels.sms.models import Silence
from kene.intake import api as intake


def keep(address: str, now: datetime) -> None:
    """Remember that this number (E.164) sent STOP."""
    Silence.objects.get_or_create(person=intake.person_of(address), defaults={"at": now})


def lift(address: str) -> None:
    """Forget it: they want them again."""
    Silence.objects.filter(person=intake.person_of(address)).delete()


def is_kept(address: str) -> bool:
    """Whether this number sent STOP."""
    return Silence.objects.filter(person=intake.person_of(address)).exists()

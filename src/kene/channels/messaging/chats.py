"""Where people are in chats: the last chat of a telephone, and the telephones that were shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kene.channels.messaging.models import Chat, Contact, Photo
from kene.core.conversation.visit import Visit
from kene.intake import api as intake
from kene.privacy import api as privacy

WINDOW: Final = timedelta(hours=23)
"""For a day after a person wrote, WhatsApp takes any text for them; later, templates that it
approved alone. An hour is left for what waits."""


def note(address: str, channel: str, chat: str, now: datetime) -> None:
    """Remember in which chat somebody wrote last."""
    person, day = intake.person_of(address), now.date()
    sealed = privacy.seal_draft(day, f"{channel}\n{chat}".encode(), person)
    told = {"day": day, "at": now, "sealed": sealed}
    Chat.objects.update_or_create(person=person, defaults=told)


def recent(address: str, now: datetime) -> tuple[str, str] | None:
    """The platform and the chat in which somebody wrote a short time ago, if they did."""
    person = intake.person_of(address)
    row = Chat.objects.filter(person=person, at__gt=now - WINDOW).first()
    opened = _opened(row, person)
    if not opened:
        return None
    channel, _, chat = opened.partition("\n")
    return channel, chat


def share(who: str, phone: str, now: datetime) -> None:
    """Know somebody by a telephone (E.164) from now on; what they have under way goes with them.

    What that telephone has under way itself, from any channel, comes before it.
    """
    person, day = intake.person_of(who), now.date()
    sealed = privacy.seal_draft(day, phone.encode(), person)
    with transaction.atomic():
        Contact.objects.update_or_create(person=person, defaults={"day": day, "sealed": sealed})
        mine = intake.look(person)
        intake.change(intake.person_of(phone), lambda kept: (_joined(kept, mine), None), now)
        intake.forget(person)


def address_of(who: str) -> str:
    """The telephone that somebody shared, or else what they are called."""
    person = intake.person_of(who)
    return _opened(Contact.objects.filter(person=person).first(), person) or who


def expire(before: date) -> None:
    """Delete what was kept of chats on days before that one."""
    for model in (Chat, Contact, Photo):
        model.objects.filter(day__lt=before).delete()


def _joined(kept: intake.Kept, mine: intake.Kept) -> intake.Kept:
    if kept.visit.conversation is not None or mine == intake.Kept():
        return kept
    past = kept
    for seen in mine.past:
        past = past.remembering(seen)
    visit: Visit = mine.visit
    return replace(mine, visit=visit, past=past.past, recent=mine.recent or kept.recent)


def _opened(row: Chat | Contact | None, person: bytes) -> str:
    """What a row holds; "" where there is none, or its day's key was destroyed."""
    if row is None:
        return ""
    try:
        return privacy.unseal_draft(row.day, bytes(row.sealed), person).decode()
    except privacy.Erased:
        return ""

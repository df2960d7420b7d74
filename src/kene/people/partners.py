"""Partners: other administrations, whose own software sends requests through the API.

A partner has a key, which is shown once and of which a digest alone is kept; the services that it
may send requests to; and how many of its requests are heard a minute, by all processes together.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from kene.journal import api as journal
from kene.people.accounts import AlreadyThere
from kene.people.models import Partner
from kene.privacy import api as privacy

RATE: Final = 60
"""Requests that a partner may make a minute, unless told otherwise."""
MINUTE: Final = timedelta(minutes=1)
_OCTETS: Final = 32


class NoPartner(LookupError):
    """No partner has that name, or that key, or it is closed."""


class TooOften(Exception):
    """A partner asks more often than it may: `seconds` until it is heard again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def add_partner(partner: Partner, now: datetime, by: str = "node") -> str:
    """Keep an unsaved partner; its key, which nothing can show again.

    Raises AlreadyThere, or Django's ValidationError for a name that will not do.
    """
    partner.created = now
    partner.clean_fields(exclude=["digest", "closed", "minute"])
    with transaction.atomic():
        if Partner.objects.filter(name=partner.name).exists():
            raise AlreadyThere(partner.name)
        secret = _renewed(partner)
        partner.save(force_insert=True)
        _journal(by, "partner-added", partner.name, now)
    return secret


def renew_partner(name: str, now: datetime, by: str = "node") -> str:
    """Another key for a partner, open again if it was closed; the one before is worth nothing more.

    Raises NoPartner.
    """
    with transaction.atomic():
        partner = _found(name)
        secret = _renewed(partner)
        partner.closed = None
        partner.save(update_fields=["digest", "closed"])
        _journal(by, "partner-renewed", name, now)
    return secret


def close_partner(name: str, now: datetime, by: str = "node") -> None:
    """Hear a partner no more. Raises NoPartner."""
    with transaction.atomic():
        partner = _found(name)
        partner.closed = now
        partner.save(update_fields=["closed"])
        _journal(by, "partner-closed", name, now)


def partner_of(key: str, now: datetime) -> Partner:
    """The partner whose key that is, with one more of its requests counted.

    Raises NoPartner, or TooOften.
    """
    name, _, secret = key.rpartition(".")
    partner = Partner.objects.filter(name=name, closed=None).first()
    digest = bytes(partner.digest) if partner else b""
    if partner is None or not hmac.compare_digest(_digest(name, secret), digest):
        raise NoPartner(name)
    _count(partner, now)
    return partner


def _count(partner: Partner, now: datetime) -> None:
    minute = now.replace(second=0, microsecond=0)
    mine = Partner.objects.filter(pk=partner.pk)
    mine.exclude(minute=minute).update(minute=minute, used=0)
    if not mine.filter(minute=minute, used__lt=F("rate")).update(used=F("used") + 1):
        raise TooOften(int((minute + MINUTE - now).total_seconds()) + 1)


def _found(name: str) -> Partner:
    try:
        return Partner.objects.select_for_update().get(name=name)
    except Partner.DoesNotExist as error:
        raise NoPartner(name) from error


def _renewed(partner: Partner) -> str:
    """A new key of a partner, which is to be saved."""
    secret = secrets.token_urlsafe(_OCTETS)
    partner.digest = _digest(partner.name, secret)
    return f"{partner.name}.{secret}"


def _digest(name: str, secret: str) -> bytes:
    return privacy.secret_digest(f"partner/{name}", secret)


def _journal(by: str, what: str, name: str, now: datetime) -> None:
    journal.append(journal.Entry(who=by, what=what, about=name), now)

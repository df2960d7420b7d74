"""Values sealed with a random key per subject and purpose (AES-256-GCM).

Destroying the key destroys the values, wherever their octets were copied. Keys are committed before
what they seal: a key without values is harmless, values without their key are lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction

from kene.privacy import node
from kene.privacy.models import Key
from kene.privacy.routing import KEYS

NONCE: Final = 12
_TRIES: Final = 50


class Erased(LookupError):
    """The key was destroyed: what it sealed cannot be read, for good."""


class Tampered(ValueError):
    """Sealed octets that are not what was sealed, or not where it was sealed."""


class Keyring:
    """The keys of one subject, by purpose, as they were when it was read."""

    def __init__(self, subject: str, keys: Mapping[str, bytes]) -> None:
        self.subject = subject
        self._keys = {purpose: AESGCM(key) for purpose, key in keys.items()}

    def __contains__(self, purpose: str) -> bool:
        return purpose in self._keys

    def seal(self, purpose: str, data: bytes, context: bytes) -> bytes:
        """The data sealed; it opens only with the same subject, purpose and context.

        Raises Erased.
        """
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._key(purpose).encrypt(nonce, data, self._bound(purpose, context))

    def unseal(self, purpose: str, sealed: bytes, context: bytes) -> bytes:
        """The data that was sealed. Raises Erased or Tampered."""
        key = self._key(purpose)
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], self._bound(purpose, context))
        except (InvalidTag, ValueError) as error:
            raise Tampered(self.subject) from error

    def _key(self, purpose: str) -> AESGCM:
        if purpose not in self._keys:
            raise Erased(f"{self.subject} {purpose}")
        return self._keys[purpose]

    def _bound(self, purpose: str, context: bytes) -> bytes:
        return f"{self.subject}\0{purpose}\0".encode() + context


def make(subject: str, purposes: Mapping[str, date | None]) -> Keyring:
    """New keys for a subject, on the disk when this returns.

    Each purpose comes with the day until which its key is kept, or None while it is not known.
    """
    keys = {purpose: secrets.token_bytes(node.OCTETS) for purpose in purposes}
    with transaction.atomic(using=KEYS):
        Key.objects.using(KEYS).bulk_create(
            Key(subject=subject, purpose=p, wrapped=_wrap(subject, p, key), until=purposes[p])
            for p, key in keys.items()
        )
    return Keyring(subject, keys)


def of(subject: str) -> Keyring:
    """The keys that a subject still has."""
    rows = Key.objects.filter(subject=subject).values_list("purpose", "wrapped")
    return Keyring(subject, {p: _unwrap(subject, p, bytes(wrapped)) for p, wrapped in rows})


def keep(subject: str, until: Mapping[str, date]) -> None:
    """Say until which day each purpose's key is kept."""
    with transaction.atomic(using=KEYS):
        for purpose, day in until.items():
            Key.objects.filter(subject=subject, purpose=purpose).update(until=day)


def erase(subject: str, purposes: Iterable[str] | None = None) -> int:
    """Destroy keys of a subject, all of them unless told which; how many there were."""
    rows = Key.objects.filter(subject=subject)
    if purposes is not None:
        rows = rows.filter(purpose__in=list(purposes))
    count, _ = rows.delete()
    scrub()
    return count


def expire(today: date) -> int:
    """Destroy the keys whose time has passed; how many there were."""
    count, _ = Key.objects.filter(until__lt=today).delete()
    if count:
        scrub()
    return count


def scrub() -> None:
    """Leave no trace of a deleted key in SQLite's files.

    The page is overwritten with zeros (`secure_delete`), but its old copy stays in the write-ahead
    log until that is emptied. Raises RuntimeError when a reader holds the log for too long. On
    PostgreSQL a deleted row stays in its page until vacuum and in the archived log: keep those
    shorter than you promise (docs/explanation).
    """
    connection = connections[KEYS]
    if connection.vendor != "sqlite":
        return
    for _ in range(_TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        if not busy:
            return
    raise RuntimeError("the write-ahead log of the keys is in use: erase again")


def rewrap(old: bytes) -> int:
    """Wrap every key anew with the node's present key, from the derived wrapping key before it."""
    with transaction.atomic(using=KEYS):
        rows = list(Key.objects.select_for_update())
        for row in rows:
            key = _open(old, row.subject, row.purpose, bytes(row.wrapped))
            row.wrapped = _wrap(row.subject, row.purpose, key)
        Key.objects.bulk_update(rows, ["wrapped"], batch_size=500)
    scrub()
    return len(rows)


def _wrap(subject: str, purpose: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    bound = f"{subject}\0{purpose}".encode()
    return nonce + AESGCM(node.derived("wrap")).encrypt(nonce, key, bound)


def _unwrap(subject: str, purpose: str, wrapped: bytes) -> bytes:
    return _open(node.derived("wrap"), subject, purpose, wrapped)


def _open(wrapping: bytes, subject: str, purpose: str, wrapped: bytes) -> bytes:
    try:
        bound = f"{subject}\0{purpose}".encode()
        return AESGCM(wrapping).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
    except InvalidTag as error:
        raise Tampered(f"{subject} {purpose}: another node's key?") from error

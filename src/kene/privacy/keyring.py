"""Values sealed with a random key per subject and purpose (AES-256-GCM).

Destroying the key destroys the values, wherever their octets were copied. Keys are committed before
what they seal: a key without values is harmless and swept, values without their key are lost. They
are read at each use, so that what one process destroyed no other can open.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import QuerySet

from kene import sql
from kene.privacy import node, traces
from kene.privacy.models import Key
from kene.privacy.routing import KEYS

NONCE: Final = 12
# Plain, because it is on the path of every confirmed conversation.
_INSERT: Final = (
    "INSERT INTO kene_privacy_key (subject, purpose, wrapped, made, until)"
    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
OWN: Final = "@"
"""How the subjects begin that are privacy's own; they are never swept."""
DESTROYED: Final = bytes(node.WRAPPED)
"""What stands in place of a destroyed key."""
_BATCH: Final = 500
_T = TypeVar("_T")


class Erased(LookupError):
    """The key was destroyed: what it sealed cannot be read, for good."""


class NoKey(RuntimeError):
    """There never was such a key here: is this the keys' database that goes with the data?"""


class Tampered(ValueError):
    """Sealed octets that are not what was sealed, or not where it was sealed."""


@dataclass(frozen=True, slots=True)
class Destroyed:
    """Keys destroyed for good, as (subject, purpose).

    `traces` says that a wrapped copy of one may still be on the disk. Nobody opens it without the
    node's key, nor anybody at all once that is rotated.
    """

    keys: tuple[tuple[str, str], ...]
    traces: bool


class Keyring:
    """The keys of one subject, by purpose, as they were when it was read. Hold it for a moment."""

    def __init__(self, subject: str, keys: Mapping[str, bytes], erased: Iterable[str] = ()) -> None:
        self.subject = subject
        self.erased = frozenset(erased)
        self._keys = {purpose: AESGCM(key) for purpose, key in keys.items()}

    def __contains__(self, purpose: str) -> bool:
        return purpose in self._keys

    def seal(self, purpose: str, data: bytes, context: bytes) -> bytes:
        """The data sealed, 28 octets longer.

        It opens only with the same subject, purpose and context. Raises Erased or NoKey.
        """
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._key(purpose).encrypt(nonce, data, self._bound(purpose, context))

    def unseal(self, purpose: str, sealed: bytes, context: bytes) -> bytes:
        """The data that was sealed. Raises Erased, NoKey or Tampered."""
        key = self._key(purpose)
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], self._bound(purpose, context))
        except (InvalidTag, ValueError) as error:
            raise Tampered(self.subject) from error

    def _key(self, purpose: str) -> AESGCM:
        if purpose in self._keys:
            return self._keys[purpose]
        raise (Erased if purpose in self.erased else NoKey)(f"{self.subject} {purpose}")

    def _bound(self, purpose: str, context: bytes) -> bytes:
        return _name(self.subject, purpose) + b"\0" + context


@dataclass(frozen=True, slots=True)
class Fresh:
    """Keys that were drawn for a subject and are not on the disk yet, with how long each is kept:
    through that day; None: that is not known yet."""

    ring: Keyring
    keys: Mapping[str, bytes]
    until: Mapping[str, date | None]


def draw(subject: str, retentions: Mapping[str, date | None]) -> Fresh:
    """Keys for the purposes of a subject, to be stored before what they seal."""
    keys = {purpose: secrets.token_bytes(node.OCTETS) for purpose in retentions}
    return Fresh(Keyring(subject, keys), keys, retentions)


def store(fresh: Sequence[Fresh], now: datetime) -> bool:
    """Store keys that were drawn: they are on the disk when this returns, unless in a transaction.

    False when one of the subjects had such a key already, which stays as it is: then none of these
    may seal anything.
    """
    with transaction.atomic(using=KEYS, savepoint=False):
        traces.lock("write")
        # Wrapped under the lock: a rotation that began before has its next key by now.
        rows = [row for each in fresh for row in _rows(each, now)]
        return sql.run_each(_INSERT, rows, KEYS) == len(rows)


def make(subject: str, retentions: Mapping[str, date | None], now: datetime) -> Keyring:
    """Keys for the purposes of a subject, on the disk when this returns.

    Each is kept through the day given with its purpose; None: that is not known yet. Those that the
    subject has already stay as they are. Raises Erased when one of them was destroyed.
    """
    fresh = draw(subject, retentions)
    if store([fresh], now):
        return fresh.ring
    ring = of(subject)
    for purpose in ring.erased.intersection(retentions):
        raise Erased(f"{subject} {purpose}")
    return ring


def of(subject: str) -> Keyring:
    """The keys of a subject."""
    keys, erased = {}, []
    rows = Key.objects.filter(subject=subject).values_list("purpose", "wrapped")
    for purpose, stored in rows:
        wrapped = bytes(stored)
        if wrapped == DESTROYED:
            erased.append(purpose)
        else:
            keys[purpose] = _open(subject, purpose, wrapped)
    return Keyring(subject, keys, erased)


def own(purpose: str, now: datetime) -> bytes:
    """A secret of 32 octets that is the node's own, made at its first use; never destroyed."""
    subject = f"{OWN}node"
    rows = Key.objects.filter(subject=subject, purpose=purpose)
    if not rows.exists():
        make(subject, {purpose: None}, now)
    return _open(subject, purpose, bytes(rows.get().wrapped))


def keep(subject: str, until: Mapping[str, date | None]) -> None:
    """Say until which day, itself included, each purpose's key is kept; None for no day yet."""
    with transaction.atomic(using=KEYS):
        for purpose, day in until.items():
            _living().filter(subject=subject, purpose=purpose).update(until=day)


def erase(subject: str, purposes: Iterable[str] | None = None) -> Destroyed:
    """Destroy keys of a subject, all of them unless told which. Repeating it is harmless.

    It can't be undone and waits for no transaction of the data: call it once the fact that calls
    for it is committed. Raises ValueError for a subject that is the node's own.
    """
    if subject.startswith(OWN):
        raise ValueError(f"{subject} is the node's own")
    rows = _living().filter(subject=subject)
    return destroy(rows if purposes is None else rows.filter(purpose__in=list(purposes)))


def expire(today: date) -> Destroyed:
    """Destroy the keys whose last day has passed."""
    return destroy(_living().filter(until__lt=today))


def sweep(
    since: datetime, before: datetime, existing: Callable[[Collection[str]], Collection[str]]
) -> Destroyed:
    """Destroy the keys made between these times for data that never came.

    `existing` is given some subjects, and answers which of them have data. Leave it an hour: a
    transaction may still be about to commit the data.
    """
    rows = _living().filter(made__gte=since, made__lt=before).exclude(subject__startswith=OWN)
    subjects = list(rows.order_by("subject").values_list("subject", flat=True).distinct())
    orphans = [
        each for some in _batches(subjects) for each in sorted(set(some).difference(existing(some)))
    ]
    gone = [destroy(_living().filter(subject__in=some)) for some in _batches(orphans)]
    keys = tuple(key for each in gone for key in each.keys)
    return Destroyed(keys, any(each.traces for each in gone))


def destroy(rows: QuerySet[Key]) -> Destroyed:
    """Overwrite those keys with zeros, and wipe what is left of them."""
    with transaction.atomic(using=KEYS, durable=True):
        found = list(rows.select_for_update().values_list("pk", "subject", "purpose"))
        for some in _batches(found):
            pks = [pk for pk, *_ in some]
            Key.objects.filter(pk__in=pks).update(wrapped=DESTROYED, until=None)
    left = bool(found) and not traces.scrub()
    return Destroyed(tuple((subject, purpose) for _, subject, purpose in found), left)


def rotate() -> int:
    """Wrap every key anew with a new node's key, then destroy the old one; how many keys.

    It may run while others work, and be run again when it was cut short. Backups of the keys made
    before it open only with a backup of the old node's key. Raises NoNodeKey.
    """
    with transaction.atomic(using=KEYS, durable=True):
        traces.lock("refuse writers")
        node.begin_rotation()
    count, last = 0, 0
    while pks := list(
        _living().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    ):
        with transaction.atomic(using=KEYS, durable=True):
            for row in _living().filter(pk__in=pks).select_for_update():
                _rewrap(row)
                count += 1
        last = pks[-1]
    traces.scrub()
    node.finish_rotation()
    return count


def _rewrap(row: Key) -> None:
    name, wrapped = _name(row.subject, row.purpose), bytes(row.wrapped)
    if not node.newest_opens(wrapped, name):
        (row.wrapped,) = node.wrap([(_open(row.subject, row.purpose, wrapped), name)])
        row.save(update_fields=["wrapped"])


def _living() -> QuerySet[Key]:
    return Key.objects.exclude(wrapped=DESTROYED)


def _batches(items: Sequence[_T]) -> list[Sequence[_T]]:
    return [items[at : at + _BATCH] for at in range(0, len(items), _BATCH)]


def _rows(fresh: Fresh, now: datetime) -> list[tuple[Any, ...]]:
    subject, made = fresh.ring.subject, sql.adapted(now, KEYS)
    wrapped = node.wrap([(key, _name(subject, purpose)) for purpose, key in fresh.keys.items()])
    return [
        (subject, purpose, sealed, made, sql.adapted(fresh.until[purpose], KEYS))
        for purpose, sealed in zip(fresh.keys, wrapped, strict=True)
    ]


def _open(subject: str, purpose: str, wrapped: bytes) -> bytes:
    try:
        return node.unwrap(wrapped, _name(subject, purpose))
    except node.NotOurs as error:
        raise Tampered(f"{subject} {purpose}: another node's key?") from error


def _name(subject: str, purpose: str) -> bytes:
    return f"{subject}\0{purpose}".encode()

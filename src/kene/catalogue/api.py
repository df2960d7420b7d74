"""The door of this room: publishing a pack, and finding the services that are served."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from kene.catalogue.models import Offer, Publication
from kene.catalogue.packing import NotAPack, packed, read_folder, unpacked
from kene.core.services import Service, load
from kene.journal import api as journal

__all__ = [
    "NotAPack",
    "SameVersion",
    "Unknown",
    "Version",
    "find",
    "home",
    "named",
    "offered",
    "publish",
    "publish_folder",
    "read_folder",
    "service",
    "unchanged",
    "version",
    "versions",
]

_FRESH: Final = 5.0
"""Seconds for which a process trusts its list of services: another may publish meanwhile."""


_DIGEST: Final = re.compile("[0-9a-f]{8,64}")
"""Enough of a digest to tell one version from others."""


class Unknown(LookupError):
    """No service was published under that name or digest."""


class SameVersion(Exception):
    """The pack differs from what was published under its version: people could not tell them apart.

    The text is the name and version.
    """


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a service as it was published; `offered` to new conversations, or not."""

    name: str
    version: str
    digest: str
    at: datetime
    offered: bool

    @property
    def reference(self) -> str:
        """`naissance@2026.1`: the name and version that people read."""
        return f"{self.name}@{self.version}"


class _Offered:
    """This process's list of services, read again when it is stale."""

    def __init__(self) -> None:
        self.services: tuple[Service, ...] = ()
        self.read = -_FRESH

    def now(self) -> tuple[Service, ...]:
        if time.monotonic() - self.read >= _FRESH:
            digests = Offer.objects.values_list("publication_id", flat=True)
            self.services = tuple(service(digest) for digest in digests)
            self.read = time.monotonic()
        return self.services

    def forget(self) -> None:
        self.read = -_FRESH


_offered = _Offered()


def unchanged(read: Service) -> None:
    """Check that the version of a pack was not published with another content.

    Raises SameVersion.
    """
    same = Publication.objects.filter(name=read.name, version=read.version)
    if same.exclude(digest=read.digest).exists():
        raise SameVersion(read.reference)


def publish(
    files: Mapping[str, bytes], now: datetime, *, by: str = "", trial: bool = False
) -> Service:
    """Freeze a pack under its digest and serve it to new conversations.

    Publishing the same pack again changes nothing. Raises Mistakes when it has any, and SameVersion
    for other content under a version that was published; a `trial` may have it. What somebody
    publishes (`by`, an agent or the node) is journaled when it is served from then on.
    """
    pack = packed(files)
    read = _read(pack)
    with transaction.atomic():
        if not trial:
            unchanged(read)
        Publication.objects.get_or_create(
            digest=read.digest,
            defaults={
                "name": read.name,
                "version": read.version,
                "at": now,
                "pack": pack,
            },
        )
        if by and not Offer.objects.filter(name=read.name, publication_id=read.digest).exists():
            journal.append(journal.Entry(by, "published", read.name, read.digest), now)
        last = Offer.objects.count()
        Offer.objects.update_or_create(
            name=read.name,
            defaults={"publication_id": read.digest},
            create_defaults={"publication_id": read.digest, "position": last},
        )
    _offered.forget()  # whoever publishes in a transaction of theirs sees it there already
    transaction.on_commit(_offered.forget)
    return read


def publish_folder(folder: Path, now: datetime, *, trial: bool = False) -> Service:
    """Publish the pack in a folder. Raises NotAPack, Mistakes or SameVersion."""
    return publish(read_folder(folder), now, trial=trial)


def offered() -> tuple[Service, ...]:
    """The services open to new conversations, in the order of lists."""
    return _offered.now()


def home() -> str:
    """The country of this node (`KENE_COUNTRY`)."""
    country: str = settings.KENE.country
    return country


def named(name: str) -> Service:
    """The version of a service that is offered now. Raises Unknown."""
    for each in offered():
        if each.name == name:
            return each
    raise Unknown(name)


@lru_cache(maxsize=256)
def _read(pack: bytes) -> Service:
    """The service of a pack that `packed` kept. Raises Mistakes."""
    return load(unpacked(pack))


@lru_cache(maxsize=256)
def service(digest: str) -> Service:
    """The version of a service that has this digest, offered or not. Raises Unknown."""
    try:
        archive = Publication.objects.values_list("pack", flat=True).get(digest=digest)
    except Publication.DoesNotExist as error:
        raise Unknown(digest) from error
    return _read(bytes(archive))


def versions(name: str) -> tuple[Version, ...]:
    """Every version of a service that was published, the latest first."""
    offer = Offer.objects.filter(name=name).values_list("publication_id", flat=True).first()
    rows = Publication.objects.filter(name=name).order_by("-at").defer("pack")
    return tuple(
        Version(row.name, row.version, row.digest, row.at, row.digest == offer) for row in rows
    )


def find(reference: str) -> Service:
    """The service that a reference names: `naissance@2026.1`, `naissance` for the one offered, or
    the beginning of a digest. Raises Unknown."""
    name, sign, number = reference.partition("@")
    if sign:
        return version(name, number)
    if _DIGEST.fullmatch(reference):
        found = Publication.objects.filter(digest__startswith=reference)
        digests = found.values_list("digest", flat=True)[:2]
        if len(digests) == 1:
            return service(digests[0])
    return named(reference)


def version(name: str, version: str) -> Service:
    """The service of that name and version that was published last. Raises Unknown."""
    found = Publication.objects.filter(name=name, version=version).order_by("-at")
    digest = found.values_list("digest", flat=True).first()
    if digest is None:
        raise Unknown(f"{name}@{version}")
    return service(digest)

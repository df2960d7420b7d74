"""The door of this room: publishing a pack, and finding the services that are served."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db import transaction

from kene.catalogue.models import Offer, Publication
from kene.catalogue.packing import NotAPack, packed, read_folder, unpacked
from kene.core.services import Service, load

__all__ = [
    "NotAPack",
    "Unknown",
    "home",
    "named",
    "offered",
    "publish",
    "publish_folder",
    "read_folder",
    "service",
    "version",
]

USUAL: Final = "ml"
_FRESH: Final = 5.0
"""Seconds for which a process trusts its list of services: another may publish meanwhile."""


class Unknown(LookupError):
    """No service was published under that name or digest."""


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


def publish(files: Mapping[str, bytes], now: datetime) -> Service:
    """Freeze a pack under its digest and serve it to new conversations.

    Publishing the same pack again changes nothing. Raises Mistakes when it has any.
    """
    read = load(files)
    with transaction.atomic():
        Publication.objects.get_or_create(
            digest=read.digest,
            defaults={
                "name": read.name,
                "version": read.version,
                "at": now,
                "pack": packed(files),
            },
        )
        last = Offer.objects.count()
        Offer.objects.update_or_create(
            name=read.name,
            defaults={"publication_id": read.digest},
            create_defaults={"publication_id": read.digest, "position": last},
        )
    transaction.on_commit(_offered.forget)
    return read


def publish_folder(folder: Path, now: datetime) -> Service:
    """Publish the pack in a folder. Raises NotAPack or Mistakes."""
    return publish(read_folder(folder), now)


def offered() -> tuple[Service, ...]:
    """The services open to new conversations, in the order of lists."""
    return _offered.now()


def home() -> str:
    """The country of this node: that of the first service offered; Mali's while none is."""
    return next((each.country for each in offered()), USUAL)


def named(name: str) -> Service:
    """The version of a service that is offered now. Raises Unknown."""
    for each in offered():
        if each.name == name:
            return each
    raise Unknown(name)


@lru_cache(maxsize=256)
def service(digest: str) -> Service:
    """The version of a service that has this digest, offered or not. Raises Unknown."""
    try:
        archive = Publication.objects.values_list("pack", flat=True).get(digest=digest)
    except Publication.DoesNotExist as error:
        raise Unknown(digest) from error
    return load(unpacked(bytes(archive)))


def version(name: str, version: str) -> Service:
    """The service of that name and version that was published last. Raises Unknown."""
    found = Publication.objects.filter(name=name, version=version).order_by("-at")
    digest = found.values_list("digest", flat=True).first()
    if digest is None:
        raise Unknown(f"{name}@{version}")
    return service(digest)

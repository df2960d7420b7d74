"""Making a node ready to serve: folders, tables, keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kene.catalogue.packing import bundled, of_country
from kene.core.services import COUNTRIES
from kene.site.safety import Unsafe, check_kept
from kene.site.spoken import said

if TYPE_CHECKING:
    from kene.documents.api import Issuer
    from kene.site.configuration import Configuration


def prepare(now: datetime) -> list[str]:
    """Make folders, tables and keys that are missing; sentences that the operator must read.

    Raises Unsafe where there are data whose keys are lost.
    """
    from django.conf import settings
    from django.core.management import call_command

    from kene.journal import api as journal
    from kene.privacy import api as privacy

    check_kept(settings.KENE)
    if settings.KENE.country not in COUNTRIES:
        known = ", ".join(COUNTRIES)
        raise Unsafe([said("country", country=settings.KENE.country, known=known)])
    _check_spoken(settings.KENE)
    Path(settings.KENE.data).mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", database="keys", verbosity=0, interactive=False)
    key = settings.KENE.node_key_file
    if privacy.is_rooted() and not key.exists():
        raise Unsafe([said("unsafe.key", file=key)])
    if not privacy.is_rooted() and not journal.is_empty():
        raise Unsafe([said("unsafe.keys", file="KENE_KEYS_DATABASE_URL")])
    told: list[str] = []
    if privacy.create_node_key(key):
        told.append(said("key", file=key))
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return [*told, *ready_to_sign(now)]


def _check_spoken(told: Configuration) -> None:
    """Refuse gateways that are not spoken here. Raises Unsafe."""
    from kene.channels.ussd import gateways
    from kene.site import calls

    try:
        gateways.lines(told.ussd, told.code)
    except ValueError as error:
        raise Unsafe([f"KENE_USSD : {error}"]) from error
    lines = list(calls.missing(told))
    if lines:
        raise Unsafe(lines)


def ready_to_sign(now: datetime) -> list[str]:
    """Make the signing keys of the authorities served here; a sentence when any were made."""
    from django.conf import settings

    from kene.documents import api as documents

    made = [issuer.authority for issuer in issuers() if documents.ready(issuer, now)]
    if not made:
        return []
    folder = settings.KENE.data / "keys"
    return [said("signing", authorities=", ".join(made), folder=folder)]


def issuers() -> list[Issuer]:
    """The authorities of the services that are offered, with the names that verifiers show."""
    from kene.catalogue import api as catalogue
    from kene.documents import api as documents

    found: dict[tuple[str, str], Issuer] = {}
    for service in catalogue.offered():
        wording, key = service.wording("fr"), (service.country, service.authority)
        name = wording.say("authority") if wording.has("authority") else service.authority
        found.setdefault(key, documents.Issuer(*key, name))
    return [found[key] for key in sorted(found)]


def bundled_packs(country: str) -> list[Path]:
    """The folders of the services that come with Kene for a country: a service that is of another
    one by its overlay, if it has one."""
    packs = (each.parent for each in sorted(bundled().glob("*/service.yaml")))
    found = (of_country(folder, country) for folder in packs)
    return [folder for folder in found if folder is not None]

"""Making a node ready to serve: safe settings, folders, tables, keys, packs."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command

from kene.catalogue import api as catalogue
from kene.documents import api as documents
from kene.privacy import api as privacy
from kene.site.configuration import Configuration

SHORTEST_SECRET: Final = 32


class Unsafe(RuntimeError):
    """The node would be unsafe: each line says what to set."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def check_safe(told: Configuration) -> None:
    """Refuse settings that no node in service may have. Raises Unsafe with every reason."""
    lines = list(_unsafe(told))
    if lines:
        raise Unsafe(lines)


def prepare(now: datetime) -> list[str]:
    """Make folders, tables and keys that are missing; sentences that the operator must read."""
    Path(settings.KENE.data).mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", database="keys", verbosity=0, interactive=False)
    told: list[str] = []
    if privacy.create_node_key(settings.KENE.node_key_file):
        told.append(
            f"Nouvelle clé du nœud : {settings.KENE.node_key_file}. Sauvegardez ce fichier "
            "à part : sans lui, les données de ce nœud sont illisibles."
        )
    told += _ready_to_sign(now)
    return told


def publish_bundled(now: datetime) -> None:
    """Publish the services that come with Kene."""
    for folder in bundled_packs():
        catalogue.publish_folder(folder, now)
    _ready_to_sign(now)


def bundled_packs() -> list[Path]:
    """The folders of the packs that come with Kene: in the wheel, or in the checkout."""
    inside = Path(str(importlib.resources.files("kene"))) / "packs"
    root = inside if inside.is_dir() else Path(__file__).parents[3] / "packs"
    return sorted(each.parent for each in root.glob("*/service.yaml"))


def _ready_to_sign(now: datetime) -> list[str]:
    issuers = {(each.country, each.authority) for each in catalogue.offered()}
    made = [
        authority
        for country, authority in sorted(issuers)
        if documents.ready(documents.Issuer(country, authority, ""), now)
    ]
    if not made:
        return []
    return [
        f"Nouvelles clés de signature ({', '.join(made)}) dans {settings.KENE.data / 'keys'}. "
        "Sauvegardez ce dossier à part : il fait foi des documents."
    ]


def _unsafe(told: Configuration) -> Iterator[str]:
    if told.debug:
        yield "KENE_DEBUG vaut « yes » : retirez-le, les erreurs montreraient des secrets."
    if told.demo:
        yield "KENE_DEMO vaut « yes » : retirez-le, les comptes d'essai sont connus de tous."
    if len(told.secret) < SHORTEST_SECRET:
        yield f"KENE_SECRET est vide ou court : donnez {SHORTEST_SECRET} caractères au hasard."
    if not told.ussd_token:
        yield "KENE_USSD_TOKEN est vide : chacun parlerait au nom de n'importe quel téléphone."
    if not told.sms_token:
        yield "KENE_SMS_TOKEN est vide : chacun parlerait au nom de n'importe quel téléphone."
    if told.hosts == ("*",):
        yield "KENE_HOSTS vaut « * » : donnez le nom public du nœud."
    if told.database and told.database == told.keys_database:
        yield "KENE_KEYS_DATABASE_URL est la base des données : les clés doivent en être séparées."

"""Making a node ready to serve: folders, tables, keys, and for a demonstration packs and cases.

Run as `python -m kene.site.preparing`, in a process of its own, so that the one that watches over
the node stays small.
"""

from __future__ import annotations

import importlib.resources
import os
import sys
from datetime import UTC, datetime
from pathlib import Path


def prepare(now: datetime) -> list[str]:
    """Make folders, tables and keys that are missing; sentences that the operator must read."""
    from django.conf import settings
    from django.core.management import call_command

    from kene.privacy import api as privacy

    Path(settings.KENE.data).mkdir(parents=True, exist_ok=True, mode=0o700)
    told: list[str] = []
    if privacy.create_node_key(settings.KENE.node_key_file):
        told.append(
            f"Nouvelle clé du nœud : {settings.KENE.node_key_file}. Sauvegardez ce fichier "
            "à part : sans lui, les données de ce nœud sont illisibles."
        )
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", database="keys", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return [*told, *ready_to_sign(now)]


def ready_to_sign(now: datetime) -> list[str]:
    """Make the signing keys of the authorities served here; a sentence when any were made."""
    from django.conf import settings

    from kene.catalogue import api as catalogue
    from kene.documents import api as documents

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


def bundled_packs() -> list[Path]:
    """The folders of the packs that come with Kene: in the wheel, or in the checkout."""
    inside = Path(str(importlib.resources.files("kene"))) / "packs"
    root = inside if inside.is_dir() else Path(__file__).parents[3] / "packs"
    return sorted(each.parent for each in root.glob("*/service.yaml"))


def main(words: list[str]) -> None:
    """Prepare the node that the environment describes; with `demo`, fill it too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    import django

    django.setup()
    for sentence in prepare(datetime.now(UTC)):
        print(sentence, flush=True)
    if "demo" in words:
        from kene.site import stories

        count = stories.fill_once(datetime.now(UTC))
        print(f"{count} demandes d'exemple." if count else "Les demandes d'exemple sont là.")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a node in service must have: refused at its start, with what to set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.site.configuration import Configuration
from kene.site.databases import database

MOST_PROCESSES: Final = 64
SHORTEST_SECRET: Final = 32
LOST_KEY: Final = "La clé du nœud manque ({}) : restaurez-la d'une sauvegarde."
LOST_KEYS: Final = "La base des clés manque ({}) : restaurez-la d'une sauvegarde."


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


def check_kept(told: Configuration) -> None:
    """Refuse data without their keys: a new key would leave them unreadable. Raises Unsafe."""
    lines = list(_lost(told))
    if lines:
        raise Unsafe(lines)


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
    if told.voice and not told.voice_token:
        yield "KENE_VOICE_TOKEN est vide : chacun parlerait au nom de n'importe quel téléphone."
    yield from _unproved(told)
    if not 1 <= told.processes <= MOST_PROCESSES:
        yield f"KENE_PROCESSES vaut {told.processes} : donnez un nombre de 1 à {MOST_PROCESSES}."
    if "*" in told.hosts:
        yield "KENE_HOSTS vaut « * » : donnez le nom public du nœud."
    if told.database and told.database == told.keys_database:
        yield "KENE_KEYS_DATABASE_URL est la base des données : les clés doivent en être séparées."
    yield from _unreadable(told)
    yield from _lost(told)


def _unproved(told: Configuration) -> Iterator[str]:
    """Chats whose webhooks anybody could forge, or that can't be answered."""
    served = {
        "KENE_WHATSAPP_PHONE": (
            told.whatsapp_phone,
            {
                "KENE_WHATSAPP_TOKEN": told.whatsapp_token,
                "KENE_WHATSAPP_SECRET": told.whatsapp_secret,
                "KENE_WHATSAPP_WORD": told.whatsapp_word,
            },
        ),
        "KENE_TELEGRAM_TOKEN": (
            told.telegram_token,
            {"KENE_TELEGRAM_SECRET": told.telegram_secret},
        ),
    }
    for name, (account, needed) in served.items():
        for missing in [each for each, value in needed.items() if account and not value]:
            yield f"{missing} est vide alors que {name} est donné : donnez les deux, ou aucun."


def _unreadable(told: Configuration) -> Iterator[str]:
    addresses = {
        "DATABASE_URL": told.database,
        "KENE_KEYS_DATABASE_URL": told.keys_database,
    }
    for name, url in addresses.items():
        try:
            database(url, told.data)
        except ValueError:
            yield f"{name} n'est pas lisible : donnez postgres://nom:secret@hôte/base, ou rien."


def _lost(told: Configuration) -> Iterator[str]:
    """Data without their keys: a new key made now would leave them unreadable for ever."""
    if told.database or not (told.data / "kene.sqlite3").exists():
        return
    if not told.node_key_file.exists():
        yield LOST_KEY.format(told.node_key_file)
    if not told.keys_database and not (told.data / "keys.sqlite3").exists():
        yield LOST_KEYS.format("keys.sqlite3")

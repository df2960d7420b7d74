"""What a node in service must have: refused at its start, with what to set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.site.configuration import Configuration
from kene.site.databases import database
from kene.site.spoken import said

MOST_PROCESSES: Final = 64
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


def check_kept(told: Configuration) -> None:
    """Refuse data without their keys: a new key would leave them unreadable. Raises Unsafe."""
    lines = list(_lost(told))
    if lines:
        raise Unsafe(lines)


def _unsafe(told: Configuration) -> Iterator[str]:
    if told.debug:
        yield said("unsafe.debug")
    if told.demo:
        yield said("unsafe.demo")
    if len(told.secret) < SHORTEST_SECRET:
        yield said("unsafe.secret", least=SHORTEST_SECRET)
    if not told.ussd_token:
        yield said("unsafe.token", name="KENE_USSD_TOKEN")
    if not told.sms_token:
        yield said("unsafe.token", name="KENE_SMS_TOKEN")
    if told.voice and not told.voice_token:
        yield said("unsafe.token", name="KENE_VOICE_TOKEN")
    yield from _unproved(told)
    if not 1 <= told.processes <= MOST_PROCESSES:
        yield said("unsafe.processes", given=told.processes, most=MOST_PROCESSES)
    if "*" in told.hosts:
        yield said("unsafe.hosts")
    if told.database and told.database == told.keys_database:
        yield said("unsafe.together")
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
            yield said("unsafe.alone", missing=missing, name=name)


def _unreadable(told: Configuration) -> Iterator[str]:
    addresses = {
        "DATABASE_URL": told.database,
        "KENE_KEYS_DATABASE_URL": told.keys_database,
    }
    for name, url in addresses.items():
        try:
            database(url, told.data)
        except ValueError:
            yield said("unsafe.address", name=name)


def _lost(told: Configuration) -> Iterator[str]:
    """Data without their keys: a new key made now would leave them unreadable for ever."""
    if told.database or not (told.data / "kene.sqlite3").exists():
        return
    if not told.node_key_file.exists():
        yield said("unsafe.key", file=told.node_key_file)
    if not told.keys_database and not (told.data / "keys.sqlite3").exists():
        yield said("unsafe.keys", file="keys.sqlite3")

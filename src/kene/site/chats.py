"""The platforms of chats that a node was told to serve."""

from __future__ import annotations

from collections.abc import Iterator

from kene.channels.messaging.platforms import Platform
from kene.channels.messaging.telegram import Telegram
from kene.channels.messaging.whatsapp import WhatsApp
from kene.site.configuration import Configuration


def platforms(told: Configuration) -> Iterator[Platform]:
    """Each platform that has an account here; none by default."""
    if told.whatsapp_phone:
        yield WhatsApp(
            phone=told.whatsapp_phone,
            token=told.whatsapp_token,
            secret=told.whatsapp_secret,
            word=told.whatsapp_word,
            api=told.whatsapp_api.rstrip("/"),
        )
    if told.telegram_token:
        yield Telegram(told.telegram_token, told.telegram_secret, told.telegram_api.rstrip("/"))

"""A position that is shared in a chat is read as one that is written."""

from datetime import date
from decimal import Decimal

import pytest

from apps.channels.chatting import BOT, HEADER, account, message, signed, update, webhook
from kene.channels.messaging.platforms import Platform, Posted, Received
from kene.channels.messaging.telegram import Telegram
from kene.core.values import Coordinates, Position, Setting
from kene.testing.channels import Asked

SHARED = {"latitude": 12.639204871, "longitude": -8.002896112}
BAMAKO = Coordinates(Decimal("12.63920"), Decimal("-8.00290"))
WHATSAPP = message("+22376000001", "wamid.1", location=SHARED)


@pytest.mark.parametrize(
    ("platform", "came"),
    [
        (account(), signed(webhook(WHATSAPP))),
        (Telegram(BOT, HEADER), update(1, 5_000_000_001, location=SHARED)),
    ],
    ids=["whatsapp", "telegram"],
)
def test_a_position_shared_in_a_chat_is_an_answer(platform: Platform, came: Asked) -> None:
    headers = {name.lower(): value for name, value in came.headers.items()}
    found = platform.read(Posted("POST", "", headers, came.body))
    assert isinstance(found, Received)
    [heard] = found.heard
    assert Position().parse(heard.said, Setting("fr", "ml", date(2026, 3, 20))) == BAMAKO

"""A node in chats, on platforms that refuse what the real ones would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.channels import chatting
from apps.channels.chat_people import Chat
from apps.channels.chatting import (
    Simulated,
    graph,
)
from apps.channels.test_sms import ANY_TIME
from apps.town import founded
from kene.channels.messaging import saying
from kene.channels.messaging.telegram import Telegram
from kene.channels.sms import pacing
from kene.channels.sms.pacing import Rules


@pytest.fixture
def awa() -> Iterator[Chat]:
    founded()
    pacing.follow(ANY_TIME)
    with graph() as (platform, account):
        saying.speak_on((account,))
        yield Chat(platform, account)
    saying.speak_on(())
    pacing.follow(Rules())


@pytest.fixture
def bot() -> Iterator[tuple[Simulated, Telegram]]:
    founded()
    with chatting.bots() as (platform, account):
        saying.speak_on((account,))
        yield platform, account
    saying.speak_on(())

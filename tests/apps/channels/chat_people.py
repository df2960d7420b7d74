"""Somebody in a chat of WhatsApp, and what a node does for them."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from apps.channels import chat_networks
from apps.channels.chatting import (
    Simulated,
    message,
    signed,
    tapped,
    webhook,
)
from apps.proches import ANSWERS
from apps.town import NOON, Clock
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.messaging.messenger import Messenger
from kene.channels.messaging.platforms import Platform
from kene.channels.messaging.whatsapp import WhatsApp
from kene.core.casefile import Moment
from kene.tasks import api as tasks
from kene.testing.channels import Answered, Asked, Handset

AWA = "+22376123456"
USER = 76123456
AT = Moment(NOON, NOON.date())
PROCHES = Path(__file__).parents[2] / "core" / "services" / "proches"


def told(platform: Platform, asked: Asked) -> Answered:
    """What the node answers a webhook."""
    person = Handset(platform, chat_networks.WhatsAppNetwork(), AWA, Clock(), serve=Messenger)  # type: ignore[arg-type]
    return person.posted(asked)


def works(now: Any = NOON) -> None:
    """The node does what it has to."""
    tasks.run_due(now)


class Chat:
    """Somebody in a chat of WhatsApp, who reads what the platform took."""

    def __init__(self, platform: Simulated, account: WhatsApp) -> None:
        self.platform, self.account, self.count = platform, account, 0

    def says(self, **content: Any) -> str:
        """A message, and what is read next; "" where nothing comes."""
        self.count += 1
        before = len(self.platform.taken)
        asked = signed(webhook(message(AWA, f"wamid.IN{self.count}", **content)))
        assert told(self.account, asked).status == "200 OK"
        works()
        assert self.platform.refused == []
        return "\n".join(self.platform.texts[before:])

    def taps(self, title: str) -> str:
        """The choice of the last message that is read so."""
        name = next(key for key, label in self.choices.items() if label.startswith(title))
        return self.says(interactive=tapped(title, name))

    @property
    def choices(self) -> dict[str, str]:
        """What the last message offers, by its identifier."""
        interactive = self.platform.taken[-1].get("interactive", {})
        action = interactive.get("action", {})
        buttons = [each["reply"] for each in action.get("buttons", [])]
        rows = [row for part in action.get("sections", []) for row in part["rows"]]
        return {each["id"]: each.get("description", each["title"]) for each in buttons + rows}


def opened(phone: str, seed: int = 7) -> str:
    """A case of that telephone, in which two papers may be sent as pictures."""
    service = catalogue.publish_folder(PROCHES, NOON)
    confirmed = casework.Confirmed(service, ANSWERS, "whatsapp", "fr", phone)
    return casework.open_case(confirmed, Random(seed), AT).number

"""What stands around each of agents' pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from kene.people import api as people

PREFIX: Final = "/agents/"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page that all channels share needs to know: agents read French."""

    language: str = "fr"
    direction: str = "ltr"
    reviewed: bool = True


def around(request: HttpRequest) -> dict[str, object]:
    """What every template of agents' pages is given; nothing for other pages."""
    if not request.path.startswith(PREFIX):
        return {}
    agent = request.user if isinstance(request.user, people.Agent) else None
    return {
        "frame": Frame(),
        "agent": agent,
        "operator": agent is not None and people.is_operator(agent),
        "demo": settings.KENE.demo,
        "voice": bool(settings.KENE.voice) or settings.KENE.demo,
        "demo_accounts": SimpleLazyObject(lambda: people.demo_accounts(timezone.now())),
        "notices": SimpleLazyObject(lambda: list(get_messages(request))),
    }

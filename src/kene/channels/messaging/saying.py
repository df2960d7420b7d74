"""Messages out: what answers a person in a chat, kept with what it answers, sent at most once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from kene.casework import api as casework
from kene.channels.hops import utc_now
from kene.channels.messaging import chats
from kene.channels.messaging.drawing import Choice, Drawn
from kene.channels.messaging.platforms import Platform
from kene.channels.sms import replies
from kene.channels.sms.carriers import RETRY, Carrier, Sent
from kene.channels.sms.models import Handed
from kene.core.wording import Wording, bundled
from kene.intake import api as intake
from kene.tasks import api as tasks

REPLY: Final = "kene.messaging.reply"
_platforms: dict[str, Platform] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """A chat: on which platform, the platform's name for it, and for whom it is."""

    channel: str
    chat: str
    who: str


def speak_on(platforms: tuple[Platform, ...]) -> None:
    """Have answers of this process leave on these platforms; others wait."""
    _platforms.clear()
    _platforms.update({each.channel: each for each in platforms})
    tasks.declare(REPLY, _reply)


def platform_of(channel: str) -> Platform:
    """The platform of that name. Raises Later while this node does not serve it."""
    if channel not in _platforms:
        raise tasks.Later(RETRY)
    return _platforms[channel]


def say(place: Place, name: str, drawn: Drawn, now: datetime) -> None:
    """Keep a message, and post the task that sends it; once for each `name` in a chat."""
    told = json.dumps({"channel": place.channel, "chat": place.chat, **asdict(drawn)})
    replies.hold(_name(place, name), f"{place.who}\n{told}", REPLY, now)


def is_said(place: Place, name: str) -> bool:
    """Whether there is an answer of that name, sent or not."""
    return replies.is_held(_name(place, name))


def said(place: Place, name: str) -> Drawn | None:
    """The answer of that name which waits to be sent; None where none does."""
    found = replies.outgoing(replies.key_of(_name(place, name)))
    return _read(found.text)[2] if found else None


def words(address: str) -> Wording:
    """The texts of chats, in the language of that person."""
    language = intake.look(intake.person_of(address)).visit.language or "fr"
    return bundled("kene.channels.messaging", language)


class Chatted:
    """A carrier that tells people in the chat where they wrote within the day, at no cost; for all
    others, and where the platform refuses, `otherwise`."""

    def __init__(self, otherwise: Carrier | None, clock: Callable[[], datetime] = utc_now) -> None:
        self._otherwise = otherwise
        self._clock = clock

    def send(self, message: casework.Outgoing) -> Sent:
        """Give a message to be carried, and say what is known of it."""
        now = self._clock()
        found = None if message.texted else chats.recent(message.to, now)
        platform = _platforms.get(found[0]) if found else None
        if found and platform:
            outcome, name = platform.send(found[1], Drawn(message.text))
            if outcome == "sent" and name:
                reference = {"reference": message.reference, "at": now}
                Handed.objects.get_or_create(name=f"{found[0]}/{name}"[:200], defaults=reference)
            if outcome == "sent":
                return "handed" if platform.reports else "told"
            if outcome != "refused":
                return outcome
        return self._otherwise.send(message) if self._otherwise else "unreachable"


def report(channel: str, name: str, state: str, now: datetime) -> bool:
    """Record what became of a message; of one that is not known here, nothing. What did not come is
    sent as SMS, once. False when the report is to come again."""
    known = Handed.objects.filter(name=f"{channel}/{name}"[:200]).first()
    if known is None:
        return True
    try:
        with transaction.atomic():
            if state == "failed" and casework.text_instead(known.reference, now):
                known.delete()  # the same report, come again, is of nothing that is known
            else:
                casework.mark(known.reference, state, now)
    except casework.Early:
        return False
    return True


def _reply(payload: Mapping[str, str | int], _: datetime) -> None:
    key = str(payload["reply"])
    message = replies.outgoing(key)
    if message is not None:
        channel, chat, drawn = _read(message.text)
        platform = platform_of(channel)
        replies.leave(key, lambda: platform.send(chat, drawn)[0])


def _read(text: str) -> tuple[str, str, Drawn]:
    told = json.loads(text)
    choices = tuple(Choice(**each) for each in told.pop("choices"))
    return told.pop("channel"), told.pop("chat"), Drawn(choices=choices, **told)


def _name(place: Place, name: str) -> str:
    return f"{place.channel}/{place.who}/{name}"

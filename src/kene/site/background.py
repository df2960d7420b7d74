"""What a node does by itself: messages out, deadlines, and destroying what is kept no longer."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from kene.casework import api as casework
from kene.channels.messaging import chats, photos
from kene.channels.messaging.saying import Chatted, speak_on
from kene.channels.sms import links, pacing, replies
from kene.channels.sms.africastalking import AfricasTalkingCarrier
from kene.channels.sms.carriers import Carrier
from kene.channels.sms.kannel import REPORT, Kannel
from kene.channels.sms.sending import Counted, carry_by
from kene.channels.voice import calling
from kene.channels.web import codes, uploads
from kene.channels.web.links import maker
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.site import calls
from kene.site.chats import platforms
from kene.site.configuration import Configuration
from kene.tasks import api as tasks

Payload = Mapping[str, str | int]


def declare(told: Configuration) -> None:
    """Say to the tasks' room who does what; once in each process that works."""
    speak_on(tuple(platforms(told)))
    photos.declare()
    links.make_by(maker(told.address))
    carried = carrier(told)
    carry_by(carried)
    codes.carry_by(Counted(carried) if carried else None)
    pacing.follow(_rules(told))
    calling.call_by(calls.account(told), calls.rules(told))
    tasks.declare("kene.deadlines", _deadlines)
    tasks.declare("kene.expiry", _expiry)
    tasks.periodic("kene.deadlines", timedelta(minutes=5))
    tasks.periodic("kene.expiry", timedelta(hours=1))


def begin_alone(turn: Path, begin: Callable[[], object]) -> None:
    """Begin at once; where another process holds the turn, begin when it has ended.

    `turn` is a file whose lock falls with the process that holds it.
    """
    descriptor = os.open(turn, os.O_WRONLY | os.O_CREAT, 0o600)

    def wait() -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        begin()

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        threading.Thread(target=wait, name="kene-turn", daemon=True).start()
    else:
        begin()


def carrier(told: Configuration) -> Carrier | None:
    """What carries messages: simulated phones in a demonstration, else an aggregator, else Kannel,
    else nothing; and before them the chat where a person wrote within the day."""
    if told.demo:
        from kene.channels.simulator.phones import SimulatedCarrier

        return SimulatedCarrier()
    paid = _aggregator(told) if told.sms_api else _kannel(told) if told.kannel else None
    return Chatted(paid) if told.whatsapp_phone or told.telegram_token else paid


def _rules(told: Configuration) -> pacing.Rules:
    """The rules of messages."""
    evening, _, morning = told.sms_night.partition("-")
    return pacing.Rules(
        price=Decimal(told.sms_price) if told.sms_price else None,
        ceiling=told.sms_ceiling,
        rate=told.sms_rate,
        evening=time(int(evening)),
        morning=time(int(morning)),
    )


def _aggregator(told: Configuration) -> AfricasTalkingCarrier:
    parts = urlsplit(told.sms_api)
    place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return AfricasTalkingCarrier(
        username=unquote(parts.username or ""),
        key=unquote(parts.password or ""),
        sender=told.sender,
        url=urlunsplit((parts.scheme, place, parts.path, "", "")),
    )


def _kannel(told: Configuration) -> Kannel:
    parts = urlsplit(told.kannel)
    host = parts.hostname or "localhost"
    place = f"{host}:{parts.port}" if parts.port else host
    report = f"{told.address}{REPORT}" + (f"/{told.sms_token}" if told.sms_token else "")
    return Kannel(
        url=urlunsplit((parts.scheme, place, parts.path or "/cgi-bin/sendsms", "", "")),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=told.sender,
        report=report,
    )


def _deadlines(_: Payload, now: datetime) -> None:
    casework.lapse(now)
    casework.remind(now)


def _expiry(_: Payload, now: datetime) -> None:
    intake.expire(now)
    replies.expire((now - intake.KEEP_DRAFTS).date())
    chats.expire((now - intake.KEEP_DRAFTS).date())
    casework.expire(now)
    calling.expire((now - intake.KEEP_DRAFTS).date())
    uploads.expire(now)
    privacy.expire_guesses(now)

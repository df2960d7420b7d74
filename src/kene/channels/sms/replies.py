"""Answers to messages, where the gateway takes them apart: kept in the transaction of the step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from django.db import transaction

from kene.casework.api import Outgoing
from kene.channels.contract import Arrival, Reply
from kene.channels.sms import models
from kene.channels.sms.carriers import RETRY, Sent
from kene.core.screens.encoding import segments
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.tasks import api as tasks


def keep(arrival: Arrival, reply: Reply, task: str, now: datetime) -> None:
    """Keep the answer to a message, and post the task that sends it; once for each message."""
    name = f"{arrival.channel}/{arrival.address}/{arrival.session}"
    hold(name, f"{arrival.address}\n{reply.text}", task, now)


def hold(name: str, told: str, task: str, now: datetime) -> None:
    """Keep an answer, an address and a text on its own lines, once for each `name`."""
    key, day = key_of(name), now.date()
    sealed = privacy.seal_draft(day, told.encode(), key.encode())
    with transaction.atomic():
        _, new = models.Reply.objects.get_or_create(
            key=key, defaults={"day": day, "at": now, "sealed": sealed}
        )
        if new:
            tasks.enqueue(task, {"reply": key}, key=f"reply:{key}", now=now)


def is_held(name: str) -> bool:
    """Whether there is an answer of that name, sent or not."""
    return models.Reply.objects.filter(key=key_of(name)).exists()


def outgoing(key: str) -> Outgoing | None:
    """The answer to send; None when it left, or its words were erased."""
    row = models.Reply.objects.filter(key=key, state="waiting").first()
    if row is None:
        return None
    try:
        opened = privacy.unseal_draft(row.day, bytes(row.sealed), key.encode()).decode()
    except privacy.Erased:
        return None
    to, _, text = opened.partition("\n")
    return Outgoing(key, to, text, segments(text).count)


def mark(key: str, before: str, after: str) -> bool:
    """Move an answer from one state to another; False when it is not in the first."""
    return bool(models.Reply.objects.filter(key=key, state=before).update(state=after))


def leave(key: str, give: Callable[[], Sent]) -> None:
    """Have an answer leave, at most once. Raises Later when it surely was not taken."""
    if not mark(key, "waiting", "unknown"):
        return
    outcome = give()
    if outcome == "unreachable":
        mark(key, "unknown", "waiting")
        raise tasks.Later(RETRY)
    if outcome != "unknown":
        mark(key, "unknown", "failed" if outcome == "refused" else "sent")


def expire(before: date) -> None:
    """Delete the answers and the gateways' names of days before that one."""
    models.Reply.objects.filter(day__lt=before).delete()
    models.Handed.objects.filter(at__lt=datetime.combine(before, time(), UTC)).delete()


def key_of(name: str) -> str:
    """The key of the answer of that name."""
    return intake.person_of(name).hex()[:32]

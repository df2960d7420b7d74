"""Messages to applicants: worded, sealed and posted in the transaction of the fact they tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kene.casework.inserting import insert
from kene.casework.models import Case, Message
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment, Told, show_number
from kene.core.screens.encoding import fit_segments, segments
from kene.core.services import Service
from kene.core.wording import bundled
from kene.privacy import api as privacy
from kene.tasks import api as tasks

SEND: Final = "kene.send"
"""The task that a channel takes up: its argument is the message's reference."""
HEARD: Final = timedelta(minutes=5)
"""A message is marked before it is given to be carried: for so long, nothing is amiss."""
HELD: Final = timedelta(hours=72)
"""For so long the code of a message is kept, sealed, where its carrier may still say that it did
not come: it can then be sent another way."""
_KNOWN: Final = frozenset({"completed", "withdrawn"})
"""What a person did a moment ago, and was told on the screen."""
_SECRET: Final = "{secret}"  # noqa: S105 -- where the code goes in the text, not a code


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a channel sends it: to whom (E.164), and the whole text.

    An `optional` one tells what the person knows or can learn elsewhere: a reminder, or that what
    they just did was received. It may be held back, or not be wanted. What a chat took and did not
    bring is `texted`: it leaves as SMS alone.
    """

    reference: str
    to: str
    text: str
    segments: int
    optional: bool = False
    texted: bool = False


class Early(Exception):
    """It is not written yet how a message left: what became of it is to be told again later."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A message of which nobody knows whether it left: its reference, and since when."""

    reference: str
    number: str
    key: str
    since: datetime


def tell(
    row: Case, service: Service, key: str, details: Mapping[str, object], moment: Moment
) -> Told | None:
    """Post the text `key` to the applicant; None when the case has no phone number."""
    keys = privacy.keys_of(row.number)
    nth = Message.objects.filter(case=row).count() + 1
    message = compose(row, service, key, details, (moment, keys, nth))
    if message is None:
        return None
    post([message])
    return told(message)


def compose(
    row: Case,
    service: Service,
    key: str,
    details: Mapping[str, object],
    around: tuple[Moment, privacy.Keyring, int],
) -> Message | None:
    """A message for the applicant, not yet kept; None when the case has no phone number.

    A pack's text is `messages.<key>`; Kene's own are `opened`, `opened_fee`, `completed`,
    `withdrawn`, `contested`. The secret
    stays apart until the message leaves, and is then forgotten. `around` is when, the keys, and
    which message of the case it is, from 1.
    """
    if row.contact is None:
        return None
    moment, keys, nth = around
    given = dict(details)
    secret = given.pop("secret", None)
    text = _text(row, service, key, {"secret": _SECRET, "number": show_number(row.number), **given})
    reference = f"{row.number}.{nth}"
    filled = text.replace(_SECRET, str(secret)) if secret else text
    return Message(
        reference=reference,
        case_id=row.number,
        at=moment.now,
        changed=moment.now,
        key=key,
        segments=segments(filled).count,
        sealed=keys.seal(service.contact, text.encode(), reference.encode()),
        secret=_sealed_secret(keys, service, reference, secret),
    )


def post(messages: Sequence[Message]) -> None:
    """Keep messages, and the task that sends each, in the caller's transaction."""
    insert(messages)
    for message in messages:
        reference = message.reference
        tasks.enqueue(SEND, {"message": reference}, key=f"send:{reference}", now=message.at)


def told(message: Message) -> Told:
    """The event that tells of a message."""
    return Told(message.at, message.key, message.reference)


def outgoing(reference: str) -> Outgoing | None:
    """The message to send, or None when it left already or its words were erased.

    Raises Message.DoesNotExist.
    """
    message = Message.objects.select_related("case").get(reference=reference)
    sealed_contact = message.case.contact
    if message.state != "waiting" or sealed_contact is None:
        return None
    purpose, ring = _purpose(message.case), privacy.keys_of(message.case.number)
    try:
        contact = ring.unseal(purpose, bytes(sealed_contact), b"contact")
        text = ring.unseal(purpose, bytes(message.sealed), reference.encode()).decode()
        if message.secret is not None:
            secret = ring.unseal(purpose, bytes(message.secret), reference.encode()).decode()
            text = text.replace(_SECRET, secret)
    except privacy.Erased:
        return None
    return Outgoing(
        reference, contact.decode(), text, message.segments, optional=_is_optional(message)
    )


def unsure(now: datetime, most: int = 50) -> tuple[Unsure, ...]:
    """The messages that may have left or not, the oldest first, once nothing more is heard."""
    rows = Message.objects.filter(state="unknown", changed__lt=now - HEARD).order_by("changed")
    return tuple(
        Unsure(each.reference, each.case_id, each.key, each.changed) for each in rows[:most]
    )


def resend(reference: str, now: datetime) -> bool:
    """Post again the sending of a message that may not have left; False when it is not so."""
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(reference=reference, state="unknown")
        if not row.update(state="waiting", changed=now):
            return False
        key = f"send:{reference}:{now.isoformat()}"
        tasks.enqueue(SEND, {"message": reference}, key=key, now=now)
    return True


def text_instead(reference: str, now: datetime) -> bool:
    """Post the sending, as SMS, of a message that left another way and did not come; once.

    False when it came, or left too long ago. Raises Early.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(reference=reference).first()
        if message is None:
            return False
        if message.state == "unknown" and message.changed > now - HEARD:
            raise Early(reference)
        if message.state not in ("sent", "unknown") or message.changed <= now - HELD:
            return False
        message.state, message.changed = "waiting", now
        message.save(update_fields=["state", "changed"])
        given: dict[str, str | int] = {"message": reference, "texted": 1}
        tasks.enqueue(SEND, given, key=f"send:{reference}:texted", now=now)
    return True


def forget_secrets(now: datetime) -> None:
    """Forget the codes of messages whose carrier said nothing more in time."""
    late = Message.objects.exclude(secret=None).filter(changed__lte=now - HELD)
    late.exclude(state__in=("waiting", "unknown")).update(secret=None)


def mark(reference: str, state: str, now: datetime, *, held: bool = False) -> bool:
    """Record how a message fares: `waiting`, `sent`, `delivered`, `failed`, `unknown`, `silenced`.

    A `silenced` one is not wanted, and was not sent. A final state stays. The secret is forgotten
    once the message has left; of one that is `held`, once it has come, or after `HELD`. False when
    nothing changed, or no message has that reference.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(reference=reference).first()
        if message is None or not _may_become(message.state, state):
            return False
        message.state, message.changed = state, now
        if state == "delivered" or (state == "sent" and not held):
            message.secret = None
        message.save(update_fields=["state", "changed", "secret"])
    return True


def _may_become(state: str, after: str) -> bool:
    """Reports may come in any order: what is final, or later in a message's life, stays."""
    if state in ("delivered", "failed", "silenced") or state == after:
        return False
    return state != "sent" or after in ("delivered", "failed")


def shown(message: Message) -> str:
    """The text of a message, its secret hidden; "" when it was erased."""
    try:
        ring = privacy.keys_of(message.case.number)
        context = message.reference.encode()
        text = ring.unseal(_purpose(message.case), bytes(message.sealed), context)
    except privacy.Erased:
        return ""
    return text.decode().replace(_SECRET, "••••••")


def _text(row: Case, service: Service, key: str, details: Mapping[str, object]) -> str:
    wording = service.wording(row.language)
    if wording.has(f"messages.{key}"):
        return fit_segments(wording.say(f"messages.{key}", short=True, **details))
    title = wording.say("title", short=True)
    said = bundled("kene.casework", row.language).say(key, short=True, service=title, **details)
    return fit_segments(said)


def _is_optional(message: Message) -> bool:
    service = catalogue.service(message.case.digest)
    reminders = {each.remind.tell for each in service.stages.values() if each.remind}
    return message.key in _KNOWN or message.key in reminders


def _purpose(row: Case) -> str:
    return catalogue.service(row.digest).contact


def _sealed_secret(
    keys: privacy.Keyring, service: Service, reference: str, secret: object
) -> bytes | None:
    if secret is None:
        return None
    return keys.seal(service.contact, str(secret).encode(), reference.encode())

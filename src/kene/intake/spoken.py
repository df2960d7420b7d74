"""What was said instead of typed: recordings, and confirmed requests that wait to be written down.

A recording is kept with the key of its day, as the draft that it answers. Confirming seals both
with keys of the request's own, by the purpose of each field, for `WAITS`. Once a person has written
what is heard, the case opens as of the moment of the confirmation, with the texts alone: the keys
of the recordings are destroyed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.conversation import Conversation, View, decode, encode, shut_sentence, step
from kene.core.conversation.visit import Receipt
from kene.core.screens import Say
from kene.core.services import Naming, Service
from kene.core.values import Setting
from kene.intake.models import Recording, Spoken
from kene.privacy import api as privacy

Confirm = Callable[[Service, Conversation], Receipt]

WAITS: Final = timedelta(days=30)
_STATE: Final = "conversation"
_log = structlog.get_logger("kene.intake")


@dataclass(frozen=True, slots=True)
class Said:
    """A field that was said: what it is called, and whether its recording is still there."""

    field: str
    label: str
    ask: str
    heard: bool


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A confirmed request that waits for its texts."""

    key: str
    at: datetime
    phone: str
    service: Service
    conversation: Conversation

    @property
    def title(self) -> str:
        """The service that is asked for, as its agents call it."""
        return self.service.wording(_language(self.service)).say("title")

    @property
    def said(self) -> tuple[Said, ...]:
        """The fields to write down, in the order in which they were asked."""
        language = _language(self.service)
        setting = Setting(language, self.service.country, self.at.date())
        naming, wording = Naming(self.service, setting), self.service.wording(language)
        heard = set(Recording.objects.filter(request=self.key).values_list("field", flat=True))
        return tuple(
            Said(name, naming.label(name), wording.say(f"fields.{name}.ask"), name in heard)
            for name in self.service.fields
            if name in self.conversation.spoken
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing a request down: the number of its case; or by field, why its text does
    not do, and by "" why no request is received any more. Neither, where somebody else wrote it."""

    number: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)


def keep_recording(key: str, octets: bytes, now: datetime) -> None:
    """Keep what a person said, under a key that a hop always gives again."""
    day = now.date()
    sealed = privacy.seal_draft(day, octets, key.encode())
    Recording.objects.update_or_create(key=key, defaults={"day": day, "sealed": sealed})


def await_writing(service: Service, talk: Conversation, phone: str, now: datetime) -> None:
    """Have a confirmed conversation wait for its texts, in the caller's transaction."""
    key = secrets.token_hex(16)
    until = (now + WAITS).date()
    purposes = {service.fields[name].purpose for name in talk.spoken}
    ring = privacy.new_keys(_subject(key), dict.fromkeys((_STATE, *purposes), until), now)
    state = {"service": service.digest, "phone": phone, "talk": encode(service, talk).decode()}
    sealed = ring.seal(_STATE, json.dumps(state).encode(), key.encode())
    Spoken.objects.create(key=key, at=now, sealed=sealed)
    for name, recorded in talk.spoken.items():
        row = Recording.objects.filter(key=recorded, request="").first()
        if row is not None:
            octets = privacy.unseal_draft(row.day, bytes(row.sealed), recorded.encode())
            row.sealed = ring.seal(service.fields[name].purpose, octets, name.encode())
            row.request, row.field = key, name
            row.save()


def to_write() -> Iterator[ToWrite]:
    """The requests that wait for their texts, the longest first."""
    for row in Spoken.objects.all():
        try:
            yield _opened(row)
        except (privacy.Erased, catalogue.Unknown):
            continue


def find_to_write(key: str) -> ToWrite | None:
    """One of them; None when it was written, or never was."""
    row = Spoken.objects.filter(key=key).first()
    try:
        return _opened(row) if row is not None else None
    except (privacy.Erased, catalogue.Unknown):
        return None


def recording(request: ToWrite, field: str) -> bytes:
    """The sound of a field, as it came. Raises LookupError."""
    row = Recording.objects.filter(request=request.key, field=field).first()
    if row is None:
        raise LookupError(field)
    ring = privacy.keys_of(_subject(request.key))
    return ring.unseal(request.service.fields[field].purpose, bytes(row.sealed), field.encode())


def write_down(request: ToWrite, texts: Mapping[str, str], confirm: Confirm) -> Written:
    """Give a request its texts, and open its case; what is refused changes nothing.

    `confirm` is the person's desk's, at the moment of their confirmation.
    """
    service, said = request.service, request.conversation
    view = View(casework.moment(service.country, request.at).today)
    # Why a text does not do is said to who writes it, in a language of the agents.
    talk, refused = replace(said, language=_language(service)), dict[str, str]()
    for name in said.spoken:
        after, shown = step(service, talk.moved(name), Say(texts.get(name, "")), view)
        if name not in after.spoken:
            talk = after
        else:
            note = shown.question.note if shown.question else None
            refused[name] = note.text if note else ""
    if refused:
        return Written(refused=refused)
    with transaction.atomic():
        if not Spoken.objects.select_for_update().filter(key=request.key).exists():
            return Written()
        receipt = confirm(service, replace(talk, language=said.language))
        if receipt.shut:
            setting = Setting(talk.language, service.country, view.today)
            return Written(refused={"": shut_sentence(service, receipt.shut, setting)})
        _forget(request.key)
    privacy.erase(_subject(request.key))
    return Written(receipt.number)


def expire(drafts: datetime, now: datetime) -> None:
    """Delete recordings of drafts begun before, and requests that nobody wrote in `WAITS`."""
    Recording.objects.filter(request="", day__lt=drafts.date()).delete()
    for row in Spoken.objects.filter(at__lt=now - WAITS):
        _log.error("never_written", reference=row.key)
        _forget(row.key)
        privacy.erase(_subject(row.key))


def _opened(row: Spoken) -> ToWrite:
    sealed = privacy.keys_of(_subject(row.key)).unseal(_STATE, bytes(row.sealed), row.key.encode())
    state = json.loads(sealed)
    service = catalogue.service(state["service"])
    talk = decode(service, state["talk"].encode())
    return ToWrite(row.key, row.at, state["phone"], service, replace(talk, end=""))


def _forget(key: str) -> None:
    Recording.objects.filter(request=key).delete()
    Spoken.objects.filter(key=key).delete()


def _language(service: Service) -> str:
    return "fr" if "fr" in service.languages else service.languages[0]


def _subject(key: str) -> str:
    return f"spoken/{key}"

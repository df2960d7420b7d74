"""Opening a case: one transaction for the case, its events, the journal and the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from kene.casework import store
from kene.casework.entering import enter
from kene.casework.models import Case
from kene.casework.places import take
from kene.casework.queries import is_taken
from kene.casework.tallying import tally
from kene.casework.telling import compose, post, told
from kene.core.casefile import (
    Acted,
    Due,
    Event,
    Moment,
    Owed,
    counted,
    due_of,
    fold,
    new_number,
    opening,
)
from kene.core.casefile.number import Random
from kene.core.services import Service, number_of
from kene.core.values import Money, Place, Setting, Value
from kene.journal import api as journal
from kene.privacy import api as privacy

SECRET_DIGITS: Final = 6
_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmed conversation: its answers, and how it was held. `phone` is E.164, or ""."""

    service: Service
    answers: Mapping[str, Value]
    channel: str
    language: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant is told: the number, the code that goes with it, the day of the answer or
    what comes before."""

    number: str
    secret: str
    due: Due | None


def open_case(confirmed: Confirmed, rng: Random, moment: Moment) -> Receipt:
    """Open the case of a confirmed conversation, in the caller's transaction.

    Raises NotReceived, before anything is written, when the service receives none.
    """
    service = confirmed.service
    call = take(service, moment)
    number = _free_number(rng)
    secret = f"{rng.randrange(10**SECRET_DIGITS):0{SECRET_DIGITS}d}"
    ring = privacy.new_keys(number, kept_from(service, moment.today), moment.now)
    events = opening(service, confirmed.answers, confirmed.channel, confirmed.language, moment)
    row = _row(confirmed, ring, secret, moment)
    row.call = call
    plain = list(takewhile(lambda event: not isinstance(event, Acted), events))
    words = {"secret": secret, "fee": _fee(confirmed, plain, moment)}
    key = "opened_fee" if words["fee"] else "opened"
    message = compose(row, service, key, words, (moment, ring, 1))
    case = store.begin(row, service, plain if message is None else [*plain, told(message)], ring)
    if message is not None:
        post(message)
    entry = journal.Entry(who="applicant", what="opened", about=number, detail=service.digest)
    journal.append(entry, moment.now)
    if service.statistics:
        tally(service, counted(service, case, plain, 0, moment.today), moment.today)
    enter(row, service, events[len(plain) :], moment)
    last = fold(service, events) if len(events) > len(plain) else case
    return Receipt(number, secret, due_of(last))


def _fee(confirmed: Confirmed, events: Sequence[Event], moment: Moment) -> str:
    """What is owed, as a message says it; "" for nothing."""
    owed = next((event.amount for event in events if isinstance(event, Owed)), None)
    setting = Setting(confirmed.language, confirmed.service.country, moment.today, "short")
    return Money().show(owed, setting) if owed else ""


def secret_digest(number: str, secret: str) -> bytes:
    """What is stored of a case's code: without the node's key, guessing needs the node."""
    return privacy.secret_digest(f"case/{number}", secret)


def kept_from(service: Service, today: date) -> dict[str, date | None]:
    """Until when each purpose's values are kept, as far as the day of the opening tells."""
    return {
        purpose.key: purpose.keep.end(today) if purpose.keep.after == "open" else None
        for purpose in service.kept.values()
    }


def _free_number(rng: Random) -> str:
    for _ in range(_TRIES):
        number = new_number(rng)
        if not is_taken(number):
            return number
    raise RuntimeError("no case number is free: the node needs longer numbers")


def _row(confirmed: Confirmed, ring: privacy.Keyring, secret: str, moment: Moment) -> Case:
    service, phone, number = confirmed.service, confirmed.phone, ring.subject
    sealed = ring.seal(service.contact, phone.encode(), b"contact") if phone else None
    return Case(
        number=number,
        service=service.name,
        digest=service.digest,
        authority=service.authority,
        place=_place(service, confirmed.answers),
        opened=moment.now,
        count=0,
        channel=confirmed.channel,
        language=confirmed.language,
        person=privacy.address_digest(phone) if phone else None,
        secret=secret_digest(number, secret),
        contact=sealed,
    )


def _place(service: Service, answers: Mapping[str, Value]) -> str:
    """The first place answered: the case belongs there."""
    for name, value in answers.items():
        if isinstance(service.answerable[name].type, Place) and not number_of(name):
            return str(value)
    return ""

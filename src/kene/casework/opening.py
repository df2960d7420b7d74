"""Opening a case: one transaction for the case, its events, the journal and the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from kene.casework import store
from kene.casework.entering import enter
from kene.casework.inserting import insert
from kene.casework.models import Case, Message
from kene.casework.places import counts, take
from kene.casework.queries import is_taken
from kene.casework.tallying import tally
from kene.casework.telling import compose, post, told
from kene.core.casefile import (
    Acted,
    Due,
    Event,
    Moment,
    Owed,
    Tick,
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
_NO_NUMBER: Final = "no case number is free: the node needs longer numbers"


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


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that is worked out and not written yet: its rows, and what the applicant is told.

    `then` are the events that follow by themselves.
    """

    service: Service
    moment: Moment
    row: Case
    keys: privacy.Fresh
    events: Sequence[store.EventRow]
    message: Message | None
    ticks: Sequence[Tick]
    then: Sequence[Event]
    receipt: Receipt


def open_case(confirmed: Confirmed, rng: Random, moment: Moment) -> Receipt:
    """Open the case of a confirmed conversation, in the caller's transaction.

    Raises NotReceived, before anything is written, when the service receives none.
    """
    call = take(confirmed.service, moment)
    events = _events(confirmed, moment)
    for _ in range(_TRIES):
        opening = _worked_out(confirmed, events, rng, moment)
        if store_keys([opening]):
            opening.row.call = call
            write_openings([opening])
            enter(opening.row, opening.service, opening.then, moment)
            return opening.receipt
    raise RuntimeError(_NO_NUMBER)


def foresee(confirmed: Confirmed, rng: Random, moment: Moment) -> Opening | None:
    """The case of a confirmed conversation, worked out ahead of the transaction that writes it.

    None when that depends on other cases, or when more follows by itself. Raises NotReceived.
    """
    if counts(confirmed.service):
        return None
    take(confirmed.service, moment)
    events = _events(confirmed, moment)
    if any(isinstance(event, Acted) for event in events):
        return None
    return _worked_out(confirmed, events, rng, moment)


def store_keys(openings: Sequence[Opening]) -> bool:
    """Put the keys of new cases on the disk, before the transaction that writes those.

    False when a number has keys already: then none of these cases may be written.
    """
    return privacy.store_keys([each.keys for each in openings], openings[0].moment.now)


def write_openings(openings: Sequence[Opening]) -> None:
    """Write cases that were worked out, in the caller's transaction.

    Raises django.db.IntegrityError when a number was taken meanwhile.
    """
    insert([each.row for each in openings])
    store.write([event for each in openings for event in each.events])
    post([each.message for each in openings if each.message is not None])
    journal.extend([(_line(each), each.moment.now) for each in openings])
    for each in openings:
        tally(each.service, each.ticks, each.moment.today)


def _line(opening: Opening) -> journal.Entry:
    number, digest = opening.row.number, opening.service.digest
    return journal.Entry(who="applicant", what="opened", about=number, detail=digest)


def _events(confirmed: Confirmed, moment: Moment) -> list[Event]:
    return opening(
        confirmed.service, confirmed.answers, confirmed.channel, confirmed.language, moment
    )


def _worked_out(
    confirmed: Confirmed, events: Sequence[Event], rng: Random, moment: Moment
) -> Opening:
    service, number = confirmed.service, _free_number(rng)
    secret = f"{rng.randrange(10**SECRET_DIGITS):0{SECRET_DIGITS}d}"
    keys = privacy.draw_keys(number, kept_from(service, moment.today))
    row = _row(confirmed, keys.ring, secret, moment)
    plain = list(takewhile(lambda event: not isinstance(event, Acted), events))
    then = events[len(plain) :]
    words = {"secret": secret, "fee": _fee(confirmed, plain, moment)}
    key = "opened_fee" if words["fee"] else "opened"
    message = compose(row, service, key, words, (moment, keys.ring, 1))
    written = plain if message is None else [*plain, told(message)]
    case, rows = store.begun(row, service, written, keys.ring)
    ticks = counted(service, case, plain, 0, moment.today) if service.statistics else ()
    due = due_of(fold(service, events) if then else case)
    receipt = Receipt(number, secret, due)
    return Opening(service, moment, row, keys, rows, message, ticks, then, receipt)


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
    raise RuntimeError(_NO_NUMBER)


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

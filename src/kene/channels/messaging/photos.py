"""Pictures of papers from chats: fetched by a task, made plain, and kept with the case they are of.

Which paper a picture shows is clear where one case waits for one; else the person is asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.messaging import saying
from kene.channels.messaging.drawing import Choice, Drawn
from kene.channels.messaging.models import Photo
from kene.channels.messaging.platforms import NoPicture, Unfetched
from kene.channels.messaging.saying import Place, say
from kene.channels.sms.carriers import RETRY
from kene.core.casefile import papers, show_number
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.tasks import api as tasks

FETCH: Final = "kene.messaging.photo"
CHOSEN: Final = "p"
"""What the identifier of a paper begins with; then the picture, the case and the paper."""
MOST: Final = 10
_KEY: Final = 10
"""Characters of a picture's key in an identifier: all of it must fit in 64 octets."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper whose picture a case takes: the case's number, the paper's name, and its label."""

    number: str
    evidence: str
    label: str


@dataclass(frozen=True, slots=True)
class Came:
    """A picture that came: in which chat, from whom, and the platform's names for it."""

    place: Place
    address: str
    name: str
    picture: str


def wanted(address: str, language: str, now: datetime) -> tuple[Wanted, ...]:
    """The papers whose pictures the open cases of a telephone take, those not sent yet first."""
    if not address.startswith("+"):
        return ()
    at = casework.moment(catalogue.home(), now)
    found: list[tuple[bool, Wanted]] = []
    for case in casework.cases_of(address, at):
        if not case.file.open:
            continue
        spoken = language if language in case.service.languages else case.service.languages[0]
        sent = {each.evidence for each in case.file.received}
        for paper in papers(case.service, case.file, at.today):
            if "photo" in paper.accept:
                label = case.service.wording(spoken).say(f"evidence.{paper.name}", short=True)
                found.append((paper.name in sent, Wanted(case.number, paper.name, label)))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))[:MOST]


def take(came: Came, now: datetime) -> None:
    """Remember a picture that came, and post the task that fetches it; once for each."""
    person = intake.person_of(came.address)
    key = intake.person_of(f"{came.place.channel}/{came.place.who}/{came.name}").hex()[:32]
    told = json.dumps(asdict(came)).encode()
    row = {
        "person": person,
        "day": now.date(),
        "sealed": privacy.seal_draft(now.date(), told, key.encode()),
    }
    with transaction.atomic():
        _, new = Photo.objects.get_or_create(key=key, defaults=row)
        if new:
            tasks.enqueue(FETCH, {"photo": key}, key=f"photo:{key}", now=now)


def is_choice(tapped: str) -> bool:
    """Whether what was tapped says which paper a picture shows."""
    return tapped.startswith(f"{CHOSEN}.")


def choose(tapped: str, address: str, now: datetime) -> bool:
    """A picture of that person shows that paper; False where none waits for being told."""
    _, begun, number, evidence = (*tapped.split(".", 3), "", "", "")[:4]
    mine = Photo.objects.filter(person=intake.person_of(address), state="asked")
    with transaction.atomic():
        row = mine.filter(key__startswith=begun).first() if len(begun) == _KEY else None
        if row is None or not mine.filter(key=row.key).update(state="waiting"):
            return False
        told = {"photo": row.key, "number": number, "evidence": evidence}
        tasks.enqueue(FETCH, told, key=f"photo:{row.key}:{number}:{evidence}", now=now)
    return True


def declare() -> None:
    """Say to the tasks' room who fetches pictures."""
    tasks.declare(FETCH, _fetch)


def _fetch(payload: Mapping[str, str | int], now: datetime) -> None:
    key = str(payload["photo"])
    row = Photo.objects.filter(key=key, state="waiting").first()
    came = _opened(row) if row else None
    if came is None:
        return
    own = saying.words(came.address)
    language = intake.look(intake.person_of(came.address)).visit.language
    found = wanted(came.address, language, now)
    if "number" in payload:
        chosen = (str(payload["number"]), str(payload["evidence"]))
        found = tuple(each for each in found if (each.number, each.evidence) == chosen)
    if len(found) > 1:
        _answer(key, came, "asked", Drawn(own.say("photo.which"), _choices(key, found)), now)
    elif not found:
        known = "none" if came.address.startswith("+") else "unknown"
        _answer(key, came, "done", Drawn(own.say(f"photo.{known}")), now)
    else:
        _keep(key, came, found[0], now)


def _keep(key: str, came: Came, paper: Wanted, now: datetime) -> None:
    """The picture fetched, kept with its case, and told so, in one transaction."""
    own = saying.words(came.address)
    try:
        octets = saying.platform_of(came.place.channel).fetch(came.picture)
    except Unfetched as error:
        raise tasks.Later(RETRY) from error
    except NoPicture:
        return _answer(key, came, "done", Drawn(own.say("photo.unread")), now)
    with transaction.atomic():
        if not Photo.objects.filter(key=key, state="waiting").update(state="done"):
            return None
        at = casework.moment_of(paper.number, now)
        try:
            casework.receive(paper.number, paper.evidence, octets, came.place.channel, at)
            told = own.say("photo.kept", paper=paper.label, number=show_number(paper.number))
        except casework.NotAPicture:
            told = own.say("photo.unread")
        except casework.Refused as refused:
            told = own.say("photo.full" if refused.reason == "too-many" else "photo.none")
        say(came.place, f"{came.name}/kept", Drawn(told), now)
    return None


def _answer(key: str, came: Came, state: str, drawn: Drawn, now: datetime) -> None:
    with transaction.atomic():
        if Photo.objects.filter(key=key, state="waiting").update(state=state):
            choose = saying.words(came.address).say("choose")
            shown = Drawn(drawn.body, drawn.choices, choose)
            say(came.place, f"{came.name}/{state}", shown, now)


def _choices(key: str, found: tuple[Wanted, ...]) -> tuple[Choice, ...]:
    many = len({each.number for each in found}) > 1
    return tuple(
        Choice(
            f"{CHOSEN}.{key[:_KEY]}.{each.number}.{each.evidence}",
            f"{each.label} ({show_number(each.number)})" if many else each.label,
        )
        for each in found
    )


def _opened(row: Photo) -> Came | None:
    try:
        told = json.loads(privacy.unseal_draft(row.day, bytes(row.sealed), row.key.encode()))
    except privacy.Erased:
        return None
    return Came(Place(**told.pop("place")), **told)

"""Conversations on pages: the same drafts as on phones, a group of questions at a time.

A page may be sent twice, or come back from a browser's history: what is already kept is answered
again, and a second confirmation finds the receipt of the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.conversation import Conversation, View, begin, show, step
from kene.core.conversation.visit import Visit
from kene.core.screens import Screen
from kene.core.screens.inputs import Input, Language
from kene.core.services import Service, papers_for
from kene.intake.desk import NodeDesk
from kene.intake.state import Kept, Kind, Slip, digest_of

Change = Callable[[Kept], tuple[Kept, "Shown"]]


class Reused(Exception):
    """Something else was sent under the same address."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person has under way: the screen to show, of which service; or the last receipt.

    `screen` and `service` are None when nothing is under way.
    """

    screen: Screen | None
    service: Service | None
    slip: Slip | None


def showing(kept: Kept, now: datetime) -> Shown:
    """What is under way."""
    talk = kept.visit.conversation
    if talk is None:
        return Shown(None, None, kept.slip)
    service = catalogue.service(kept.visit.service)
    return Shown(show(service, talk, _view(service, now)), service, kept.slip)


def beginning(service: Service, language: str, now: datetime) -> Change:
    """Begin a service, or go on with it when it is the one under way, in that language."""

    def change(kept: Kept) -> tuple[Kept, Shown]:
        visit = kept.visit
        talk = visit.conversation
        if talk is None or visit.service != service.digest or visit.completing:
            talk = begin(service, language, recent=kept.recent)
        else:
            talk, _ = step(service, talk, Language(language), _view(service, now))
        fresh = Visit(visit.language or language, "talk", service.digest, talk)
        after = replace(kept, visit=fresh, slip=None)
        return after, showing(after, now)

    return change


def completing(case: casework.CaseView, language: str, now: datetime) -> Change:
    """Begin to answer what a case asks again."""

    def change(kept: Kept) -> tuple[Kept, Shown]:
        talk = begin(case.service, language, only=case.file.asked, answers=case.file.answers)
        visit = Visit(
            kept.visit.language or language, "talk", case.service.digest, talk, case.number, True
        )
        after = replace(kept, visit=visit, slip=None)
        return after, showing(after, now)

    return change


def taking(given: Input, desk: NodeDesk) -> Change:
    """Take a step; a confirmation opens the case, or completes it, and leaves its receipt."""

    def change(kept: Kept) -> tuple[Kept, Shown]:
        talk = kept.visit.conversation
        if talk is None:
            return kept, showing(kept, desk.now)
        service = catalogue.service(kept.visit.service)
        after, screen = step(service, talk, given, _view(service, desk.now))
        if after.end:
            slip = _slip(kept.visit, service, after, desk) if after.end == "confirmed" else None
            ended = replace(kept, visit=Visit(kept.visit.language), slip=slip)
            return ended, Shown(None, None, slip)
        visit = replace(kept.visit, conversation=after)
        return replace(kept, visit=visit), Shown(screen, service, None)

    return change


def sending(
    service: Service, talk: Conversation, sent: str, desk: NodeDesk
) -> Callable[[Kept], tuple[Kept, Slip]]:
    """Open the case of a conversation that came whole, as `sent`; what came before under the same
    address keeps its receipt. Raises Reused."""

    def change(kept: Kept) -> tuple[Kept, Slip]:
        before = receipt_of(kept, sent)
        if before is not None:
            return kept, before
        slip = _slip(Visit(talk.language), service, talk, desk)
        after = replace(kept, session=digest_of(sent), slip=slip) if slip.number else kept
        return after, slip

    return change


def receipt_of(kept: Kept, sent: str) -> Slip | None:
    """The receipt of what was sent whole, if it was; raises Reused when something else was."""
    if kept.slip is not None and kept.session != digest_of(sent):
        raise Reused
    return kept.slip


def _slip(visit: Visit, service: Service, talk: Conversation, desk: NodeDesk) -> Slip:
    kind: Kind
    if visit.completing:
        completed = desk.complete(visit.case, talk)
        kind = "completed" if completed else "closed"
        cost = completed.cost if completed else None
        return Slip(kind, visit.case, service.digest, cost=cost)
    receipt = desk.confirm(service, talk)
    if receipt.shut:
        return Slip(cast(Kind, receipt.shut), "", service.digest)
    secret = "" if receipt.secret_sent else receipt.secret
    today = _view(service, desk.now).today
    return Slip(
        "opened",
        receipt.number,
        service.digest,
        receipt.due,
        secret,
        desk.phone,
        tuple(paper.name for paper in papers_for(service, talk.answers, today)),
    )


def _view(service: Service, now: datetime) -> View:
    today: date = casework.moment(service.country, now).today
    return View(today, "screen", groups=True)

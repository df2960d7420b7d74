"""The node's desk: what the reception asks, answered from the catalogue and the cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NoReturn

from django.conf import settings

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment, answerable, choosable, contestable, movable, new_cost
from kene.core.casefile.number import Random
from kene.core.conversation import Conversation
from kene.core.conversation.visit import Glimpse, Receipt, Request
from kene.core.services import Service
from kene.core.values import Setting
from kene.intake.spoken import await_writing

WRITTEN: Final = ("sms", "whatsapp", "telegram")
"""Channels where whoever answers a question may ask for the link as well."""
SLOTS: Final = 60
"""How many free times are looked for: those of the next days."""


@dataclass(frozen=True, slots=True)
class NodeDesk:
    """The desk of one person, at one time. `phone` is E.164, or "" where it is not known."""

    channel: str
    phone: str
    now: datetime
    rng: Random
    places: tuple[str, ...] = ()

    def offered(self) -> tuple[Service, ...]:
        """The services that this channel serves."""
        return tuple(each for each in catalogue.offered() if self.channel in each.channels)

    def service(self, digest: str) -> Service:
        """A service by its digest, offered or not."""
        return catalogue.service(digest)

    def languages(self) -> tuple[str, ...]:
        """All languages of the services offered, in the order in which services list them."""
        listed = (language for each in self.offered() for language in each.languages)
        return tuple(dict.fromkeys(listed)) or ("fr",)

    def cases(self, language: str) -> tuple[Glimpse, ...]:
        """The cases of this person's phone, the latest first."""
        if not self.phone:
            return ()
        moment = casework.moment(catalogue.home(), self.now)
        return tuple(self.glimpse(case, language) for case in casework.cases_of(self.phone, moment))

    def look(self, number: str, secret: str, language: str) -> Glimpse | None:
        """A case by its number and code; None when they do not go together, or must wait."""
        try:
            case = casework.follow(number, secret, casework.moment(catalogue.home(), self.now))
        except (casework.NotFound, casework.TooMany):
            return None
        return self.glimpse(case, language)

    def shut(self, service: Service) -> str:
        """Why the service receives no request now; "" when it does."""
        return casework.shut(service, casework.moment(service.country, self.now))

    def confirm(self, service: Service, conversation: Conversation) -> Receipt:
        """Open the case of a confirmed conversation, unless no request is received any more; what
        was said waits to be written down first."""
        confirmed = casework.Confirmed(
            service, conversation.answers, self.channel, conversation.language, self.phone
        )
        moment = casework.moment(service.country, self.now)
        if conversation.spoken:
            shut = casework.shut(service, moment)
            if not shut:
                self.heard(service, conversation)
            return Receipt("", shut=shut, said=not shut)
        try:
            opened = self.opened(confirmed, moment)
        except casework.NotReceived as refused:
            return Receipt("", shut=refused.why)
        return Receipt(opened.number, opened.due, bool(self.phone), opened.secret)

    def opened(self, confirmed: casework.Confirmed, moment: Moment) -> casework.Receipt:
        """Open a case. Raises casework.NotReceived."""
        return casework.open_case(confirmed, self.rng, moment)

    def heard(self, service: Service, conversation: Conversation) -> None:
        """Keep a confirmed conversation of which an answer was said, to be written down."""
        await_writing(service, conversation, self.phone, self.now)

    def complete(self, number: str, conversation: Conversation) -> Receipt | None:
        """Give a case the answers that it asked for; None when it no longer waits for them."""
        moment = casework.moment(catalogue.home(), self.now)
        try:
            case = casework.complete(number, conversation.answers, self.channel, moment)
        except casework.Refused:
            return None
        return Receipt(number, cost=new_cost(case.service, case.events))

    def withdraw(self, number: str) -> bool:
        """Withdraw a request; False when it is closed already."""
        try:
            casework.withdraw(number, self.channel, casework.moment(catalogue.home(), self.now))
        except casework.Refused:
            return False
        return True

    def contest(self, number: str, reason: str) -> str:
        """Contest how a case was closed; "" when it is done, else the word of why not."""
        moment = casework.moment(catalogue.home(), self.now)
        try:
            casework.contest(number, reason, self.channel, moment)
        except casework.Refused as refused:
            return refused.reason
        return ""

    def slots(self, number: str) -> tuple[datetime, ...]:
        """The next free times of a case's appointment."""
        moment = casework.moment(catalogue.home(), self.now)
        found = casework.cases_of(self.phone, moment) if self.phone else ()
        case = next((each for each in found if each.number == number), None)
        return casework.free_slots(case, moment, SLOTS) if case else ()

    def book(self, number: str, slot: datetime) -> str:
        """Choose a time, or move to it; "" when it is done, else the word of why not."""
        moment = casework.moment(catalogue.home(), self.now)
        try:
            casework.book(number, slot, self.channel, moment)
        except casework.Refused as refused:
            return refused.reason
        return ""

    def unbook(self, number: str) -> bool:
        """Cancel an appointment; False when it can't be any more."""
        try:
            casework.unbook(number, self.channel, casework.moment(catalogue.home(), self.now))
        except casework.Refused:
            return False
        return True

    def texted(self) -> str | None:
        """Where messages to this node are sent; "" where the person writes there already."""
        return "" if self.channel in WRITTEN else settings.KENE.sms_number or None

    def recent(self) -> tuple[str, ...]:
        """The places that this person answered lately, by code."""
        return self.places

    def glimpse(self, case: casework.CaseView, language: str) -> Glimpse:
        """A case as its applicant sees it on a phone."""
        service = case.service
        moment = casework.moment(service.country, self.now)
        today = moment.today
        setting = Setting(language, service.country, today, "short")
        wanted = tuple(answerable(service, case.file, today))
        request = Request(service, case.file.answers, case.file.asked) if wanted else None
        title = service.wording(language).say("title", short=True)
        lines = casework.status_lines(case, setting)
        until = contestable(service, case.file) if service.contest and service.contest.to else None
        return Glimpse(
            number=case.number,
            title=title,
            lines=lines,
            request=request,
            withdrawable=case.file.open,
            contestable=until is not None and today <= until,
            bookable=choosable(service, case.file, moment) is not None,
            booked=movable(case.file, moment),
        )


class Writes(Exception):
    """What was asked of a desk that only reads would write."""


def _writes(*_: object) -> NoReturn:
    raise Writes


_refused: Final[Any] = _writes


@dataclass(frozen=True, slots=True)
class Glance(NodeDesk):
    """A desk that reads only: what would write raises Writes, for it to be done under a lock.

    A case that depends on no other is worked out, to be written later: it is in `openings`.
    """

    openings: list[casework.Opening] = field(default_factory=list)

    def cases(self, language: str) -> tuple[Glimpse, ...]:
        """The cases of this person's phone. Raises Writes where one of them is not written yet."""
        if self.openings:
            raise Writes
        return NodeDesk.cases(self, language)

    look = heard = complete = withdraw = contest = book = unbook = _refused

    def opened(self, confirmed: casework.Confirmed, moment: Moment) -> casework.Receipt:
        """Work out a case. Raises Writes where that can't be done ahead, and NotReceived."""
        opening = casework.foresee(confirmed, self.rng, moment)
        if opening is None:
            raise Writes
        self.openings.append(opening)
        return opening.receipt

"""What happened to a case: its events as a timeline, and the messages that left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from kene.backoffice.words import channel, clock, language_name, own, say, short_day
from kene.casework import api as casework
from kene.core.casefile import (
    NODE,
    Acted,
    Booked,
    Cancelled,
    Checked,
    Completed,
    Contested,
    Decided,
    Declined,
    Event,
    Issued,
    Lapsed,
    Moved,
    Opened,
    Owed,
    Paid,
    Proposed,
    Ranked,
    Received,
    Reminded,
    Told,
    Withdrawn,
)
from kene.core.services import CLOSED, Naming
from kene.core.values import Money
from kene.people import api as people


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a timeline: when, what, by whom ("" when nobody clicked), and more about it."""

    when: str
    iso: str
    what: str
    who: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to the applicant: when it was posted, how it fares, and its words."""

    when: str
    iso: str
    state: str
    failed: bool
    text: str


class Story:
    """Tells the events of one version of a service; `names` are agents' names by username."""

    def __init__(self, naming: Naming, names: Mapping[str, str]) -> None:
        self.naming = naming
        self.names = names

    def moment(self, event: Event) -> Moment:
        """An event."""
        what, who, details = self._told(event)
        when = clock(event.at, self.naming.service.country)
        iso = event.at.isoformat(timespec="seconds")
        return Moment(when, iso, what, who, tuple(filter(None, details)))

    def _told(self, event: Event) -> tuple[str, str, tuple[str, ...]]:
        match event:
            case Opened() | Completed() | Contested() | Booked() | Cancelled() | Withdrawn():
                return self._asked(event)
            case Acted() | Proposed() | Declined() | Paid() | Ranked() | Issued():
                return self._done(event)
            case Decided():
                return self._decided(event), "", ()
            case Owed(_, amount):
                return say("event.owed", fee=self._money(amount)), "", ()
            case Received(evidence=evidence):
                what = say("event.received", paper=self.naming.named(f"evidence.{evidence}"))
                return what, "", ()
            case Checked(agent=agent, evidence=evidence, form=form):
                what = say("event.checked", paper=self.naming.named(f"evidence.{evidence}"))
                return what, self._name(agent), (say(f"accept.{form}"),)
            case Moved(agent=agent, why=why, stage=stage, due=due):
                what = say("event.moved", version=self.naming.service.version)
                return what, self._name(agent), (why, self._next(stage, due))
            case Told() | Reminded():
                missed = isinstance(event, Reminded) and event.missed
                kind = "not_reminded" if missed else type(event).__name__.lower()
                return say(f"event.{kind}"), "", ()
            case Lapsed(_, _, to, due):
                return say("event.lapsed"), "", (self._next(to, due) if to else "",)
            case _:
                assert_never(event)

    def _asked(
        self, event: Opened | Completed | Contested | Booked | Cancelled | Withdrawn
    ) -> tuple[str, str, tuple[str, ...]]:
        """What the applicant did."""
        by = channel(event.channel)
        match event:
            case Opened(language=language, stage=stage, due=due):
                what = say("event.opened", channel=by, language=language_name(language))
                return what, "", (self._next(stage, due),)
            case Completed(to=to, due=due):
                return say("event.completed", channel=by), "", (self._next(to, due),)
            case Contested(to=to, due=due, reason=reason):
                return say("event.contested", channel=by), "", (reason, self._next(to, due))
            case Booked(at_time=at_time, to=to, due=due):
                when = f"{short_day(at_time.date())} à {at_time:%H:%M}"
                return say("event.booked", when=when, channel=by), "", (self._next(to, due),)
            case Cancelled(to=to, due=due):
                return say("event.unbooked", channel=by), "", (self._next(to, due),)
            case Withdrawn():
                return say("event.withdrawn", channel=by), "", ()
            case _:
                assert_never(event)

    def _done(
        self, event: Acted | Proposed | Declined | Paid | Ranked | Issued
    ) -> tuple[str, str, tuple[str, ...]]:
        """What agents did, or the node for them."""
        who = self._name(event.agent)
        match event:
            case Acted(action=action, to=to, due=due, reason=reason, second=second):
                by = say("event.second", name=self._name(second)) if second else ""
                details = (reason, by, self._next(to, due))
                return self.naming.named(f"actions.{action}"), who, details
            case Proposed(action=action, reason=reason):
                what = say("event.proposed", action=self.naming.named(f"actions.{action}"))
                return what, who, (reason,)
            case Declined(action=action, reason=reason):
                what = say("event.declined", action=self.naming.named(f"actions.{action}"))
                return what, who, (reason,)
            case Paid(means=means, amount=amount, receipt=receipt):
                what = say("event.paid", fee=self._money(amount), means=say(f"means.{means}"))
                return what, who, (say("event.receipt", receipt=receipt) if receipt else "",)
            case Ranked(rank=rank):
                return say("event.ranked", rank=rank or say("erased")), who, ()
            case Issued(document=document, number=number):
                name = self.naming.named(f"documents.{document}")
                number = say("event.issued_number", number=number)
                return say("event.issued", document=name), who, (number,)
            case _:
                assert_never(event)

    def _money(self, amount: int | None) -> str:
        return say("erased") if amount is None else Money().show(amount, self.naming.setting)

    def _decided(self, event: Decided) -> str:
        title = self.naming.named(f"decisions.{event.decision}.label")
        if event.outcome is None:
            return say("event.undecided", decision=title)
        outcome = self.naming.shown(event.decision, event.outcome)
        return say("event.decided", decision=title, outcome=outcome)

    def _next(self, stage: str, due: date | None) -> str:
        name = self.naming.named(f"stages.{stage}")
        if stage == CLOSED or due is None:
            return say("event.next_open", stage=name)
        return say("event.next", stage=name, day=short_day(due))

    def _name(self, agent: str) -> str:
        return say("event.by_rule") if agent == NODE else self.names.get(agent, agent)


def moments(case: casework.CaseView, naming: Naming, events: Iterable[Event]) -> Iterator[Moment]:
    """Events of a case in their order, each in the words of the version by which it happened."""
    names = people.names(agents_of(case.events))
    for event in events:
        yield Story(replace(naming, service=case.service_of(event)), names).moment(event)


def agents_of(events: Iterable[Event]) -> set[str]:
    """The usernames of the agents who did something."""
    acts = [
        event
        for event in events
        if isinstance(event, Acted | Proposed | Declined | Paid | Ranked | Issued | Checked | Moved)
    ]
    seconds = {event.second for event in acts if isinstance(event, Acted)}
    return ({event.agent for event in acts} | seconds) - {"", NODE}


def letters(number: str, country: str) -> Iterator[Letter]:
    """The messages of a case, oldest first; the secret in them stays hidden."""
    for message in casework.messages(number):
        key = f"message.{message.state}"
        yield Letter(
            clock(message.at, country),
            message.at.isoformat(timespec="seconds"),
            say(key) if own().has(key) else message.state,
            message.state == "failed",
            casework.shown(message) or say("message.erased"),
        )

"""What happened to a case: its events as a timeline, and the messages that left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from kene.backoffice.words import channel, clock, language_name, own, say, short_day
from kene.casework import api as casework
from kene.core.casefile import (
    Acted,
    Completed,
    Decided,
    Event,
    Issued,
    Lapsed,
    Opened,
    Told,
    Withdrawn,
)
from kene.core.services import CLOSED, Naming


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
    """Tells the events of one case; `names` are agents' names by username."""

    def __init__(self, naming: Naming, names: Mapping[str, str]) -> None:
        self.naming = naming
        self.names = names

    def moments(self, events: Iterable[Event]) -> Iterator[Moment]:
        """The events, in their order."""
        country = self.naming.service.country
        for event in events:
            what, who, details = self._told(event)
            when = clock(event.at, country)
            yield Moment(
                when,
                event.at.isoformat(timespec="seconds"),
                what,
                who,
                tuple(filter(None, details)),
            )

    def _told(self, event: Event) -> tuple[str, str, tuple[str, ...]]:
        match event:
            case Opened(_, by, language, _, stage, due):
                spoken = language_name(language)
                what = say("event.opened", channel=channel(by), language=spoken)
                return what, "", (self._next(stage, due),)
            case Decided():
                return self._decided(event), "", ()
            case Acted(_, agent, _, action, to, due, reason):
                details = (reason, self._next(to, due))
                return self.naming.named(f"actions.{action}"), self._name(agent), details
            case Completed(_, by, _, _, to, _, due):
                what = say("event.completed", channel=channel(by))
                return what, "", (self._next(to, due),)
            case Issued(_, document, number, agent):
                name = self.naming.named(f"documents.{document}")
                number = say("event.issued_number", number=number)
                return say("event.issued", document=name), self._name(agent), (number,)
            case Told():
                return say("event.told"), "", ()
            case Withdrawn(_, by):
                return say("event.withdrawn", channel=channel(by)), "", ()
            case Lapsed(_, _, to, due):
                return say("event.lapsed"), "", (self._next(to, due) if to else "",)
            case _:
                assert_never(event)

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
        return self.names.get(agent, agent)


def agents_of(events: Iterable[Event]) -> set[str]:
    """The usernames of the agents who did something."""
    return {event.agent for event in events if isinstance(event, Acted | Issued) and event.agent}


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

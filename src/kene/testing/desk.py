"""A node in memory: what the reception asks of a node, for one person, without a database.

Cases are made by the same pure functions as on a node; numbers are drawn from a fixed seed, so that
a transcript reads the same each time. Its days have no holidays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from kene.core.casefile import (
    Acted,
    Agent,
    CaseFile,
    Event,
    Issued,
    Moment,
    Refused,
    Told,
    acting,
    actions,
    completing,
    fold,
    lapsing,
    new_number,
    opening,
    show_number,
    withdrawing,
)
from kene.core.conversation import Conversation
from kene.core.conversation.reception import Glimpse, Receipt, Request
from kene.core.services import APPLICANT, CLOSED, Service
from kene.core.values import Date, Place, Setting
from kene.core.wording import bundled

SEED: Final = 20260101
_MORNING: Final = time(9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Held:
    """A case of the desk: its number, its service and its events; `texts` are the messages told."""

    number: str
    secret: str
    service: Service
    events: tuple[Event, ...]
    texts: tuple[str, ...] = ()

    @property
    def file(self) -> CaseFile:
        """What the events amount to."""
        return fold(self.service, self.events)


@dataclass(slots=True)
class MemoryDesk:
    """A desk with these services on that day; `channel` is where the person is now."""

    services: Sequence[Service]
    today: date
    channel: str = "ussd"
    held: dict[str, Held] = field(default_factory=dict)
    rng: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 -- to be repeated

    @property
    def moment(self) -> Moment:
        """The morning of the desk's day."""
        return Moment(datetime.combine(self.today, _MORNING), self.today)

    @property
    def last(self) -> Held | None:
        """The case that was opened last."""
        return next(reversed(self.held.values()), None)

    def offered(self) -> tuple[Service, ...]:
        """All its services."""
        return tuple(self.services)

    def service(self, digest: str) -> Service:
        """The service of that digest. Raises StopIteration when it is not here."""
        return next(each for each in self.services if each.digest == digest)

    def languages(self) -> tuple[str, ...]:
        """The languages of all its services, in their order."""
        return tuple(dict.fromkeys(code for each in self.services for code in each.languages))

    def cases(self, language: str) -> tuple[Glimpse, ...]:
        """The person's cases, the latest first."""
        return tuple(self._glimpse(held, language) for held in reversed(self.held.values()))

    def look(self, number: str, secret: str, language: str) -> Glimpse | None:
        """A case by its number and secret."""
        held = self.held.get(number)
        return self._glimpse(held, language) if held and held.secret == secret else None

    def confirm(self, service: Service, conversation: Conversation) -> Receipt:
        """Open the case of a confirmed conversation."""
        number, secret = new_number(self.rng), f"{self.rng.randrange(10**6):06d}"
        answers, language = conversation.answers, conversation.language
        events = opening(service, answers, self.channel, language, self.moment)
        self.held[number] = Held(number, secret, service, tuple(events))
        return Receipt(number, self.held[number].file.due)

    def complete(self, number: str, conversation: Conversation) -> bool:
        """Give a case the answers that it asked for; False when it waits for none."""
        held, answers = self.held[number], conversation.answers
        try:
            events = completing(held.service, held.file, answers, self.channel, self.moment)
        except Refused:
            return False
        self._append(held, events)
        return True

    def withdraw(self, number: str) -> bool:
        """Withdraw a request."""
        held = self.held[number]
        if not held.file.open:
            return False
        self._append(held, withdrawing(held.file, self.channel, self.moment))
        return True

    def recent(self) -> tuple[str, ...]:
        """The places answered in its cases, the latest first."""
        return tuple(
            str(held.file.answers[name])
            for held in reversed(self.held.values())
            for name, asked in held.service.fields.items()
            if isinstance(asked.type, Place) and name in held.file.answers
        )

    def act(self, held: Held, role: str, action: str, reason: str) -> None:
        """An agent's action, then what the pack says that it issues and tells. Raises Refused."""
        service = held.service
        [acted] = acting(service, held.file, action, Agent(role, role), reason, self.moment)
        assert isinstance(acted, Acted)
        done = service.stages[acted.stage].actions[action]
        held = self._append(held, [acted])
        if done.issue:
            number = f"{show_number(held.number)} / {len(held.file.issued) + 1}"
            held = self._append(held, [Issued(self.moment.now, done.issue, number, role)])
        if done.tell:
            due = self._day(held, acted.due) if acted.due else ""
            self._tell(held, done.tell, {"reason": acted.reason, "due": due})

    def on(self, today: date) -> None:
        """Go to that day; each deadline that passes does what the pack says, on the day after."""
        while self.today < today:
            dues = [held.file.due for held in self.held.values() if held.file.due]
            passed = [due + timedelta(days=1) for due in dues if self.today <= due < today]
            self.today = min([*passed, today])
            for held in tuple(self.held.values()):
                self._lapse(held)

    def can(self, held: Held, role: str) -> tuple[str, ...]:
        """The actions that a role can do now."""
        return tuple(each.name for each in actions(held.service, held.file, role, self.today))

    def _lapse(self, held: Held) -> None:
        before = held.file.stage
        events = lapsing(held.service, held.file, self.moment)
        held = self._append(held, events)
        late = held.service.stages[before].late if events else None
        if late is not None and late.tell:
            self._tell(held, late.tell, {})

    def _append(self, held: Held, events: Sequence[Event]) -> Held:
        self.held[held.number] = replace(held, events=(*held.events, *events))
        return self.held[held.number]

    def _tell(self, held: Held, key: str, details: Mapping[str, str]) -> None:
        wording = held.service.wording(held.file.language)
        number = show_number(held.number)
        text = wording.say(f"messages.{key}", short=True, number=number, **details)
        told = self._append(held, [Told(self.moment.now, key, str(len(held.texts)))])
        self.held[held.number] = replace(told, texts=(*told.texts, text))

    def _day(self, held: Held, day: date) -> str:
        setting = Setting(held.file.language, held.service.country, self.today, "short")
        return Date().show(day, setting)

    def _glimpse(self, held: Held, language: str) -> Glimpse:
        file, wording = held.file, held.service.wording(language)
        own = bundled("kene.casework", language)
        stage = wording.say(f"stages.{file.stage}", short=True)
        lines = [own.say("stage", short=True, stage=stage)]
        if file.due is not None:
            lines.append(own.say("until", short=True, day=self._day(held, file.due)))
        wanted = None
        if file.stage != CLOSED and held.service.stages[file.stage].by == APPLICANT:
            wanted = Request(held.service, file.answers, file.asked)
        title = wording.say("title", short=True)
        return Glimpse(held.number, title, tuple(lines), wanted, withdrawable=file.open)

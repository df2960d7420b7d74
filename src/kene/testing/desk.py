"""A node in memory: what the reception asks of a node, for one person, without a database.

Cases are made by the same pure functions as on a node; numbers are drawn from a fixed seed, so that
a transcript reads the same each time. Its days have no holidays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from kene.core.casefile import (
    Acted,
    Agent,
    Candidate,
    CaseFile,
    Event,
    Given,
    Issued,
    Moment,
    Refused,
    Told,
    acting,
    actions,
    answerable,
    booking,
    cancelling,
    checking,
    choosable,
    completing,
    confirming,
    contestable,
    contesting,
    declining,
    details,
    due_of,
    effects,
    fold,
    granted,
    lapsing,
    movable,
    new_cost,
    new_number,
    opening,
    papers,
    publishing,
    ranking,
    remind_on,
    reminding,
    show_number,
    slots,
    standing,
    waiting_for,
    withdrawing,
)
from kene.core.conversation import Conversation
from kene.core.conversation.visit import Glimpse, Receipt, Request
from kene.core.services import Service
from kene.core.values import Place, Setting
from kene.core.wording import bundled

SEED: Final = 20260101
CONFIRM: Final = "confirm"
SHORT_CODE: Final = "36000"
DECLINE: Final = "decline"
"""What a second agent answers to what is proposed."""
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

    def texted(self) -> str | None:
        """The number of a node that takes messages, for whoever is not writing one."""
        return "" if self.channel == "sms" else SHORT_CODE

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

    def shut(self, service: Service) -> str:
        """Why the service receives no request now; "" when it does."""
        call = service.call
        if call is None or call.shut(self.today):
            return call.shut(self.today) if call else ""
        taken = [
            each for each in self.held.values() if each.file.open or granted(service, each.file)
        ]
        return "full" if call.places and not call.rank and len(taken) >= call.places else ""

    def confirm(self, service: Service, conversation: Conversation) -> Receipt:
        """Open the case of a confirmed conversation, unless no request is received any more."""
        why = self.shut(service)
        if why:
            return Receipt("", shut=why)
        number, secret = new_number(self.rng), f"{self.rng.randrange(10**6):06d}"
        answers, language = conversation.answers, conversation.language
        events = opening(service, answers, self.channel, language, self.moment)
        self.held[number] = Held(number, secret, service, ())
        self._enter(self.held[number], events)
        return Receipt(number, due_of(self.held[number].file))

    def complete(self, number: str, conversation: Conversation) -> Receipt | None:
        """Give a case the answers that it asked for; None when it waits for none."""
        held, answers = self.held[number], conversation.answers
        try:
            events = completing(held.service, held.file, answers, self.channel, self.moment)
        except Refused:
            return None
        self._enter(held, events)
        return Receipt(number, cost=new_cost(held.service, self.held[number].events))

    def withdraw(self, number: str) -> bool:
        """Withdraw a request."""
        held = self.held[number]
        if not held.file.open:
            return False
        self._append(held, withdrawing(held.file, self.channel, self.moment))
        return True

    def contest(self, number: str, reason: str) -> str:
        """Contest how a case was closed; "" when it is done, else the word of why not."""
        held = self.held[number]
        try:
            events = contesting(held.service, held.file, self.channel, Given(reason), self.moment)
        except Refused as refused:
            return refused.reason
        self._enter(held, events)
        return ""

    def slots(self, number: str) -> tuple[datetime, ...]:
        """The next times of a case's appointment that are free."""
        held = self.held[number]
        appointment = choosable(held.service, held.file, self.moment)
        if appointment is None:
            return ()
        taken = Counter(each.file.visit.slot for each in self.held.values() if each.file.visit)
        found = slots(held.service, appointment, self.moment)
        return tuple(
            slot for slot in found if taken[slot.isoformat(timespec="minutes")] < appointment.places
        )

    def book(self, number: str, slot: datetime) -> str:
        """Choose a time, or move to it; "" when it is done, else the word of why not."""
        held = self.held[number]
        if slot not in self.slots(number):
            return "full"
        self._enter(held, booking(held.service, held.file, slot, self.channel, self.moment))
        return ""

    def unbook(self, number: str) -> bool:
        """Cancel an appointment; False when it can't be any more."""
        held = self.held[number]
        try:
            events = cancelling(held.service, held.file, self.channel, self.moment)
        except Refused:
            return False
        self._enter(held, events)
        return True

    def recent(self) -> tuple[str, ...]:
        """The places answered in its cases, the latest first."""
        return tuple(
            str(held.file.answers[name])
            for held in reversed(self.held.values())
            for name, asked in held.service.fields.items()
            if isinstance(asked.type, Place) and name in held.file.answers
        )

    def act(self, held: Held, role: str, action: str, given: Given) -> None:
        """An agent's action, then all that follows.

        Another agent of the role answers what is proposed, by `confirm` or `decline`. Raises
        Refused.
        """
        second = Agent(f"{role}-2", role)
        case = (held.service, held.file)
        if held.file.proposed is None:
            events = acting(*case, action, Agent(role, role), given, self.moment)
        elif action == CONFIRM:
            events = confirming(*case, second, self.moment)
        elif action == DECLINE:
            events = declining(*case, second, given, self.moment)
        else:
            raise Refused("not-now")
        self._enter(held, events)

    def see(self, held: Held, role: str, paper: str) -> None:
        """An agent notes that they saw a paper; `paper` is which and in what form, after a comma.

        Raises Refused.
        """
        evidence, _, form = paper.partition(",")
        wanted, agent = (evidence.strip(), form.strip()), Agent(role, role)
        self._enter(held, checking(held.service, held.file, wanted, agent, self.moment))

    def publish(self, role: str) -> None:
        """Publish the ranking of the call, every case at once. Raises Refused."""
        service = next(each for each in self.services if each.call and each.call.rank)
        assert service.call is not None and service.call.rank is not None
        if service.call.shut(self.today) != "over" or not service.call.places:
            raise Refused("call-open")
        rank = service.call.rank
        if service.stages[rank.stage].by != role:
            raise Refused("not-now")
        waiting = [
            Candidate(held.number, held.service, held.file)
            for held in self.held.values()
            if held.file.stage == rank.stage
        ]
        for placed in ranking(rank, service.call.places, waiting, self.today).placed:
            events = publishing(placed, rank, Agent(role, role), self.moment)
            self._enter(self.held[placed.candidate.number], events)

    def on(self, today: date) -> None:
        """Go to that day; each deadline that passes does what the pack says, on the day after, and
        each reminder leaves on its own."""
        while self.today < today:
            self.today = min([*self._awaited(today), today])
            for held in tuple(self.held.values()):
                self._enter(held, lapsing(held.service, held.file, self.moment))
                held = self.held[held.number]
                self._enter(held, reminding(held.service, held.file, self.moment))

    def _awaited(self, until: date) -> Iterator[date]:
        """The days after this one, before that one, on which something happens by itself."""
        for held in self.held.values():
            due, remind = held.file.due, remind_on(held.service, held.file)
            days = (due + timedelta(days=1) if due else None, remind)
            yield from (day for day in days if day and self.today < day < until)

    def can(self, held: Held, role: str) -> tuple[str, ...]:
        """The actions that a role can do now."""
        if held.file.proposed is not None:
            return (CONFIRM, DECLINE) if waiting_for(held.service, held.file) == role else ()
        return tuple(each.name for each in actions(held.service, held.file, role, self.today))

    def papers(self, held: Held) -> tuple[str, ...]:
        """The papers that can be seen now, each in each form accepted, as `see` reads them."""
        called_for = papers(held.service, held.file, self.today) if held.file.open else ()
        return tuple(f"{each.name}, {form}" for each in called_for for form in each.accept)

    def _enter(self, held: Held, events: Sequence[Event]) -> None:
        """Events, each followed by the documents that it issues and the message that it tells."""
        for event in events:
            held = self._append(held, [event])
            follow = effects(held.service, event)
            by = event.agent if isinstance(event, Acted) else ""
            for name in follow.issue:
                number = f"{show_number(held.number)} / {len(held.file.issued) + 1}"
                held = self._append(held, [Issued(self.moment.now, name, number, by)])
            if follow.tell:
                setting = Setting(held.file.language, held.service.country, self.today, "short")
                words = details(held.service, held.file, event, setting)
                held = self._tell(held, follow.tell, words)

    def _append(self, held: Held, events: Sequence[Event]) -> Held:
        self.held[held.number] = replace(held, events=(*held.events, *events))
        return self.held[held.number]

    def _tell(self, held: Held, key: str, words: Mapping[str, str]) -> Held:
        wording, name = held.service.wording(held.file.language), f"messages.{key}"
        if not wording.has(name):
            wording, name = bundled("kene.casework", held.file.language), key
        text = wording.say(name, short=True, number=show_number(held.number), **words)
        told = self._append(held, [Told(self.moment.now, key, str(len(held.texts)))])
        self.held[held.number] = replace(told, texts=(*told.texts, text))
        return self.held[held.number]

    def _glimpse(self, held: Held, language: str) -> Glimpse:
        file, wording = held.file, held.service.wording(language)
        setting = Setting(language, held.service.country, self.today, "short")
        wanted = None
        if answerable(held.service, file, self.today):
            wanted = Request(held.service, file.answers, file.asked)
        title = wording.say("title", short=True)
        contest, until = held.service.contest, contestable(held.service, file)
        return Glimpse(
            number=held.number,
            title=title,
            lines=standing(held.service, file, lambda _: held.service, setting),
            request=wanted,
            withdrawable=file.open,
            contestable=bool(contest and contest.to and until and self.today <= until),
            bookable=choosable(held.service, file, self.moment) is not None,
            booked=movable(file, self.moment),
        )

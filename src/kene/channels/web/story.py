"""A case told to its applicant: where it is, its steps as a timeline, and who read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from babel.core import get_global
from django.urls import reverse

from kene.casework import api as casework
from kene.channels.web import pages
from kene.channels.web.words import typeset, words
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
    Moment,
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
    choosable,
    contestable,
    movable,
    papers,
    ruling,
    show_number,
    why,
)
from kene.core.conversation import label
from kene.core.decisions import Explanation
from kene.core.services import APPLICANT, Service
from kene.core.values import Date, Money, Setting, TimeOfDay
from kene.journal.api import Line
from kene.people import api as people


def followed(case: casework.CaseView, language: str, now: datetime) -> pages.Followed:
    """The page of a case."""
    return _Story(case, language, now, case.service).page()


def accesses(lines: Iterable[Line], language: str, country: str) -> Iterator[pages.Access]:
    """Who did what with a case, latest first; agents by their names.

    The same person doing the same thing again within one minute is one line.
    """
    told = sorted(lines, key=lambda line: line.index, reverse=True)
    names = people.names(line.who for line in told)
    own = words(language)
    last: tuple[str, str, str] | None = None
    for line in told:
        someone, verb = f"access.by.{line.who}", f"access.verb.{line.what}"
        when = clock(line.at, country, language)
        who = own.say(someone) if own.has(someone) else names.get(line.who, line.who)
        what = own.say(verb) if own.has(verb) else line.what
        if (when, who, what) != last:
            yield pages.Access(line.at, when, who, what)
        last = (when, who, what)


def clock(at: datetime, country: str, language: str) -> str:
    """A time in the country's own, in words: `24 novembre 2026 à 9 h 05`."""
    here = at.astimezone(ZoneInfo(get_global("territory_zones")[country.upper()][0]))
    day = Date().show(here.date(), Setting(language, country, here.date()))
    return words(language).say("frame.clock", day=day, hour=here.hour, minute=f"{here.minute:02}")


@dataclass(frozen=True, slots=True)
class _Story:
    case: casework.CaseView
    language: str
    now: datetime
    version: Service
    """The version of the service whose words tell."""

    def page(self) -> pages.Followed:
        case, file = self.case, self.case.file
        lines = casework.status_lines(case, self._setting)
        return pages.Followed(
            number=show_number(case.number),
            service=self._named("title"),
            lines=tuple(typeset(line) for line in lines),
            asked=tuple(typeset(line) for line in self._asked()),
            moments=tuple(self._moments()),
            papers=tuple(self._papers()),
            proofs=tuple(self._proofs()),
            reasons=tuple(self._reasons()),
            open=file.open,
            contestable=self._contestable(),
            bookable=choosable(case.service, file, self._at) is not None,
            booked=movable(file, self._at),
        )

    @property
    def _at(self) -> Moment:
        return casework.moment(self.case.service.country, self.now)

    @property
    def _setting(self) -> Setting:
        return Setting(self.language, self.case.service.country, self._at.today)

    def _asked(self) -> Iterator[str]:
        """What the applicant is asked again, why, and by when; nothing when nothing is."""
        file = self.case.file
        if not file.asked or self.case.role != APPLICANT:
            return
        if file.due is not None:
            yield self._say("asked.until", day=self._day(file.due))
        last = file.done[-1]
        if isinstance(last, Acted) and last.reason:
            yield self._say("asked.because", reason=last.reason)
        service = self.case.service
        labels = ", ".join(label(service, name, self.language) for name in file.asked)
        yield self._say("asked.again", labels=labels)

    def _papers(self) -> Iterator[pages.Paper]:
        latest = {issued.document: issued for issued in self.case.file.issued}
        for name, issued in latest.items():
            address = reverse("kene_web:document", args=(name,))
            detail = self._say("paper", day=self._day(issued.at.date()))
            yield pages.Paper(self._named(f"documents.{name}"), address, typeset(detail))

    def _proofs(self) -> Iterator[pages.Proof]:
        """The papers to show; pictures of them can be sent while the case is open."""
        file = self.case.file
        for evidence in papers(self.case.service, file, self._setting.today):
            name, sent = (
                evidence.name,
                sum(each.evidence == evidence.name for each in file.received),
            )
            photo = "photo" in evidence.accept
            if any(each.evidence == name for each in file.checked):
                detail = self._say("proof.checked")
            elif sent:
                detail = self._say("proof.sent", n=sent)
            else:
                detail = self._say("proof.photo" if photo else "proof.counter")
            address = reverse("kene_web:piece", args=(name,)) if photo and file.open else ""
            yield pages.Proof(self._named(f"evidence.{name}"), typeset(detail), address)

    def _reasons(self) -> Iterator[pages.Why]:
        for decided in self.case.file.decided.values():
            made_by = self.case.service_of(decided)
            found = why(made_by, self.case.file, decided, self._setting)
            if found is not None:
                title = f"{found.title} : {found.outcome}" if found.outcome else found.title
                yield pages.Why(typeset(title), tuple(map(typeset, found.sentences)))

    def _moments(self) -> Iterator[pages.Moment]:
        for event in self.case.events:
            if isinstance(event, Reminded) and event.missed:
                continue
            told = replace(self, version=self.case.service_of(event))._told(event)
            if told is not None:
                what, detail = told
                when = clock(event.at, self.case.service.country, self.language)
                yield pages.Moment(event.at, when, typeset(what), typeset(detail))
        file = self.case.file
        if file.open:
            what = self._named(f"stages.{file.stage}")
            when = self._say("until", day=self._day(file.due)) if file.due else self._say("now")
            yield pages.Moment(None, when, what, state="now")

    def _contestable(self) -> bool:
        case = self.case
        contest, until = case.service.contest, contestable(case.service, case.file)
        return bool(contest and contest.to and until and self._setting.today <= until)

    def _told(self, event: Event) -> tuple[str, str] | None:
        match event:
            case Decided():
                return self._decided(event)
            case Owed() | Paid() | Ranked():
                return self._counted(event)
            case Received(evidence=evidence) | Checked(evidence=evidence):
                key = type(event).__name__.lower()
                return self._say(key), self._named(f"evidence.{evidence}")
            case Proposed() | Declined():
                return None  # what is not settled inside the authority binds nobody yet
            case Acted():
                return self._acted(event)
            case Issued(document=document, number=number):
                return self._named(f"documents.{document}"), self._say("issued", number=number)
            case Contested(reason=detail) | Moved(why=detail):
                return self._say(type(event).__name__.lower()), detail
            case Booked(at_time=at_time):
                day, time = (
                    self._day(at_time.date()),
                    TimeOfDay().show(at_time.time(), self._setting),
                )
                return self._say("booked", day=day, time=time), ""
            case (
                Opened() | Completed() | Cancelled() | Told() | Reminded() | Withdrawn() | Lapsed()
            ):
                return self._say(type(event).__name__.lower()), ""
            case _:
                assert_never(event)

    def _counted(self, event: Owed | Paid | Ranked) -> tuple[str, str] | None:
        """An amount, or a rank; None where nothing is owed, or nobody is ranked."""
        match event:
            case Owed(amount=amount):
                return (self._say("owed", fee=self._money(amount)), "") if amount else None
            case Paid(amount=amount, receipt=receipt):
                paid = self._say("paid", fee=self._money(amount))
                return paid, self._say("receipt", receipt=receipt)
            case Ranked(rank=rank):
                return (self._say("ranked", rank=rank), "") if rank else None

    def _acted(self, event: Acted) -> tuple[str, str]:
        """An action; of one that the node did, the decisions that made it."""
        detail = event.reason
        if event.agent == NODE:
            made = ruling(self.version, self.case.file, event)
            told = (casework.decision_lines(self.case, each, self.language) for each in made)
            decisions = " ; ".join(f"{title} : {outcome}" for title, outcome in told)
            detail = self._say("automatic", decisions=decisions) if decisions else ""
        return self._named(f"actions.{event.action}"), detail

    def _money(self, amount: int | None) -> str:
        return Money().show(amount, self._setting) if amount is not None else ""

    def _decided(self, event: Decided) -> tuple[str, str] | None:
        """A decision with the law of the rule that gave it; None when it was not reached."""
        title, outcome = casework.decision_lines(self.case, event, self.language)
        if not outcome:
            return None
        laws: tuple[str, ...] = ()
        if event.explanation is not None:
            fired = Explanation.from_json(event.explanation).fired
            laws = tuple(self._named(f"law.{law}") for one in fired for law in one.laws)
        return f"{title} : {outcome}", ", ".join(dict.fromkeys(laws))

    def _named(self, key: str) -> str:
        return typeset(self.version.wording(self.language).say(key))

    def _say(self, key: str, **details: Any) -> str:  # noqa: ANN401
        return words(self.language).say(f"story.{key}", **details)

    def _day(self, day: date) -> str:
        return Date().show(day, self._setting)

"""What surrounds conversations on a phone: the language, the menu, going on, following a case.

`receive` decides from the visit and the input alone; what the node knows and does comes through a
`Desk`, which a node, a test and `kene talk` each bring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, Protocol

from kene.core.casefile import read_number, show_number
from kene.core.conversation.showing import draw, own, shut_sentence
from kene.core.conversation.state import Conversation, Scene, View, begin
from kene.core.conversation.step import take
from kene.core.screens import Note, Option, Question, Screen
from kene.core.screens.inputs import Back, Choose, Input, Language, Say
from kene.core.services import Service, papers_for
from kene.core.values import Date, Setting, Value

Spot = Literal[
    "start",
    "language",
    "menu",
    "resume",
    "talk",
    "cases",
    "number",
    "secret",
    "case",
    "withdraw",
    "contest",
]
SERVICE: Final = "service."
CASE: Final = "case."


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a person is. A conversation under way stays until it is confirmed or abandoned.

    `service` is the digest of the conversation's service; `case` the number looked at, and
    `completing` says that the conversation answers its request for more.
    """

    language: str = ""
    spot: Spot = "start"
    service: str = ""
    conversation: Conversation | None = None
    case: str = ""
    completing: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What a case asks its applicant to answer again."""

    service: Service
    answers: Mapping[str, Value]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What an applicant sees of a case: short lines in their language, and what they can do."""

    number: str
    title: str
    lines: tuple[str, ...]
    request: Request | None = None
    withdrawable: bool = False
    contestable: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a confirmation gave: the case's number, and the day by which it is answered.

    The `secret` is shown only where no message carries it. `shut` is the word of why none was
    opened: `early`, `over`, `full`.
    """

    number: str
    due: date | None = None
    secret_sent: bool = True
    secret: str = ""
    shut: str = ""


class Desk(Protocol):
    """What the reception can ask of a node, on behalf of one person."""

    def offered(self) -> tuple[Service, ...]:
        """The services that new conversations can choose."""

    def service(self, digest: str) -> Service:
        """A service by its digest, offered or not."""

    def languages(self) -> tuple[str, ...]:
        """The languages that the reception speaks, the first being the usual one."""

    def cases(self, language: str) -> tuple[Glimpse, ...]:
        """The cases of this person's phone, the latest first."""

    def look(self, number: str, secret: str, language: str) -> Glimpse | None:
        """A case by its number and secret; None when they do not go together."""

    def shut(self, service: Service) -> str:
        """Why the service receives no request now: `early`, `over`, `full`; "" when it does."""

    def confirm(self, service: Service, conversation: Conversation) -> Receipt:
        """Open the case of a confirmed conversation."""

    def complete(self, number: str, conversation: Conversation) -> bool:
        """Give a case the answers that it asked for; False when it waits for none any more."""

    def withdraw(self, number: str) -> bool:
        """Withdraw a request; False when it is closed already."""

    def contest(self, number: str, reason: str) -> str:
        """Contest how a case was closed; "" when it is done, else the word of why not:
        `too-late`, `not-now`."""

    def recent(self) -> tuple[str, ...]:
        """The places that this person answered lately, by code."""


def enter(visit: Visit, desk: Desk, view: View) -> tuple[Visit, Screen]:
    """A new session of a person: the language once, what was left open, or the menu."""
    return Reception(visit, desk, view).enter()


def receive(visit: Visit, given: Input, desk: Desk, view: View) -> tuple[Visit, Screen]:
    """The visit after that input, and the screen to show."""
    return Reception(visit, desk, view).receive(given)


def screen(visit: Visit, desk: Desk, view: View) -> Screen:
    """The screen where the visit is."""
    return Reception(visit, desk, view).screen()


class Reception:
    """A person being received: `visit` is where they are, and moves with each input."""

    def __init__(self, visit: Visit, desk: Desk, view: View) -> None:
        self.visit = visit
        self.desk = desk
        self.view = view
        self._scene: Scene | None = None

    def enter(self) -> tuple[Visit, Screen]:
        """A new session: the language once, what was left open, or the menu."""
        visit, spoken = self.visit, self.desk.languages()
        spot: Spot = "menu"
        if not visit.language:
            spot = "language" if len(spoken) > 1 else "menu"
        elif visit.conversation is not None:
            spot = "resume"
        language = visit.language or ("" if spot == "language" else spoken[0])
        return self._at(replace(visit, spot=spot, language=language))

    def receive(self, given: Input) -> tuple[Visit, Screen]:
        """The visit after that input, and the screen to show."""
        if self.visit.spot == "start":
            return self.enter()
        if self.visit.spot == "talk":
            return self._talk(given)
        if isinstance(given, Language):
            return self._at(self._spoken(given.code))
        if isinstance(given, Back):
            return self._at(replace(self.visit, spot="menu", case=""))
        match self.visit.spot, given:
            case "language", Choose(code):
                return self._at(replace(self._spoken(code), spot=self._next()))
            case "number" | "secret", Say(text):
                return self._sought(text)
            case "contest", Say(text) if text.strip():
                return self._contested(text)
            case _, Choose(key):
                return self._chosen(key)
            case _:
                return self._refuse("choose")

    def screen(self) -> Screen:
        """The screen where the visit is."""
        match self.visit.spot:
            case "language" | "start":
                return self._languages()
            case "menu":
                return self._menu()
            case "resume":
                return self._resume()
            case "talk":
                return self._conversation()
            case "cases":
                return self._cases()
            case "number" | "secret" | "contest":
                return self._ask(self.visit.spot)
            case "case":
                return self._case(self._glimpse())
            case "withdraw":
                options = self._options("withdraw_yes", "menu_back")
                return Screen("menu", self._say("withdraw"), options=options, back=True)

    def _say(self, key: str, **details: object) -> str:
        language = self.visit.language or self.desk.languages()[0]
        short = self.view.manner == "short"
        return own(language).say(f"reception.{key}", short=short, **details)

    def _options(self, *keys: str) -> tuple[Option, ...]:
        return tuple(Option(key, self._say(key)) for key in keys)

    def _at(self, visit: Visit) -> tuple[Visit, Screen]:
        self.visit = visit
        return visit, self.screen()

    def _refuse(self, key: str) -> tuple[Visit, Screen]:
        return self.visit, replace(self.screen(), note=Note(self._say(key), error=True))

    def _next(self) -> Spot:
        return "resume" if self.visit.conversation else "menu"

    def _spoken(self, code: str) -> Visit:
        if code not in self.desk.languages():
            return self.visit
        talk = self.visit.conversation
        service = self.desk.service(self.visit.service) if talk else None
        if talk and service and code in service.languages:
            talk = replace(talk, language=code)
        return replace(self.visit, language=code, conversation=talk)

    def _languages(self) -> Screen:
        options = (Option(code, own(code).say("reception.self")) for code in self.desk.languages())
        return Screen("menu", self._say("welcome"), options=tuple(options))

    def _menu(self) -> Screen:
        language = self.visit.language
        short = self.view.manner == "short"
        services = tuple(
            Option(SERVICE + each.name, each.wording(language).say("title", short=short))
            for each in self.desk.offered()
        )
        others = ["follow"]
        if len(self.desk.languages()) > 1:
            others.append("language")
        if self.visit.conversation is not None:
            others.append("go_on")
        options = (*services, *self._options(*others))
        return Screen("menu", self._say("welcome"), options=options)

    def _resume(self) -> Screen:
        title = self._service().wording(self.visit.language).say("title")
        options = self._options("go_on", "other")
        return Screen("menu", self._say("resume", service=title), options=options)

    def _service(self) -> Service:
        return self.desk.service(self.visit.service)

    def _chosen(self, key: str) -> tuple[Visit, Screen]:
        visit = self.visit
        if key.startswith(SERVICE):
            return self._begin(key.removeprefix(SERVICE))
        if key.startswith(CASE):
            return self._at(replace(visit, spot="case", case=key.removeprefix(CASE)))
        match key:
            case "go_on":
                return self._at(replace(visit, spot="talk"))
            case "follow":
                mine = self.desk.cases(visit.language)
                return self._at(replace(visit, spot="cases" if mine else "number"))
            case "by_number":
                return self._at(replace(visit, spot="number", case=""))
            case "language":
                return self._at(replace(visit, spot="language"))
            case "complete":
                return self._complete()
            case "withdraw" | "contest":
                return self._at(replace(visit, spot=key))
            case "withdraw_yes":
                return self._withdrawn()
            case _:
                return self._at(replace(visit, spot="menu", case=""))

    def _begin(self, name: str) -> tuple[Visit, Screen]:
        found = next((each for each in self.desk.offered() if each.name == name), None)
        if found is None:
            return self._at(replace(self.visit, spot="menu"))
        why = self.desk.shut(found)
        if why:
            self.visit = replace(self.visit, spot="menu")
            return self.visit, replace(self.screen(), note=Note(self._shut(found, why)))
        talk = begin(found, self.visit.language, recent=self.desk.recent())
        return self._at(
            replace(
                self.visit, spot="talk", service=found.digest, conversation=talk, completing=False
            )
        )

    def _complete(self) -> tuple[Visit, Screen]:
        glimpse = self._glimpse()
        if glimpse is None or glimpse.request is None:
            return self._at(replace(self.visit, spot="menu", case=""))
        wanted = glimpse.request
        talk = begin(wanted.service, self.visit.language, only=wanted.only, answers=wanted.answers)
        return self._at(
            replace(
                self.visit,
                spot="talk",
                service=wanted.service.digest,
                conversation=talk,
                completing=True,
            )
        )

    def _withdrawn(self) -> tuple[Visit, Screen]:
        done = self.desk.withdraw(self.visit.case)
        return self._ended("withdrawn" if done else "closed")

    def _contested(self, reason: str) -> tuple[Visit, Screen]:
        refused = self.desk.contest(self.visit.case, reason)
        return self._ended(f"contest_{refused}" if refused else "contested")

    def _ended(self, key: str) -> tuple[Visit, Screen]:
        """What was done with the case, as the last screen."""
        text = self._say(key, number=show_number(self.visit.case))
        self.visit = replace(self.visit, spot="start", case="")
        return self.visit, Screen("end", self._say("welcome"), (text,))

    def _talk(self, given: Input) -> tuple[Visit, Screen]:
        before = self._talking()
        scene, shown = take(before, given, self.view)
        after = scene.conversation
        self.visit, self._scene = replace(self.visit, conversation=after), scene
        if after.end == "confirmed":
            return self._confirmed(after)
        if after.end == "abandoned":
            return self._forget(), shown
        if isinstance(given, Back) and after == before.conversation and not shown.back:
            return self._at(replace(self.visit, spot="menu"))
        return self.visit, replace(shown, back=True)

    def _conversation(self) -> Screen:
        return replace(draw(self._talking(), self.view), back=True)

    def _talking(self) -> Scene:
        """The conversation and what follows from its answers, worked out once for each."""
        talk = self.visit.conversation
        assert talk is not None
        if self._scene is None or self._scene.conversation is not talk:
            self._scene = Scene(self._service(), talk, self.view.today)
        return self._scene

    def _confirmed(self, talk: Conversation) -> tuple[Visit, Screen]:
        service = self._service()
        if self.visit.completing:
            number = self.visit.case
            done = self.desk.complete(number, talk)
            lines = [self._say("completed" if done else "closed", number=show_number(number))]
        else:
            receipt = self.desk.confirm(service, talk)
            if receipt.shut:
                told = (self._shut(service, receipt.shut),)
                return self._forget(), Screen("end", self._say("welcome"), told)
            lines = [*self._receipt(receipt, service.country), *self._papers(service, talk)]
        return self._forget(), Screen("end", self._say("sent"), tuple(lines))

    def _shut(self, service: Service, why: str) -> str:
        setting = Setting(self.visit.language, service.country, self.view.today, self.view.manner)
        return shut_sentence(service, why, setting)

    def _receipt(self, receipt: Receipt, country: str) -> list[str]:
        lines = [self._say("number_is", number=show_number(receipt.number))]
        if receipt.due is not None:
            setting = Setting(self.visit.language, country, self.view.today, self.view.manner)
            lines.append(self._say("answered_by", day=Date().show(receipt.due, setting)))
        if receipt.secret_sent:
            lines.append(self._say("secret_sent"))
        return lines

    def _papers(self, service: Service, talk: Conversation) -> list[str]:
        """What has to be shown at the counter: no paper goes through such a phone."""
        called_for = papers_for(service, talk.answers, self.view.today)
        short = self.view.manner == "short"
        wording = service.wording(self.visit.language)
        named = [wording.say(f"evidence.{paper.name}", short=short) for paper in called_for]
        return [self._say("papers", papers=" ; ".join(named))] if named else []

    def _forget(self) -> Visit:
        """The person, without the conversation that has ended."""
        self.visit = Visit(self.visit.language)
        return self.visit

    def _cases(self) -> Screen:
        mine = self.desk.cases(self.visit.language)
        options = tuple(
            Option(CASE + each.number, f"{each.title} {show_number(each.number)}") for each in mine
        )
        others = self._options("by_number")
        return Screen("menu", self._say("your_cases"), options=(*options, *others), back=True)

    def _ask(self, what: str) -> Screen:
        question = Question(what, self._say(f"ask_{what}"), "text")
        return Screen("question", self._say("welcome"), questions=(question,), back=True)

    def _sought(self, text: str) -> tuple[Visit, Screen]:
        if self.visit.spot == "number":
            number = read_number(text)
            if number is None:
                return self._refuse("bad_number")
            return self._at(replace(self.visit, spot="secret", case=number))
        glimpse = self.desk.look(self.visit.case, text, self.visit.language)
        if glimpse is None:
            return self._refuse("bad_secret")
        return self.visit, self._case(
            replace(glimpse, request=None, withdrawable=False, contestable=False)
        )

    def _glimpse(self) -> Glimpse | None:
        mine = self.desk.cases(self.visit.language)
        return next((each for each in mine if each.number == self.visit.case), None)

    def _case(self, glimpse: Glimpse | None) -> Screen:
        if glimpse is None:
            return self._menu()
        offered = []
        if glimpse.request is not None:
            offered.append("complete")
        if glimpse.withdrawable:
            offered.append("withdraw")
        if glimpse.contestable:
            offered.append("contest")
        options = self._options(*offered, "menu_back")
        title = f"{glimpse.title} {show_number(glimpse.number)}"
        return Screen("menu", title, glimpse.lines, options=options, back=True)

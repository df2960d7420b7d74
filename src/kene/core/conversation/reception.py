"""What surrounds conversations on a phone: the language, the menu, going on, following a case.

`receive` decides from the visit and the input alone; what the node knows and does comes through a
`Desk`, which a node, a test and `kene talk` each bring.
"""

from __future__ import annotations

from dataclasses import replace

from kene.core.casefile import show_number
from kene.core.conversation.following import Following
from kene.core.conversation.showing import cost_sentence, draw, due_sentence, own, shut_sentence
from kene.core.conversation.state import Conversation, Scene, View, begin
from kene.core.conversation.step import take
from kene.core.conversation.visit import CASE, SERVICE, Desk, Receipt, Spot, Visit
from kene.core.screens import Note, Option, Screen
from kene.core.screens.inputs import Back, Choose, Input, Language, Say
from kene.core.services import Service, papers_for
from kene.core.values import Setting


def enter(visit: Visit, desk: Desk, view: View) -> tuple[Visit, Screen]:
    """A new session of a person: the language once, what was left open, or the menu."""
    return Reception(visit, desk, view).enter()


def receive(visit: Visit, given: Input, desk: Desk, view: View) -> tuple[Visit, Screen]:
    """The visit after that input, and the screen to show."""
    return Reception(visit, desk, view).receive(given)


def screen(visit: Visit, desk: Desk, view: View) -> Screen:
    """The screen where the visit is."""
    return Reception(visit, desk, view).screen()


class Reception(Following):
    """A person being received: `visit` is where they are, and moves with each input."""

    def __init__(self, visit: Visit, desk: Desk, view: View, scene: Scene | None = None) -> None:
        super().__init__(visit, desk, view)
        self._scene = scene if scene is not None and scene.today == view.today else None

    @property
    def scene(self) -> Scene | None:
        """What was worked out of the conversation under way, for a later reception of the same."""
        here = self._scene
        return here if here and here.conversation is self.visit.conversation else None

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
            case "withdraw" | "unbook":
                options = self._options(f"{self.visit.spot}_yes", "menu_back")
                return Screen("menu", self._say(self.visit.spot), options=options, back=True)
            case "day" | "hour":
                return self._times()

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
        options = (
            Option(code, own(code).say("reception.self"), language=code)
            for code in self.desk.languages()
        )
        return Screen("menu", self._say("welcome"), options=tuple(options))

    def _menu(self) -> Screen:
        language = self.visit.language
        short = self.view.manner == "short"
        services = tuple(
            Option(
                SERVICE + each.name,
                each.wording(language, self.view.manner).say("title", short=short),
            )
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
        title = self._service().wording(self.visit.language, self.view.manner).say("title")
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
        if visit.spot in ("day", "hour"):
            return self._timed(key)
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
            case _:
                return self._with_case(key)

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
        return self.visit, _with_back(shown)

    def _conversation(self) -> Screen:
        return _with_back(draw(self._talking(), self.view))

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
            lines = self._completed(self.visit.case, talk)
        else:
            receipt = self.desk.confirm(service, talk)
            if receipt.shut:
                told = (self._shut(service, receipt.shut),)
                return self._forget(), Screen("end", self._say("welcome"), told)
            if receipt.said:
                told = (self._say("to_be_written"),)
                return self._forget(), Screen("end", self._say("sent"), told)
            lines = [*self._receipt(receipt, service), *self._papers(service, talk)]
        return self._forget(), Screen("end", self._say("sent"), tuple(lines))

    def _completed(self, number: str, talk: Conversation) -> list[str]:
        receipt = self.desk.complete(number, talk)
        lines = [self._say("completed" if receipt else "closed", number=show_number(number))]
        if receipt and receipt.cost is not None:
            lines.append(cost_sentence(receipt.cost.amount, self._setting(self._service())))
        return lines

    def _shut(self, service: Service, why: str) -> str:
        return shut_sentence(service, why, self._setting(service))

    def _setting(self, service: Service) -> Setting:
        return Setting(self.visit.language, service.country, self.view.today, self.view.manner)

    def _receipt(self, receipt: Receipt, service: Service) -> list[str]:
        lines = [self._say("number_is", number=show_number(receipt.number))]
        if receipt.due is not None:
            lines.append(due_sentence(service, receipt.due, self._setting(service)))
        if receipt.secret_sent:
            lines.append(self._say("secret_sent"))
        elif receipt.secret:
            lines.append(self._say("secret_is", secret=receipt.secret))
        return lines

    def _papers(self, service: Service, talk: Conversation) -> list[str]:
        """What has to be shown at the counter, and the way of its photo: none goes through a phone
        or a call."""
        called_for = papers_for(service, talk.answers, self.view.today)
        short = self.view.manner == "short"
        wording = service.wording(self.visit.language, self.view.manner)
        named = [wording.say(f"evidence.{paper.name}", short=short) for paper in called_for]
        told = [self._say("papers", papers=" ; ".join(named))] if named else []
        if self.view.manner != "screen" and any("photo" in paper.accept for paper in called_for):
            told += self._photo()
        return told

    def _photo(self) -> list[str]:
        """Where the link that takes photos is asked: here, or by a message to the node's number."""
        number = self.desk.texted()
        if number is None:
            return []
        if self.view.manner == "speech":
            number = " ".join(number)  # a short code is dialled digit by digit
        return [self._say("photo_to", number=number) if number else self._say("photo")]

    def _forget(self) -> Visit:
        """The person, without the conversation that has ended."""
        self.visit = Visit(self.visit.language)
        return self.visit


def _with_back(shown: Screen) -> Screen:
    """The screen of a conversation, from which one always can go back: to the menu at last."""
    return shown if shown.back else replace(shown, back=True)

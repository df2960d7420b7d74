"""A person who walks through a service, step by step; what every channel promises is checked.

Nothing raises, no page is larger than its channel takes, and whoever answers well reaches the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final, assert_never

from kene.core.casefile import Refused
from kene.core.conversation import CONFIRM, Conversation, Scene
from kene.core.conversation.listing import ADD, DONE
from kene.core.conversation.visit import SERVICE
from kene.core.screens import Choose, Input, Question, Say, Screen
from kene.core.screens.encoding import octets
from kene.core.screens.phone import Turn, keys
from kene.core.services import Field, Service
from kene.core.services.asking import count
from kene.core.values import Items, Json, Value
from kene.testing.answers import Respondent, Unanswerable
from kene.testing.desk import Held, MemoryDesk
from kene.testing.listener import CALL, Listener, leads
from kene.testing.transcript import Act, Day, Typed
from kene.testing.visitor import BUDGETS, Browser, Channel, Phone, Unreadable, Visitor, visitor

Doing = Typed | Act | Day
DIALLED: Final = {"ussd": "*123#", "sms": "bonjour", "voice": CALL, "web": "commencer"}
"""How a conversation begins on each channel."""
PAGES: Final = 3
"""Keys for each answer in a call, where lists are heard page after page."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A promise that a walk broke: its kind, and what happened."""

    kind: str
    said: str


class Broken(Exception):
    """A promise was broken."""

    def __init__(self, kind: str, said: str) -> None:
        self.fault = Fault(kind, said)
        super().__init__(said)


@dataclass(slots=True)
class Walk:
    """One person on one channel, alone with one service; `steps` are what was done so far.

    With `menus`, a place is chosen list after list, and not by its code; so it always is in a call.
    """

    service: Service
    channel: Channel
    language: str
    today: date
    menus: bool = False
    steps: list[Doing] = field(default_factory=list)
    desk: MemoryDesk = field(init=False)
    visitor: Visitor = field(init=False)
    respondent: Respondent = field(init=False)

    def __post_init__(self) -> None:
        self.desk = MemoryDesk([self.service], self.today, self.channel)
        self.visitor = visitor(self.desk, self.channel, self.language)
        self.respondent = Respondent(self.service, self.today)

    @property
    def screen(self) -> Screen | None:
        """What the person sees; None when nothing is open."""
        return self.visitor.screen

    @property
    def talk(self) -> Conversation | None:
        """The conversation that is on the screen."""
        visit = self.visitor.visit
        return visit.conversation if visit.spot == "talk" else None

    def do(self, step: Doing) -> str:
        """Do it: the page that comes, or "". Raises Broken when that breaks a promise."""
        self.steps.append(step)
        try:
            return self._do(step)
        except (Broken, Refused, Unreadable) as known:
            if isinstance(known, Broken):
                raise
            return ""
        except Exception as error:
            raise Broken("exception", f"{type(error).__name__} : {error}") from error

    def _do(self, step: Doing) -> str:
        match step:
            case Typed(lines):
                page = self.visitor.say(lines)
                self._weigh(page)
                return page
            case Act(role, action):
                if self.desk.last is not None:
                    self.desk.act(self.desk.last, role, action, step.given)
            case Day(today):
                self.desk.on(today)
            case _:
                assert_never(step)
        return ""

    def _weigh(self, page: str) -> None:
        if not page.strip():
            raise Broken("empty", "une page vide")
        budget = BUDGETS.get(self.channel)
        if budget is not None and octets(page) > budget:
            raise Broken("octets", f"une page de {octets(page)} octets, pour {budget} : {page!r}")

    def finish(self, rng: Random, wanted: Mapping[str, Value] | None = None) -> Held | None:
        """Answer well until the end; the case that it makes, or None where none is offered.

        `wanted` are the answers to give; else they are drawn. Raises Broken.
        """
        before = self.desk.last
        most = 60 + 8 * len(self.service.answerable)
        for _ in range(most * (PAGES if self.channel == "voice" else 1)):
            step = self.helpful(rng, wanted)
            if step is None:
                return None
            menu = self.screen if self.talk is None else None
            self.do(step)
            if menu is not None and self.screen is not None and menu.options == self.screen.options:
                return None  # The service is not open: the choice led nowhere.
            if self.screen is None:
                return self.desk.last if self.desk.last is not before else None
        raise Broken("endless", "la conversation ne finit pas, quoi qu'on réponde")

    def helpful(self, rng: Random, wanted: Mapping[str, Value] | None = None) -> Typed | None:
        """What somebody types who wants to reach the end; None when nothing more leads there."""
        if self.screen is None:
            return Typed((DIALLED[self.channel],))
        if self.screen.questions and self.talk is not None:
            try:
                return self._answering(self.screen, self.talk, rng, wanted)
            except Unanswerable as stuck:
                raise Broken("dead-end", str(stuck)) from stuck
        return self._choosing(self.screen)

    def _answering(
        self, screen: Screen, talk: Conversation, rng: Random, wanted: Mapping[str, Value] | None
    ) -> Typed:
        asked = screen.questions if isinstance(self.visitor, Browser) else screen.questions[:1]
        given, known = dict[str, str](), talk
        for each in asked:
            at = known.moved(each.field) if self._now(known) != each.field else known
            at = at if self._now(at) == each.field else talk.moved(each.field)
            given[each.field], known = self._given(each, at, rng, wanted)
        if isinstance(self.visitor, Browser):
            return Typed(tuple(f"{name}={text}" for name, text in given.items()))
        [text] = given.values()
        if isinstance(self.visitor, Listener):
            return Typed((self._pressed(self.visitor, asked[0], text, rng),))
        if self.menus and wanted is not None:
            text = self._towards(asked[0], text)
        return Typed((self.typed(Choose(text), Say(text)) or text,))

    def _pressed(self, caller: Listener, asked: Question, text: str, rng: Random) -> str:
        """The keys of an answer in a call; where lists lead to a place, any list of those said, and
        where an item is to be removed, the last one."""
        offered = [option.key for option in asked.options]
        if offered and text and asked.entry != "choices":
            way = self._towards(asked, text)
            other = offered[-1] if asked.entry == "items" else rng.choice(offered)
            return caller.key(Choose(way if way in offered else other))
        return caller.key(Say(text)) or caller.typed(asked, text)

    def _towards(self, asked: Question, code: str) -> str:
        """The list that holds a place, where one is offered; else the answer as it is."""
        country = self.service.country
        around = [each.key for each in asked.options if leads(each.key, code, country)]
        return max(around, key=len, default=code)

    def _given(
        self, each: Question, talk: Conversation, rng: Random, wanted: Mapping[str, Value] | None
    ) -> tuple[str, Conversation]:
        """The answer, and the conversation that knows it."""
        asked = self.service.answerable[each.field]
        if wanted is not None:
            return self._wanted(asked, talk, wanted), talk
        return self.respondent.accepted(talk, asked, rng)

    def _now(self, talk: Conversation) -> str:
        now = Scene(self.service, talk, self.desk.today).now
        return now.name if now else ""

    def _wanted(self, asked: Field, talk: Conversation, wanted: Mapping[str, Value]) -> str:
        value = wanted.get(asked.name)
        if isinstance(asked.type, Items):
            here = count(self.service.repeats[asked.name], talk.answers)
            return ADD if isinstance(value, int) and here < value else DONE
        return "" if value is None else written(asked.type.encode(value))

    def _choosing(self, screen: Screen) -> Typed | None:
        offered = [option.key for option in screen.options]
        ways = (CONFIRM, SERVICE + self.service.name, "go_on", *self.service.languages, "menu_back")
        key = next((way for way in ways if way in offered), None)
        if isinstance(self.visitor, Browser):
            return Typed((f"choisir {key}" if key else "retour",))
        typed = self.typed(Choose(key)) if key else self.typed_back()
        return Typed((typed,)) if typed else None

    def typed(self, *meant: Input) -> str:
        """What a phone's keys say one of these with; "" when they can't."""
        if isinstance(self.visitor, Listener):
            return self.visitor.key(*meant)
        keyed = self.keyed()
        return next((typed for typed, means in keyed.items() if means in meant), "")

    def typed_back(self) -> str:
        """The key that leads back."""
        return next(iter(key for key in self.keyed() if not key.strip("0")), "")

    def keyed(self) -> dict[str, Input | Turn]:
        """What a phone's keys mean now."""
        if isinstance(self.visitor, Listener):
            return self.visitor.keyed()
        if not isinstance(self.visitor, Phone) or self.screen is None:
            return {}
        return keys(self.screen, self.visitor.page, self.visitor.count)


def receiving(service: Service, today: date) -> date:
    """That day, or the nearest on which the service receives requests."""
    call = service.call
    shut = call.shut(today) if call else ""
    if call is None or not shut:
        return today
    return (call.opens if shut == "early" else call.closes) or today


def replayed(walk: Walk, steps: Iterable[Doing]) -> None:
    """Do these steps. Raises Broken."""
    for step in steps:
        walk.do(step)


def written(value: Json) -> str:
    """An encoded answer as a text that any channel reads."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ",".join(str(each) for each in value)
        case _:
            return str(value)

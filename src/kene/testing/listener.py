"""A person in a call, as text in and text out: they hear one page, with its numbers in words, and
press keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kene.core.conversation import View
from kene.core.conversation.reception import enter, receive
from kene.core.conversation.visit import Visit
from kene.core.screens import Help, Input, Question, Say, Screen, voice
from kene.core.screens.phone import Turn
from kene.core.screens.voice import Speech
from kene.core.values.aloud import aloud
from kene.core.values.gazetteer import Places
from kene.core.wording import bundled
from kene.testing.desk import MemoryDesk

CALL: Final = "appeler"
"""What begins a call, also in the middle of one that was cut."""
SAID: Final = "dire "
"""What begins the words that are said to an agent, where no key answers."""
_AGENT: Final = "1"
"""What asks for an agent, where an answer can't be typed."""
_ALOUD: Final = "2"
"""What asks to say it at once, where that is offered."""


@dataclass(slots=True)
class Listener:
    """A person in a call; `language` is "" for one who never chose.

    Where no key can answer, words are those that an agent types after hearing them; `dire` in front
    tells them from keys.
    """

    desk: MemoryDesk
    language: str = ""
    visit: Visit = field(default_factory=Visit)
    screen: Screen | None = None
    page: int = 0
    pages: tuple[Speech, ...] = ()
    """The pages of the screen."""
    heard: tuple[Speech, ...] = ()
    """Those that were said last."""
    menu: bool = False
    """Whether the channel's own menu was said last, and is answered."""

    def __post_init__(self) -> None:
        self.visit = Visit(self.language)

    def say(self, lines: Sequence[str]) -> str:
        """What is heard after these keys; without any, the same again."""
        typed = "\n".join(lines).strip()
        if self.screen is None or typed == CALL:
            self.menu = False
            return self._show(*enter(self.visit, self.desk, self._view))
        if self.menu:
            return self._answered_menu(typed)
        if typed == voice.STAR:
            self.menu = True
            return self._own("menu")
        if not typed:
            return self._said(*self.heard)
        return self._pressed(self.screen, typed)

    def _pressed(self, screen: Screen, typed: str) -> str:
        if self.now.keys == "agent" and typed == _AGENT:
            return self._agent()
        if self.now.sayable and typed == _ALOUD:
            return self._own("speak")
        if self.now.keys == "agent" and typed.startswith(SAID):
            return self._show(*self._received(Say(typed.removeprefix(SAID))))
        # One key answers at once: nothing more is heard of what is typed.
        meant = voice.read(screen, self.page, typed[:1] if self.now.keys == "one" else typed)
        if isinstance(meant, Turn):
            self.page = meant.page
            return self._said(self.now)
        return self._show(*self._received(meant))

    def _received(self, meant: Input) -> tuple[Visit, Screen]:
        return receive(self.visit, meant, self.desk, self._view)

    @property
    def _view(self) -> View:
        return View(self.desk.today, "speech")

    @property
    def now(self) -> Speech:
        """The page that is answered."""
        return self.pages[self.page]

    def keyed(self) -> dict[str, Input | Turn]:
        """What the single keys mean now."""
        return voice.keys(self.screen, self.page) if self.screen and not self.menu else {}

    def key(self, *meant: Input) -> str:
        """The key that means one of these, or leads to a page where one does; "" where none."""
        if self.screen is None or self.menu:
            return voice.BACK
        for page in sorted(range(len(self.pages)), key=lambda each: abs(each - self.page)):
            pressed = voice.keys(self.screen, page)
            found = next((typed for typed, means in pressed.items() if means in meant), "")
            if found:
                return found if page == self.page else self._towards(page)
        return ""

    def typed(self, asked: Question, answer: str) -> str:
        """What answers a question that offers nothing, or leads to the page where it is typed."""
        last = len(self.pages) - 1
        if self.page < last:
            return self._towards(last)
        if not answer:
            return voice.POUND
        return f"{SAID}{answer}" if self.now.keys == "agent" else voice.typed_of(asked, answer)

    def _towards(self, page: int) -> str:
        turn = Turn(self.page + (1 if page > self.page else -1))
        return next(typed for typed, means in self.keyed().items() if means == turn)

    def _answered_menu(self, typed: str) -> str:
        self.menu = False
        match typed:
            case "3":
                return self._agent()
            case "4":
                return self._show(*self._received(Help()))
            case _:
                return self._said(*self.heard)

    def _agent(self) -> str:
        """The call ends: an agent will call."""
        self.screen = None
        return self._own("agent_called")

    def _own(self, key: str) -> str:
        """What the channel itself says."""
        language = self.heard[0].language
        own = bundled("kene.channels.voice", language).say(key).split("\n")
        return self._said(Speech(language, "one", tuple(own)), kept=False)

    def _show(self, visit: Visit, screen: Screen) -> str:
        ended = screen.kind == "end"
        self.visit, self.screen, self.page = visit, None if ended else screen, 0
        self.pages = voice.pages(screen, visit.language or self.desk.languages()[0])
        return self._said(*(self.pages if ended else self.pages[:1]))

    def _said(self, *pages: Speech, kept: bool = True) -> str:
        """The words of these pages; those of a menu are not what is heard again."""
        self.heard = pages if kept else self.heard
        return "\n".join(aloud(text, language) for each in pages for language, text in each.said)


def leads(key: str, code: str, country: str) -> bool:
    """Whether an option is a place, or leads to it: a place around it, or its first letters."""
    if not key.startswith("in:"):
        return code == key or code.startswith(f"{key}-")
    _, around, letters = key.split(":")
    low, _, high = letters.partition("-")
    if around and not code.startswith(f"{around}-"):
        return False
    way = Places.of(country).path(code)
    inside = next(each for each in way if each.parent == around)
    return low <= inside.initials[: len(low)] <= high

"""A person on a channel, as text in and text out: what `kene talk` and transcripts are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from kene.core.conversation import View
from kene.core.conversation.reception import enter, receive
from kene.core.conversation.visit import SERVICE, Visit
from kene.core.screens import (
    Abandon,
    Back,
    Choose,
    Confirm,
    Correct,
    Fill,
    Help,
    Input,
    Language,
    Question,
    Say,
    Screen,
)
from kene.core.screens.encoding import USSD_OCTETS, octets_of
from kene.core.screens.phone import Turn, pages, read, words
from kene.testing.desk import MemoryDesk
from kene.testing.listener import Listener

Channel = Literal["ussd", "sms", "voice", "web"]

CHANNELS: Final[tuple[Channel, ...]] = ("ussd", "sms", "voice", "web")
BUDGETS: Final[Mapping[Channel, int]] = {"ussd": USSD_OCTETS, "sms": octets_of(3)}
"""The octets of one page on each channel that draws pages."""

_DIAL: Final = re.compile(r"\*[0-9*]+#")


class Unreadable(ValueError):
    """A line that means nothing on a web page."""


@dataclass(slots=True)
class Phone:
    """A person with a basic phone; `language` is "" for one who never chose."""

    desk: MemoryDesk
    channel: Channel
    language: str = ""
    visit: Visit = field(default_factory=Visit)
    screen: Screen | None = None
    page: int = 0
    drawn: tuple[str, ...] = ()
    """The pages of the screen."""

    def __post_init__(self) -> None:
        self.visit = Visit(self.language)

    @property
    def count(self) -> int:
        """How many pages the screen has."""
        return len(self.drawn)

    def say(self, lines: Sequence[str]) -> str:
        """The page that follows what was typed; a code that is dialled begins a new session."""
        typed = "\n".join(lines)
        view = View(self.desk.today, manner="short")
        if self.screen is None or (self.channel == "ussd" and _DIAL.fullmatch(typed.strip())):
            return self._show(*enter(self.visit, self.desk, view))
        meant = read(self.screen, self.page, self.count, typed)
        if isinstance(meant, Turn):
            self.page = meant.page
            return self.drawn[self.page]
        return self._show(*receive(self.visit, meant, self.desk, view))

    def _show(self, visit: Visit, screen: Screen) -> str:
        self.visit, self.page = visit, 0
        self.screen = None if screen.kind == "end" else screen
        beside = words(visit.language or self.desk.languages()[0])
        drawn = pages(screen, BUDGETS[self.channel], beside)
        self.drawn = tuple(page.text for page in drawn)
        return self.drawn[0]


@dataclass(slots=True)
class Browser:
    """A person with a web page; it opens on the first question of `service`."""

    desk: MemoryDesk
    language: str
    service: str
    visit: Visit = field(default_factory=Visit)
    screen: Screen | None = None

    def __post_init__(self) -> None:
        self.visit = Visit(self.language, "menu")

    def say(self, lines: Sequence[str]) -> str:
        """The page that follows these lines. Raises Unreadable, which says why.

        Lines `champ=réponse` are sent together as one form; any other is a word such as `retour`
        and stands alone. Without a page, `suivre` shows the person's cases, and any other line
        begins a conversation.
        """
        view = View(self.desk.today, groups=True)
        given: Input
        if self.screen is None:
            self.visit = Visit(self.language, "menu")
            given = Choose("follow" if list(lines) == ["suivre"] else SERVICE + self.service)
        else:
            given = _meant(lines)
        self.visit, screen = receive(self.visit, given, self.desk, view)
        self.screen = None if screen.kind == "end" else screen
        return drawn(screen)


Visitor = Phone | Listener | Browser


def visitor(desk: MemoryDesk, channel: Channel, language: str) -> Visitor:
    """A person on that channel who speaks that language."""
    if channel == "web":
        first = desk.offered()[0]
        return Browser(desk, language or first.languages[0], first.name)
    if channel == "voice":
        return Listener(desk, language)
    return Phone(desk, channel, language)


def drawn(screen: Screen) -> str:
    """A page as text: its title, its sentences, each question by its field, what can be done."""
    lines = [screen.title]
    if screen.note is not None:
        lines.append(f"! {screen.note.text}")
    lines += screen.body
    for question in screen.questions:
        lines += _asked(question)
    for option in screen.options:
        detail = f" : {option.detail}" if option.detail else ""
        lines.append(f"[{option.key}] {option.label}{detail}")
    return "\n".join(lines)


def _asked(question: Question) -> list[str]:
    given = f" = {question.given}" if question.given else ""
    lines = [f"{question.field}: {question.text}{given}"]
    if question.hint:
        lines.append(f"  {question.hint}")
    if question.note is not None:
        lines.append(f"  {'! ' if question.note.error else ''}{question.note.text}")
    if question.options:
        shown = ", ".join(f"{option.key} ({option.label})" for option in question.options)
        lines.append(f"  {shown}")
    return lines


_WORDS: Final[Mapping[str, Callable[[str], Input]]] = {
    "retour": lambda _: Back(),
    "aide": lambda _: Help(),
    "confirmer": lambda _: Confirm(),
    "abandonner": lambda _: Abandon(),
    "corriger": Correct,
    "langue": Language,
    "choisir": Choose,
    "dire": Say,
}


def _meant(lines: Sequence[str]) -> Input:
    pairs = [line.partition("=") for line in lines]
    if all(sign and " " not in name.strip() for name, sign, _ in pairs):
        return Fill({name.strip(): text.strip() for name, _, text in pairs})
    word, _, rest = lines[0].strip().partition(" ")
    if len(lines) > 1 or word not in _WORDS:
        known = ", ".join(_WORDS)
        raise Unreadable(f"« {lines[0]} » : écrivez champ=réponse, ou un de ces mots : {known}.")
    return _WORDS[word](rest.strip())

"""Somebody with a phone behind a gateway: it types what the page offers, and the gateway calls.

The author of a channel brings the `Network`: how the gateway asks, and how a page is found in what
it was answered.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Literal, Protocol

from django.db import connections

from kene.casework import api as casework
from kene.channels.contract import Channel, Limits
from kene.channels.hops import utc_now
from kene.core.conversation import View
from kene.core.conversation.reception import screen
from kene.core.conversation.visit import SERVICE
from kene.core.screens import Back, Choose, Input, Say, Screen
from kene.core.screens.encoding import measure
from kene.core.screens.phone import Turn, keys
from kene.intake import api as intake
from kene.testing.channels.plans import Plan

PAGES: Final = 60
READING: Final = timedelta(seconds=5)
CONFIRM: Final = "confirm"


@dataclass(frozen=True, slots=True)
class Call:
    """A hop: who (E.164), in which session, and all that was typed in it; none is the dialling.

    Where messages stand alone, the session is the message's own identifier, and the last of `typed`
    its text.
    """

    address: str
    session: str
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gateway sends: `rest` follows the line's path, `headers` go with it."""

    body: bytes = b""
    query: str = ""
    method: str = "POST"
    rest: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the gateway is answered."""

    status: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person reads, and whether the session goes on."""

    text: str
    more: bool = True


class Served(Protocol):
    """What the kit must know of a line."""

    @property
    def channel(self) -> str:
        """The name under which packs list it."""

    @property
    def path(self) -> str:
        """The address that the gateway calls."""

    @property
    def limits(self) -> Limits:
        """What the gateway shows."""


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Network(Protocol):
    """How a gateway speaks."""

    @property
    def sessions(self) -> bool:
        """Whether what is typed belongs to a session that can be cut; else messages stand alone."""

    @property
    def exact(self) -> bool:
        """Whether each hop can be told from every other, however late it comes."""

    def ask(self, call: Call) -> Asked:
        """The request of that hop."""

    def shown(self, answered: Answered, call: Call) -> Shown:
        """What the person is shown for it."""


class Clock:
    """The node's time from now on: it stands still while the network repeats itself, and passes
    while a person reads and types."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """The time."""
        return utc_now() + self._ahead

    def pass_(self) -> None:
        """Somebody reads a page and types."""
        self._ahead += READING


@dataclass
class Handset:
    """One person with a phone. Each page that it is shown is measured."""

    line: Served
    network: Network
    address: str
    clock: Clock
    call: Call = field(init=False)
    last: Shown = Shown("")
    calls: int = 0
    serve: Callable[..., Application] | None = None
    past: list[tuple[Call, Shown]] = field(default_factory=list)
    manner: ClassVar[Literal["short", "speech"]] = "short"

    def __post_init__(self) -> None:
        self.call = Call(self.address, "")
        serve: Callable[..., Application] = self.serve or Channel
        self._channel = serve(self.line, clock=self.clock)

    def begin(self, plan: Plan) -> None:
        """Call, say the language, and choose the service."""
        self.dial()
        self._choose(plan.language)
        self._choose(SERVICE + plan.service.name)

    def advance(self, plan: Plan, times: int = 1) -> bool:
        """Answer what is asked; False when nothing is left to ask.

        With `times`, the gateway sends the hop so many times at the same instant.
        """
        talk = self.kept.visit.conversation
        assert talk is not None, "the conversation was lost"
        asked = self.screen.question
        if asked is None:
            return False
        given = plan.answers[asked.field]
        offered = {option.key for option in asked.options}
        several = asked.entry == "choices" and given
        chosen = bool(offered) and given in offered and not several
        self.type(self._typed(Choose(given) if chosen else Say(given)), times)
        return True

    def confirm(self, times: int = 1) -> str:
        """Confirm the summary, and read to the last page: all that it says."""
        self.type(self._typed(Choose(CONFIRM)), times)
        said = self.last.text
        for _ in range(PAGES):
            if not (self.network.sessions and self.last.more):
                return said
            before = self.last
            self.type("00")
            assert self.last != before, "the last page does not come"
            said += f"\n{self.last.text}"
        raise AssertionError("the last page does not come")

    def dial(self) -> Shown:
        """A new session; where messages stand alone, a greeting."""
        self.calls += 1
        if self.network.sessions:
            self.call = Call(self.address, f"{self.address}-{self.calls}")
            return self._hop(self.call)
        return self.type("bonjour")

    def type(self, text: str, times: int = 1) -> Shown:
        """One more input, that the gateway sends so many times at the same instant."""
        assert self.last.more or not self.network.sessions, "the session ended too soon"
        self.clock.pass_()
        call = self._next(text)
        if times == 1:
            return self._hop(call)
        with ThreadPoolExecutor(times) as pool:
            shown = set(pool.map(lambda _: self._apart(call), range(times)))
        assert len(shown) == 1, f"a doubled hop had {len(shown)} answers"
        return self._read(call, shown.pop())

    def repeat(self) -> None:
        """The gateway sends the last hop again."""
        shown = self._shown(self.call)
        assert shown == self.last, f"a repeated hop had another answer: {shown.text!r}"

    def late(self) -> None:
        """A hop of before comes late; nothing to see where no hop can be told from another.

        A message may be answered as it was, or by what was said last.
        """
        if not self.network.exact or len(self.past) < 2:
            return
        call, before = self.past[-2]
        shown = self._shown(call)
        known = (self.last,) if self.network.sessions else (self.last, before)
        assert shown in known, f"a late hop had another answer: {shown.text!r}"

    def cut(self) -> None:
        """The link is cut; the person calls again, and goes on."""
        if self.network.sessions:
            self.dial()
            self._choose("go_on")

    def speak(self, language: str) -> None:
        """Change the language in the middle, through the menu."""
        for _ in range(PAGES):
            if self.kept.visit.spot == "menu":
                break
            self.type(self._typed(Back()))
        for key in ("language", language, "go_on"):
            self._choose(key)

    def babble(self, text: str) -> None:
        """Something that no pack expects; a request that is refused says why in a sentence."""
        self.clock.pass_()
        call = self._next(text)
        answered = self.posted(self.network.ask(call))
        if answered.status.startswith("400"):
            assert answered.body.strip(), "a refusal says nothing"
            return
        self._hop(call)
        if not self.last.more:
            self.dial()

    @property
    def kept(self) -> intake.Kept:
        """What the node keeps of this person."""
        return intake.look(intake.person_of(self.address))

    @property
    def screen(self) -> Screen:
        """The screen where this person is."""
        kept, now = self.kept, self.clock()
        desk = intake.desk_of(self.line.channel, self.address, now, kept)
        today = casework.moment(_country(kept, desk), now).today
        return screen(kept.visit, desk, View(today, self.manner))

    def _choose(self, key: str) -> None:
        """Choose an option, where it is offered."""
        typed = self._key(Choose(key))
        if typed:
            self.type(typed)

    def _typed(self, meant: Input) -> str:
        found = self._key(meant)
        if found:
            return found
        assert isinstance(meant, Say), f"{meant} can't be typed on this page"
        return self._several(meant.text)

    def _several(self, said: str) -> str:
        """Several options by their numbers, or the text as it is."""
        asked = self.screen.question
        if asked is None or asked.entry != "choices":
            return said
        keys_ = [option.key for option in asked.options]
        return " ".join(str(keys_.index(key) + 1) for key in said.replace(",", " ").split())

    def _key(self, meant: Input) -> str:
        """What is typed to mean that, where a key does."""
        kept = self.kept
        known = keys(self.screen, kept.page, kept.count)
        back = isinstance(meant, Back)
        for typed, given in known.items():
            if given == meant or back and isinstance(given, Turn) and given.page < kept.page:
                return typed
        return ""

    def _next(self, text: str) -> Call:
        if self.network.sessions:
            return replace(self.call, typed=(*self.call.typed, text))
        self.calls += 1
        return Call(self.address, f"{self.address}-{self.calls}", (text,))

    def _hop(self, call: Call) -> Shown:
        return self._read(call, self._shown(call))

    def _read(self, call: Call, shown: Shown) -> Shown:
        self.call, self.last = call, shown
        self.past.append((call, shown))
        return shown

    def _apart(self, call: Call) -> Shown:
        """The same in a thread of its own, which leaves no connection behind."""
        try:
            return self._shown(call)
        finally:
            connections.close_all()

    def _shown(self, call: Call) -> Shown:
        answered = self.posted(self.network.ask(call))
        assert answered.status.startswith("200"), f"{answered.status}: {answered.body}"
        shown = self.network.shown(answered, call)
        limits = self.line.limits
        size = measure(shown.text, limits.alphabet).octets
        assert size <= limits.octets, f"{size} octets of {limits.octets}: {shown.text!r}"
        return shown

    def posted(self, asked: Asked) -> Answered:
        """What the channel answers a request."""
        environ = {
            "REQUEST_METHOD": asked.method,
            "PATH_INFO": self.line.path + (f"/{asked.rest}" if asked.rest else ""),
            "QUERY_STRING": asked.query,
            "CONTENT_LENGTH": str(len(asked.body)),
            "wsgi.input": io.BytesIO(asked.body),
            **{f"HTTP_{name.upper().replace('-', '_')}": it for name, it in asked.headers.items()},
        }
        told: list[Any] = []
        body = b"".join(self._channel(environ, lambda *given: told.append(given)))
        status, headers = told[0]
        return Answered(status, dict(headers), body.decode())


def _country(kept: intake.Kept, desk: intake.NodeDesk) -> str:
    if kept.visit.conversation is not None:
        return desk.service(kept.visit.service).country
    return desk.offered()[0].country

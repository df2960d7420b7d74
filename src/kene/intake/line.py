"""A phone's line: what a gateway sent becomes inputs, and a screen becomes the page to send.

Gateways repeat, delay and reorder what they send. A USSD gateway sends all that was typed since the
session began; a message has an identifier. What was seen already changes nothing, and gets the last
answer again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kene.core.conversation import View
from kene.core.conversation.reception import Desk, Reception, Visit
from kene.core.screens import Screen
from kene.core.screens.inputs import Choose, Input
from kene.core.screens.phone import Page, Turn, pages, read, words
from kene.core.values import Place
from kene.intake.state import RECENT, Kept, digest_of

SEPARATOR: Final = "*"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a gateway sent: who (E.164), in which session or message, and the text.

    `budget` is in octets. When `cumulative`, `said` holds all that was typed in the session,
    joined by `*`; otherwise it is one message, and `session` its identifier.
    """

    channel: str
    address: str
    session: str
    said: str
    budget: int
    cumulative: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """The page to send; `more` says that the session goes on."""

    text: str
    more: bool


def answer(kept: Kept, arrival: Arrival, desk: Desk, view: View) -> tuple[Kept, Reply]:
    """What is kept after that arrival, and the reply; the same `kept` when it changes nothing."""
    seen = digest_of(f"{arrival.channel}/{arrival.session}")
    if _is_repeat(kept, arrival, seen):
        return kept, Reply(kept.reply, kept.more)
    if kept.rest and seen == kept.session:
        return _next_page(kept, arrival)
    return _Line(kept, arrival, desk, view).answer(seen)


def _is_repeat(kept: Kept, arrival: Arrival, seen: bytes) -> bool:
    if seen in kept.past:
        return True
    if not arrival.cumulative or seen != kept.session:
        return False
    return not kept.more or arrival.said == kept.said or not arrival.said.startswith(kept.said)


def _next_page(kept: Kept, arrival: Arrival) -> tuple[Kept, Reply]:
    """The following page of a last screen: whatever is typed, nothing is left to choose."""
    reply = Reply(kept.rest[0], len(kept.rest) > 1)
    after = replace(kept, said=arrival.said, reply=reply.text, more=reply.more, rest=kept.rest[1:])
    return after, reply


class _Line:
    """One arrival being answered."""

    def __init__(self, kept: Kept, arrival: Arrival, desk: Desk, view: View) -> None:
        self.kept = kept
        self.arrival = arrival
        self.desk = desk
        self.reception = Reception(kept.visit, desk, view)
        self.page = kept.page
        self.shown: Screen | None = None
        self.drawn: tuple[Page, ...] = ()

    def answer(self, seen: bytes) -> tuple[Kept, Reply]:
        for typed in self._typed(seen):
            self._take(typed)
        drawn = self.drawn or self._draw()
        page = drawn[min(self.page, len(drawn) - 1)]
        ended = self._now().kind == "end"
        rest = tuple(each.text for each in drawn[page.number + 1 :]) if ended else ()
        more = bool(rest) or not ended
        return self._keep(seen, page, rest, more=more), Reply(page.text, more)

    def _typed(self, seen: bytes) -> Iterable[str]:
        """What was typed since the last answer."""
        if not self.arrival.cumulative:
            return self._message()
        if seen == self.kept.session:
            return self._since()
        self._moved(self.reception.enter())
        # What is dialled after the code is typed already: `*123*1*2#`.
        return self.arrival.said.split(SEPARATOR) if self.arrival.said else ()

    def _message(self) -> Iterable[str]:
        """A message of a visit; a first one opens the menu, or the service that it names."""
        visit = self.kept.visit
        if visit.spot != "start":
            return (self.arrival.said,)
        for language in (visit.language,) if visit.language else self.desk.languages():
            self._enter(replace(visit, language=language))
            if isinstance(self._read(self.arrival.said), Choose):
                return (self.arrival.said,)
        self._enter(visit)
        return ()

    def _since(self) -> Iterable[str]:
        """A `*` typed in a free text belongs to the text; elsewhere it separates inputs."""
        rest = self.arrival.said[len(self.kept.said) :].removeprefix(SEPARATOR)
        question = self._now().question
        free = question is not None and question.entry in ("text", "long_text")
        return (rest,) if free else rest.split(SEPARATOR)

    def _enter(self, visit: Visit) -> None:
        self.reception.visit = visit
        self._moved(self.reception.enter())

    def _now(self) -> Screen:
        if self.shown is None:
            self.shown = self.reception.screen()
        return self.shown

    def _read(self, typed: str) -> Input | Turn:
        count = len(self.drawn) or self.kept.count
        return read(self._now(), self.page, count, typed)

    def _take(self, typed: str) -> None:
        meant = self._read(typed)
        if isinstance(meant, Turn):
            self.page = meant.page
        else:
            self._moved(self.reception.receive(meant))

    def _moved(self, after: tuple[Visit, Screen]) -> None:
        self.shown, self.page = after[1], 0
        self.drawn = self._draw()

    def _draw(self) -> tuple[Page, ...]:
        language = self.reception.visit.language or self.desk.languages()[0]
        return pages(self._now(), self.arrival.budget, words(language))

    def _keep(self, seen: bytes, page: Page, rest: tuple[str, ...], *, more: bool) -> Kept:
        cumulative = self.arrival.cumulative
        over = self.kept.session if cumulative and self.kept.session != seen else b""
        kept = self.kept.remembering(over if cumulative else seen)
        return replace(
            kept,
            visit=self.reception.visit,
            session=seen if cumulative else b"",
            said=self.arrival.said if cumulative else "",
            page=page.number,
            count=page.count,
            reply=page.text,
            more=more,
            rest=rest,
            recent=self._recent(),
        )

    def _recent(self) -> tuple[str, ...]:
        """The places that this person answered, the latest first, once a conversation has ended."""
        talk = self.kept.visit.conversation
        if talk is None or self.reception.visit.conversation is not None:
            return self.kept.recent
        fields = self.desk.service(self.kept.visit.service).fields
        places = (
            str(value)
            for name, value in talk.answers.items()
            if isinstance(fields[name].type, Place)
        )
        return tuple(dict.fromkeys((*places, *self.kept.recent)))[:RECENT]

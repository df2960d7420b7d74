"""A phone's line: what a gateway sent becomes inputs, and a screen becomes the page to send.

Gateways repeat, delay and reorder what they send. Some USSD gateways send all that was typed since
the session began, others what was typed last, with an identifier of the hop or without; a message
has an identifier. What was seen already changes nothing, and gets the last answer again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from kene.core.conversation import View
from kene.core.conversation.reception import Reception
from kene.core.conversation.visit import Desk, Visit
from kene.core.screens import Screen, voice
from kene.core.screens.alphabets import STANDARD, Alphabet
from kene.core.screens.inputs import Choose, Input, Spoke
from kene.core.screens.phone import Page, Turn, pages, read, words
from kene.core.values import Place
from kene.intake.state import RECENT, Kept, digest_of

SEPARATOR: Final = "*"
AGAIN: Final = 2
"""Seconds in which the same input of a session whose hops have no identifier is a repeat: nobody
reads a screen and answers it the same way sooner."""
_PIECES: Final = re.compile(r"\s*[*\n]\s*")
_LINES: Final = re.compile(r"\s*\n\s*")

Manner = Literal["whole", "latest", "message"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a gateway sent: who (E.164, or a name of the network's own), in which session or
    message, and the text.

    `budget` is the octets of a page, in the `alphabet` that the gateway declares. In the manner
    `whole`, `said` holds all that was typed in the session, joined by `*`. In the manner `latest`
    it is what was typed last, and `hop` the hop's identifier where the gateway gives one. `begins`
    says that this hop surely begins its session; `opening` is what was typed after the code, joined
    by `*`, where the hop begins the session or may. A `message` stands alone, and `session` is its
    identifier. `mark` is that of the page which it answers, where the network tells: an answer to
    another page than the one on display is none to this. `spoken` pages are heard; `recorded` says
    that `said` is the key of what was said, instead of keys.
    """

    channel: str
    address: str
    session: str
    said: str
    budget: int
    manner: Manner = "whole"
    hop: str = ""
    begins: bool = False
    opening: str | None = None
    alphabet: Alphabet = STANDARD
    mark: str = ""
    spoken: bool = False
    recorded: bool = False

    @property
    def phone(self) -> str:
        """The address, where it is a telephone (E.164); else ""."""
        return self.address if self.address.startswith("+") else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The page to send; `more` says that the session goes on."""

    text: str
    more: bool


def answer(
    kept: Kept, arrival: Arrival, desk: Desk, view: View, now: datetime
) -> tuple[Kept, Reply]:
    """What is kept after that arrival, and the reply; the same `kept` when it changes nothing."""
    seen = _seen(arrival)
    if _is_repeat(kept, arrival, seen, now):
        return kept, Reply(kept.reply, kept.more)
    if kept.rest and seen == kept.session:
        after, reply = _next_page(kept, arrival)
    else:
        after, reply = _Line(kept, arrival, desk, view).answer(seen)
    if arrival.manner == "latest":
        after = replace(after.remembering(_hop(arrival)), at=int(now.timestamp()))
    return after, reply


def is_read(kept: Kept, arrival: Arrival) -> bool:
    """Whether that message was read already."""
    return _seen(arrival) in kept.past


def _seen(arrival: Arrival) -> bytes:
    return digest_of(f"{arrival.channel}/{arrival.session}")


def _is_repeat(kept: Kept, arrival: Arrival, seen: bytes, now: datetime) -> bool:
    if seen in kept.past:
        return True
    if arrival.manner == "message" or seen != kept.session:
        return False
    if not kept.more:
        return True
    if arrival.manner == "latest":
        return _is_heard(kept, arrival, now)
    return arrival.said == kept.said or not arrival.said.startswith(kept.said)


def _is_heard(kept: Kept, arrival: Arrival, now: datetime) -> bool:
    """Whether what was typed last was read already: by its identifier, else by its time."""
    if arrival.begins or not arrival.said.strip():
        return True
    if arrival.hop:
        return _hop(arrival) in kept.past
    return arrival.said == kept.said and now.timestamp() - kept.at < AGAIN


def _hop(arrival: Arrival) -> bytes:
    """What stands for a hop of a session; nothing where the gateway does not name them."""
    named = f"{arrival.channel}/{arrival.session}/{arrival.hop}"
    return digest_of(named) if arrival.hop else b""


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
        self.reception = Reception(kept.visit, desk, view, kept.scene)
        self.page = kept.page
        self.shown: Screen | None = None
        self.drawn: tuple[Page, ...] = ()

    def answer(self, seen: bytes) -> tuple[Kept, Reply]:
        if self.arrival.manner == "message":
            self._read_message()
        else:
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
        if seen == self.kept.session:
            return (self.arrival.said,) if self.arrival.manner == "latest" else self._since()
        self._moved(self.reception.enter())
        # What is dialled after the code is typed already: `*123*1*2#`. An input that begins nothing
        # answers a screen of a session that is over.
        latest = self.arrival.manner == "latest"
        begun = (self.arrival.opening if latest else self.arrival.said) or ""
        return begun.split(SEPARATOR) if begun else ()

    def _read_message(self) -> None:
        """The answers of a message, each to what is asked once the one before is kept.

        What is refused ends the reading, and so does the summary: nothing is confirmed unseen.
        """
        other = self.arrival.mark and self.arrival.mark != self.kept.mark
        rest = "" if other else self.arrival.said.strip()
        if self.kept.visit.spot == "start" and not self._named(_PIECES.split(rest, maxsplit=1)[0]):
            return
        while rest:
            typed, rest = self._piece(rest)
            self._take(typed)
            if _refused(self._now()) or self._now().kind in ("summary", "end"):
                return

    def _named(self, begun: str) -> bool:
        """Whether a first message names a service, in the language that it is named in."""
        visit = self.kept.visit
        for language in (visit.language,) if visit.language else self.desk.languages():
            self._enter(replace(visit, language=language))
            if isinstance(self._read(begun), Choose):
                return True
        self._enter(visit)
        return False

    def _piece(self, rest: str) -> tuple[str, str]:
        """The first answer of a message, and what follows it.

        Answers stand apart by `*` or a new line; a text to be told at length has them all, and a
        choice of several is a line.
        """
        question = self._now().question
        entry = question.entry if question is not None else "none"
        if entry == "long_text":
            return rest, ""
        parts = (_LINES if entry == "choices" else _PIECES).split(rest, maxsplit=1)
        return parts[0], parts[1] if len(parts) > 1 else ""

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
        if self.arrival.recorded:
            return Spoke(typed)
        count = len(self.drawn) or self.kept.count
        if self.arrival.spoken:
            return voice.read(self._now(), self.page, typed)
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
        arrival = self.arrival
        if arrival.spoken:
            said = voice.pages(self._now(), language)
            return tuple(Page(each.text, each.number, each.count) for each in said)
        return pages(self._now(), arrival.budget, words(language), arrival.alphabet)

    def _keep(self, seen: bytes, page: Page, rest: tuple[str, ...], *, more: bool) -> Kept:
        lasting = self.arrival.manner != "message"
        over = self.kept.session if lasting and self.kept.session != seen else b""
        return Kept(
            self.reception.visit,
            session=seen if lasting else b"",
            said=self.arrival.said if lasting else "",
            page=page.number,
            count=page.count,
            reply=page.text,
            more=more,
            rest=rest,
            past=self.kept.remembering(over if lasting else seen).past,
            recent=self._recent(),
            slip=self.kept.slip,
            scene=self.reception.scene,
        )

    def _recent(self) -> tuple[str, ...]:
        """The places that this person answered, the latest first, once a conversation has ended."""
        talk = self.kept.visit.conversation
        if talk is None or self.reception.visit.conversation is not None:
            return self.kept.recent
        fields = self.desk.service(self.kept.visit.service).answerable
        places = (
            str(value)
            for name, value in talk.answers.items()
            if isinstance(fields[name].type, Place)
        )
        return tuple(dict.fromkeys((*places, *self.kept.recent)))[:RECENT]


def _refused(screen: Screen) -> bool:
    """Whether the screen says that an answer did not do."""
    question = screen.question
    notes = (screen.note, question.note if question is not None else None)
    return any(note is not None and note.error for note in notes)

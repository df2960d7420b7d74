"""A transcript played against its service: what came otherwise than it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from kene.core.casefile import Event, Misentered, Refused
from kene.core.services import Service, name_of
from kene.testing.desk import Held, MemoryDesk
from kene.testing.facts import answer, facts
from kene.testing.transcript import (
    Act,
    Day,
    Step,
    Transcript,
    Typed,
    matches,
)
from kene.testing.visitor import Unreadable, Visitor, visitor

ANSWER: Final = "answer "
PUBLISH: Final = "publish"
"""What is done with a whole call, where an action stands."""
SEEN: Final = "seen"
"""What is noted of a paper, where an action stands; which and in what form come after."""
_REFUSALS: Final = {
    "not-now": "pas maintenant",
    "reason-needed": "il faut un motif",
    "receipt-needed": "il faut le numéro du reçu",
    "same-person": "il faut une autre personne",
    "call-open": "les demandes ne sont pas closes",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A step that went otherwise: the lines that were expected, and those that came."""

    step: Step
    expected: tuple[str, ...]
    actual: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A transcript after it was played: what differed, and the transcript as it really goes.

    `asked` are the fields that were on a screen, `events` all that happened to its cases.
    """

    transcript: Transcript
    differences: tuple[Difference, ...]
    accepted: Transcript
    asked: frozenset[str]
    events: tuple[Event, ...]

    @property
    def passed(self) -> bool:
        """Whether all went as it says."""
        return not self.differences


def play(transcript: Transcript, service: Service) -> Played:
    """What happens when the conversation of a transcript is held with a service."""
    desk = MemoryDesk([service], transcript.today, transcript.channel)
    playing = _Playing(desk, visitor(desk, transcript.channel, transcript.language))
    differences: list[Difference] = []
    accepted: list[Step] = []
    for step in transcript.steps:
        really = playing.step(step)
        differences += _differences(step, really)
        accepted.append(really)
    return Played(
        transcript,
        tuple(differences),
        replace(transcript, steps=tuple(accepted)),
        frozenset(playing.asked),
        tuple(event for held in desk.held.values() for event in held.events),
    )


@dataclass(slots=True)
class _Playing:
    desk: MemoryDesk
    visitor: Visitor
    seen: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def step(self, step: Step) -> Step:
        """The step with the screen and the facts that really come, where they differ."""
        screen = self._screen(step.done)
        happened = (*self._facts(), *self._answers(step))
        if matches(step.screen, screen):
            screen = step.screen
        if matches(_plain(step.facts), _plain(happened)) and not _wrong(step.facts, happened):
            happened = step.facts
        return replace(step, screen=screen, facts=happened)

    def _screen(self, done: Typed | Act | Day) -> tuple[str, ...]:
        match done:
            case Typed(lines):
                return self._said(lines)
            case Act():
                return self._acted(done)
            case Day(today):
                self.desk.on(today)
                return ()
            case _:
                assert_never(done)

    def _said(self, lines: Sequence[str]) -> tuple[str, ...]:
        try:
            shown = self.visitor.say(lines)
        except Unreadable as unreadable:
            return (str(unreadable),)
        if self.visitor.screen is not None:
            questions = self.visitor.screen.questions
            self.asked |= {name_of(question.field) for question in questions}
        return tuple(line.rstrip() for line in shown.split("\n"))

    def _acted(self, act: Act) -> tuple[str, ...]:
        held = self.desk.last
        if held is None:
            return ("aucune demande n'est ouverte",)
        try:
            self._do(held, act)
        except Misentered as refused:
            why = " ; ".join(f"{name} : {said}" for name, said in refused.why.items())
            return (f"refusé, {why}",)
        except Refused as refused:
            why, can = _REFUSALS[refused.reason], self._can(held, act)
            return (f"refusé, {why} ; {act.role} peut : {can}",)
        return ()

    def _do(self, held: Held, act: Act) -> None:
        if act.action == PUBLISH:
            self.desk.publish(act.role)
        elif act.action == SEEN:
            self.desk.see(held, act.role, act.reason)
        else:
            self.desk.act(held, act.role, act.action, act.given)

    def _can(self, held: Held, act: Act) -> str:
        if act.action == SEEN:
            return " ; ".join(f"{SEEN}: {each}" for each in self.desk.papers(held)) or "rien"
        return ", ".join(self.desk.can(held, act.role)) or "rien"

    def _facts(self) -> Iterator[str]:
        for held in self.desk.held.values():
            yield from facts(held, self.seen.get(held.number, 0))
            self.seen[held.number] = len(held.events)

    def _answers(self, step: Step) -> Iterator[str]:
        """What the fields that the step asks about were really answered."""
        held = self.desk.last
        for fact in step.facts:
            if fact.startswith(ANSWER) and held is not None:
                name = fact.removeprefix(ANSWER).partition(":")[0].strip()
                known = name in held.service.recorded
                said = answer(held, name, self.desk.today) if known else ""
                yield f"{ANSWER}{name}: {said}".rstrip()


def _plain(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if not line.startswith(ANSWER))


def _wrong(expected: Sequence[str], actual: Sequence[str]) -> bool:
    wanted = [line for line in expected if line.startswith(ANSWER)]
    return wanted != [line for line in actual if line.startswith(ANSWER)]


def _differences(step: Step, really: Step) -> Iterator[Difference]:
    if step.screen != really.screen:
        yield Difference(step, step.screen, really.screen)
    if step.facts != really.facts:
        expected = tuple(f"= {line}" for line in step.facts)
        yield Difference(step, expected, tuple(f"= {line}" for line in really.facts))

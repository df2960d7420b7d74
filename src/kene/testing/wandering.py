"""Walks at random through a service, on every channel, and the shortest one that breaks a promise.

Whatever a person does, nothing raises, every page is within its budget, whoever then answers well
reaches the end, and the same answers make the same case on every other channel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from kene.core.casefile import Opened, encode
from kene.core.problems import Where
from kene.core.screens import Screen
from kene.core.services import Service
from kene.core.values import Json, Setting
from kene.testing.desk import Held
from kene.testing.transcript import Act, Day, Step, Transcript, Typed, write_transcript
from kene.testing.visitor import CHANNELS, Browser, Channel
from kene.testing.walking import DIALLED, Broken, Doing, Fault, Walk, replayed

STEPS: Final = 30
"""A walk wanders at most so many steps before it answers well until the end."""
_SLIPS: Final = (
    *("", " ", "0", "00", "000", "0000", "1", "2", "9", "99", "1,2", "*", "#", "oui", "non"),
    *("0" * 40, "9" * 30, "31/02/2026", "-1", "1e9", "ɛɔɲŋ" * 80, "a" * 1_900, "<b>&amp;</b>"),
    *("{number} %s", "\u202e\u0301😀" * 20, "x=y=z", "done", "add", "confirm", "in:02:a-z"),
)
"""What people and their phones send besides answers."""
_APART: Final = frozenset({"channel", "number"})
"""What differs between cases of the same answers: how they came, and what was drawn for each."""
_PAGE_WORDS: Final = ("retour", "aide", "confirmer", "abandonner", "suivre", "choisir add")
_PLAIN: Final = ("1", "0", "a", "")
"""The simplest things to type: a shortened walk is made of them where it can be."""


@dataclass(frozen=True, slots=True)
class Way:
    """A walk that can be done again: on what channel, in what language, and its steps."""

    channel: Channel
    language: str
    steps: tuple[Doing, ...]


@dataclass(frozen=True, slots=True)
class Wandered:
    """One conversation at random: how it went, and whether it made a case."""

    way: Way
    case: bool
    fault: Fault | None


def wander(service: Service, today: date, rng: Random) -> Iterator[Wandered]:
    """Conversations without end, on each channel and in each language of the service in turn."""
    spoken = service.languages
    channels = [each for each in CHANNELS if each in service.channels]
    turns = [(channel, language) for channel in channels for language in spoken]
    while True:
        for channel, language in turns:
            yield _one(Walk(service, channel, language, today), rng)


def shortest(service: Service, today: date, wandered: Wandered) -> tuple[Way, Fault]:
    """The shortest walk that breaks the same promise, and how. `wandered` has a fault."""
    assert wandered.fault is not None
    kind, way = wandered.fault.kind, wandered.way

    def breaks(steps: Sequence[Doing]) -> bool:
        fault = judge(service, today, replace(way, steps=tuple(steps)))
        return fault is not None and fault.kind == kind

    steps = _plainer(_fewer(list(way.steps), breaks), breaks)
    found = replace(way, steps=tuple(steps))
    return found, judge(service, today, found) or wandered.fault


def judge(service: Service, today: date, way: Way) -> Fault | None:
    """The promise that a walk breaks, if any, when it is done again and then ended well."""
    walk = Walk(service, way.channel, way.language, today)
    try:
        replayed(walk, way.steps)
        _ended(walk, Random(0))  # noqa: S311 -- to be repeated
    except Broken as broken:
        return broken.fault
    return None


def transcript(way: Way, fault: Fault, today: date) -> str:
    """The walk as a transcript, without its screens: `kene test --accept` writes them."""
    head = (
        f"# {fault.said.splitlines()[0][:90]}",
        f"# channel: {way.channel}",
        f"# language: {way.language}",
        f"# today: {today.isoformat()}",
        "",
    )
    steps = tuple(Step(Where(""), done) for done in way.steps)
    return write_transcript(Transcript("", way.channel, way.language, today, head, steps))


def _one(walk: Walk, rng: Random) -> Wandered:
    case, fault = False, None
    try:
        for _ in range(rng.randrange(STEPS)):
            walk.do(_step(walk, rng))
        case = _ended(walk, rng) is not None
    except Broken as broken:
        fault = broken.fault
    way = Way(walk.channel, walk.language, tuple(walk.steps))
    return Wandered(way, case, fault)


def _ended(walk: Walk, rng: Random) -> Held | None:
    """The walk ended well, and its case made again on every other channel."""
    held = walk.finish(rng)
    if held is not None:
        _same_everywhere(walk, held)
    return held


def _same_everywhere(walk: Walk, held: Held) -> None:
    opened = held.events[0]
    assert isinstance(opened, Opened)
    for channel in CHANNELS:
        if channel == walk.channel or channel not in walk.service.channels:
            continue
        other = Walk(walk.service, channel, opened.language, walk.desk.today)
        again = other.finish(Random(0), opened.answers)  # noqa: S311 -- nothing is drawn
        if again is None or _told(again) != _told(held):
            raise Broken("other-case", f"les mêmes réponses font une autre demande sur {channel}")


def _told(held: Held) -> list[tuple[Mapping[str, Json], object]]:
    """The events of a case, but for what is its own."""
    encoded = [encode(held.service, event) for event in held.events]
    return [
        ({name: value for name, value in each.public.items() if name not in _APART}, each.personal)
        for each in encoded
    ]


# -- a step at random ------------------------------------------------------------------------------


def _step(walk: Walk, rng: Random) -> Doing:
    """Mostly what leads on; else a slip, another key, a call that is cut, an agent, a later day."""
    drawn = rng.random()
    if drawn < 0.65 and (helped := walk.helpful(rng)):
        return helped
    if drawn < 0.72 and (acted := _acted(walk, rng)):
        return acted
    if walk.screen is None or drawn < 0.76:
        return Typed((DIALLED[walk.channel],))
    if isinstance(walk.visitor, Browser):
        return _on_a_page(walk, walk.screen, rng)
    pressed = sorted(walk.keyed())
    return Typed((rng.choice(pressed if pressed and drawn < 0.88 else _SLIPS),))


def _on_a_page(walk: Walk, screen: Screen, rng: Random) -> Typed:
    offered = [f"choisir {option.key}" for option in screen.options]
    fields = [question.field for question in screen.questions]
    words = (*_PAGE_WORDS, *offered, f"langue {rng.choice(walk.service.languages)}")
    corrected = f"corriger {rng.choice(tuple(walk.service.answerable))}"
    if fields and rng.random() < 0.5:
        return Typed(tuple(f"{name}={rng.choice(_SLIPS)}" for name in fields))
    return Typed((rng.choice((*words, corrected)),))


def _acted(walk: Walk, rng: Random) -> Doing | None:
    """An action that an agent can do now, or the day on which a deadline has passed."""
    held = walk.desk.last
    if held is None or not held.file.open:
        return None
    if held.file.due is not None and rng.random() < 0.2:
        return Day(held.file.due + timedelta(days=1))
    roles = sorted({stage.by for stage in walk.service.stages.values()})
    can = [(role, action) for role in roles for action in walk.desk.can(held, role)]
    if not can:
        return None
    role, action = rng.choice(can)
    return Act(role, action, "un motif", tuple(_entered(walk, held, action, rng)))


def _entered(walk: Walk, held: Held, action: str, rng: Random) -> Iterator[tuple[str, str]]:
    """What the agent enters, well or not."""
    actions = walk.service.stages[held.file.stage].actions
    setting = Setting("fr", walk.service.country, walk.desk.today)
    for name in actions[action].enter if action in actions else ():
        yield name, walk.respondent.draw(walk.service.entries[name], setting, rng)


# -- shortening ------------------------------------------------------------------------------------


def _fewer(steps: list[Doing], breaks: Callable[[Sequence[Doing]], bool]) -> list[Doing]:
    """As few of the steps as still break the promise: by halves, then quarters, then each alone."""
    size = len(steps)
    while size >= 1:
        start = 0
        while start < len(steps):
            fewer = steps[:start] + steps[start + size :]
            if breaks(fewer):
                steps = fewer
            else:
                start += size
        size //= 2
    return steps


def _plainer(steps: list[Doing], breaks: Callable[[Sequence[Doing]], bool]) -> list[Doing]:
    """The same steps with the simplest texts that still break it."""
    for at, step in enumerate(steps):
        if not isinstance(step, Typed):
            continue
        for text in _PLAIN:
            plain = [*steps[:at], Typed((text,)), *steps[at + 1 :]]
            if step.lines != (text,) and breaks(plain):
                steps = plain
                break
    return steps

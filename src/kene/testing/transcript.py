"""A conversation as plain text: what is typed, what is shown, what it makes of the case.

The format is described in `docs/reference/transcripts.md`. A transcript that is read and written
again is the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, cast

from kene.core.casefile import Given
from kene.core.problems import Kind, Mistakes, Problem, Where, declare, nearest
from kene.testing.visitor import CHANNELS, Channel

ANYTHING: Final = "…"
"""A line that stands for any lines, or none."""

STRAY: Final = declare(
    "T101",
    fr=(
        "Cette ligne ne commence par aucun des signes « > », « « », « = », « @ », « # ».",
        "La suite d'un écran vient juste après sa ligne « « » ; décalez-la de deux espaces.",
    ),
    en=(
        "This line begins with none of the signes '>', '«', '=', '@', '#'.",
        "The rest of a screen comes right after its line '«'; indent it by two spaces.",
    ),
)
BAD_HEADER: Final = declare(
    "T102",
    fr=("« {value} » ne va pas avec « {name} ».", "Écrivez par exemple « # {name}: {example} »."),
    en=("'{value}' does not go with '{name}'.", "Write for instance '# {name}: {example}'."),
)
NO_DAY: Final = declare(
    "T103",
    fr=("Cette conversation ne dit pas quel jour elle a lieu.", "Ajoutez « # today: 2026-11-24 »."),
    en=("This conversation does not say on what day it is held.", "Add '# today: 2026-11-24'."),
)
BAD_ACT: Final = declare(
    "T104",
    fr=("Il manque qui agit, ou ce qui est fait.", "Écrivez « @ officier demander: le motif »."),
    en=("Who acts, or what is done, is missing.", "Write '@ officier demander: the reason'."),
)
UNKNOWN_HEADER: Final = declare(
    "T105",
    fr=("« {name} » n'est pas une indication connue.", "Vouliez-vous dire « {near} » ?"),
    en=("'{name}' is not a known heading.", "Did you mean '{near}'?"),
)

_HEADING: Final = re.compile(r"# *([a-z]+): *(\S+) *")
_EXAMPLES: Final = {"channel": "ussd", "language": "bm", "today": "2026-11-24"}
_ACT: Final = re.compile(r"(\S+) +([^\s:]+)(?:: *(.*))?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person typed; a page of the web takes several lines at once."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What an agent of a role does, why, and what they enter, as typed: `champ`, `valeur`."""

    role: str
    action: str
    reason: str = ""
    entries: tuple[tuple[str, str], ...] = ()

    @property
    def given(self) -> Given:
        """What they write; the reason is also a receipt's number."""
        return Given(self.reason, self.reason, dict(self.entries))


@dataclass(frozen=True, slots=True)
class Day:
    """The day that it becomes."""

    today: date


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done, the screen that must follow, and the facts.

    `screen` is empty where none is written; `notes` are the lines before it, as they are.
    """

    where: Where
    done: Typed | Act | Day
    screen: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation on a channel; `language` is "" for a person who has to choose it."""

    file: str
    channel: Channel
    language: str
    today: date
    head: tuple[str, ...]
    steps: tuple[Step, ...]
    tail: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its first line, without its sign."""
        first = next((line for line in self.head if line.startswith("#")), "")
        return first.lstrip("# ") or self.file


def read_transcript(text: str, file: str) -> Transcript:
    """The transcript in a text. Raises Mistakes with every problem found."""
    reading = _Reading(file)
    for number, line in enumerate(text.splitlines(), 1):
        reading.line(line.rstrip(), Where(file, number, 1))
    return reading.transcript()


def write_transcript(transcript: Transcript) -> str:
    """The text of a transcript."""
    lines = [*transcript.head]
    for step in transcript.steps:
        lines += step.notes
        lines += _done(step.done)
        lines += _screen(step.screen)
        lines += (f"= {fact}" for fact in step.facts)
    return "\n".join([*lines, *transcript.tail]) + "\n"


def matches(expected: Sequence[str], actual: Sequence[str]) -> bool:
    """Whether the lines are the expected ones, `…` standing for any."""
    if not expected:
        return not actual
    first, rest = expected[0], expected[1:]
    if first == ANYTHING:
        return any(matches(rest, actual[skip:]) for skip in range(len(actual) + 1))
    return bool(actual) and same(first, actual[0]) and matches(rest, actual[1:])


def same(expected: str, actual: str) -> bool:
    """Whether a line is the expected one; `message x` is enough for `message x: its text`."""
    short = expected.startswith("message ") and ":" not in expected
    return actual == expected or (short and actual.startswith(f"{expected}: "))


def _done(done: Typed | Act | Day) -> Iterator[str]:
    match done:
        case Typed(lines):
            yield from (f"> {line}".rstrip() for line in lines)
        case Act(role, action, reason, entries):
            yield f"@ {role} {action}" + (f": {reason}" if reason else "")
            yield from (f"  {name}={text}" for name, text in entries)
        case Day(today):
            yield f"# today: {today.isoformat()}"


def _screen(lines: tuple[str, ...]) -> Iterator[str]:
    for number, line in enumerate(lines):
        sign = "  " if number else "« "
        yield line if (number, line) == (0, ANYTHING) else (sign + line).rstrip()


@dataclass(slots=True)
class _Reading:
    file: str
    problems: list[Problem] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    last: Literal["", "done", "screen", "fact"] = ""
    """What the line before was; "" after a line that ends the step."""

    def line(self, line: str, where: Where) -> None:
        sign, said = line[:1], line[1:].removeprefix(" ")
        match sign:
            case ">":
                self._typed(said, where)
            case "@":
                self._act(said, where)
            case "#":
                self._heading(line, where)
            case "«" if self.last == "done":
                self._screen(said)
            case "=" if self.last:
                self._fact(said)
            case "…" if line == ANYTHING and self.last == "done":
                self._screen(line)
            case "":
                self._note(line)
            case " " if self.last == "done" and "=" in said:
                self._entry(said, where)
            case _ if self.last == "screen" and sign != "«":
                self._screen(line.removeprefix("  "))
            case _:
                self.problems.append(Problem(STRAY, where))

    def transcript(self) -> Transcript:
        day = self._day(self.headings.get("today", ""))
        if day is None and "today" not in self.headings:
            self.problems.append(Problem(NO_DAY, Where(self.file, 1, 1)))
        if self.problems or day is None:
            raise Mistakes(self.problems)
        channel = cast(Channel, self.headings.get("channel", "ussd"))
        language = self.headings.get("language", "")
        steps, head = tuple(self.steps), tuple(self.head)
        return Transcript(self.file, channel, language, day, head, steps, tuple(self.notes))

    def _note(self, line: str) -> None:
        self.last = ""
        (self.notes if self.steps else self.head).append(line)

    def _typed(self, said: str, where: Where) -> None:
        before = self.steps[-1] if self.last == "done" else None
        if before and isinstance(before.done, Typed) and self.headings.get("channel") == "web":
            self.steps[-1] = replace(before, done=Typed((*before.done.lines, said)))
        else:
            self._step(Typed((said,)), where)

    def _act(self, said: str, where: Where) -> None:
        written = _ACT.fullmatch(said)
        if written is None:
            self.problems.append(Problem(BAD_ACT, where))
        else:
            self._step(Act(written[1], written[2], (written[3] or "").strip()), where)

    def _entry(self, said: str, where: Where) -> None:
        step = self.steps[-1]
        if not isinstance(step.done, Act):
            self.problems.append(Problem(STRAY, where))
            return
        name, _, text = said.partition("=")
        entries = (*step.done.entries, (name.strip(), text.strip()))
        self.steps[-1] = replace(step, done=replace(step.done, entries=entries))

    def _heading(self, line: str, where: Where) -> None:
        written = _HEADING.fullmatch(line)
        if written is None:
            self._note(line)
            return
        name, value = written[1], written[2]
        if name not in _EXAMPLES:
            self._unknown(name, line, where)
            return
        if not self._valid(name, value):
            self._wrong(BAD_HEADER, where, name, value)
        if self.steps and name == "today":
            day = self._day(value)
            if day is not None:
                self._step(Day(day), where)
        else:
            self.headings[name] = value
            self._note(line)

    def _unknown(self, name: str, line: str, where: Where) -> None:
        near = nearest(name, _EXAMPLES)
        if near:
            self.problems.append(Problem(UNKNOWN_HEADER, where, {"name": name, "near": near}))
        self._note(line)

    def _wrong(self, kind: Kind, where: Where, name: str, value: str) -> None:
        details = {"name": name, "value": value, "example": _EXAMPLES[name]}
        self.problems.append(Problem(kind, where, details))

    def _valid(self, name: str, value: str) -> bool:
        match name:
            case "channel":
                return value in CHANNELS
            case "today":
                return self._day(value) is not None
            case _:
                return True

    def _day(self, value: str) -> date | None:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None

    def _step(self, done: Typed | Act | Day, where: Where) -> None:
        self.steps.append(Step(where, done, notes=tuple(self.notes)))
        self.notes, self.last = [], "done"

    def _screen(self, line: str) -> None:
        step = self.steps[-1]
        self.steps[-1] = replace(step, screen=(*step.screen, line))
        self.last = "screen"

    def _fact(self, said: str) -> None:
        step = self.steps[-1]
        self.steps[-1] = replace(step, facts=(*step.facts, said.strip()))
        self.last = "fact"

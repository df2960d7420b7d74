"""A screen in a call: said as pages of a few sentences, and read back from the keys of a phone.

Whoever calls hears, and forgets: a page has at most eight options and is short. One key answers
where options are offered; what is typed at length ends with `#`. The other keys:

| key | does |
|---|---|
| `9` | more: the next page |
| `0` | back: to the page before; from the first page, to what was asked before |
| `#` | ends what is typed; alone, leaves an optional question blank |
| `*` | help, as a conversation has it; a channel puts its own menu in front |

On a question that counts, back is `00`, so that `0` is an answer. A text can't be typed on twelve
keys by whoever only hears: the page says so, and an agent has to ask. Why:
`docs/decisions/0013-voice.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from kene.core.screens.inputs import Back, Choose, Help, Input, Say
from kene.core.screens.phone import Turn
from kene.core.screens.screen import Option, Question, Screen
from kene.core.wording import Wording, bundled

OPTIONS: Final = 8
SECONDS: Final = 25.0
"""Of a page: more is forgotten before it ends."""
LETTERS: Final = 13.0
"""Said in a second: a prompt read slowly, about 140 words a minute."""
DIGIT: Final = 0.5
"""Seconds of a digit, which is a word."""
BREATH: Final = 0.35
"""Seconds between two sentences."""
MORE: Final = "9"
BACK: Final = "0"
POUND: Final = "#"
STAR: Final = "*"
UNTYPED: Final = ("text", "long_text", "position")
"""What twelve keys can't say."""

OTHER: Final = "\t"
"""Between a language and a line that is said in it, on a page in another one."""
KEYED: Final = 2.0
"""Seconds to say which key an option has."""
_SENTENCE: Final = re.compile(r"(?<=[.;:!?]) ")

Keys = Literal["one", "many", "agent", "none"]
"""What a page waits for: one key, several and `#`, an agent who asks instead, or nothing."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One page as it is said: its sentences in a language, and the keys that it waits for.

    `sayable` tells that the answer may be said instead, for a person to write down.
    """

    language: str
    keys: Keys
    lines: tuple[str, ...]
    number: int = 0
    count: int = 1
    sayable: bool = False

    @property
    def seconds(self) -> float:
        """About how long it takes to say."""
        return sum(lasting(line) for _, line in self.said)

    @property
    def said(self) -> Iterator[tuple[str, str]]:
        """Each of its lines, after the language that it is in."""
        for line in self.lines:
            language, _, text = line.rpartition(OTHER)
            yield language or self.language, text

    @property
    def text(self) -> str:
        """All of it as one text, which `told` reads back."""
        said = " said" if self.sayable else ""
        return "\n".join((f"{self.language} {self.keys}{said}", *self.lines))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is said on one page: sentences, then options, each with its own key."""

    lines: tuple[str, ...]
    options: tuple[Option, ...]


def told(text: str) -> Speech:
    """The speech of such a text. Raises ValueError when it is none."""
    head, *lines = text.split("\n")
    language, _, rest = head.partition(" ")
    keys, _, said = rest.partition(" ")
    if keys not in ("one", "many", "agent", "none"):
        raise ValueError(head)
    return Speech(language, keys, tuple(lines), sayable=bool(said))  # type: ignore[arg-type]


def lasting(line: str) -> float:
    """About how many seconds a sentence takes to be said."""
    digits = sum(map(str.isdecimal, line))
    return (len(line) - digits) / LETTERS + digits * DIGIT + BREATH


@cache
def words(language: str) -> Wording:
    """What is said of the keys. Raises FileNotFoundError in a language that has none."""
    return bundled("kene.core.screens", language)


def pages(screen: Screen, language: str) -> tuple[Speech, ...]:
    """The screen as pages to be said, each of at most `SECONDS` unless one sentence is longer."""
    parts, keys = _parts(screen), _keys(screen)
    said = [tuple(_said(screen, part, words(language))) for part in parts]
    last = len(parts) - 1
    return tuple(
        Speech(
            language,
            keys if number == last or keys == "none" else "one",
            (*lines, *_foot(screen, number, last, words(language))),
            number,
            len(parts),
            number == last and screen.question is not None and screen.question.sayable,
        )
        for number, lines in enumerate(said)
    )


def read(screen: Screen, page: int, typed: str) -> Input | Turn:
    """What was meant by the keys typed on page number `page` (from 0) of a screen."""
    parts = _parts(screen)
    page = min(page, len(parts) - 1)
    last, pound = page == len(parts) - 1, typed == POUND
    back = "00" if _counts(screen) and last else BACK
    if typed == MORE and not last:
        return Turn(page + 1)
    if typed == back and page > 0:
        return Turn(page - 1)
    if typed == back and screen.back:
        return Back()
    if typed == STAR:
        return Help()
    if pound and screen.question is not None and screen.question.optional:
        return Say("")
    return _answer(screen, parts[page], typed.removesuffix(POUND))


def keys(screen: Screen, page: int) -> dict[str, Input | Turn]:
    """The single keys, and `00`, that do something on that page, and what."""
    meant = {}
    for typed in ("1", "2", "3", "4", "5", "6", "7", "8", MORE, BACK, "00", POUND):
        meaning = read(screen, page, typed)
        if not isinstance(meaning, Say) or (typed == POUND and meaning == Say("")):
            meant[typed] = meaning
    return meant


def typed_of(question: Question, answer: str) -> str:
    """The keys that say an answer, without `#`: what `read` takes back.

    A date is its day, month and year; a time its hour and minutes; several options their numbers.
    """
    match question.entry:
        case "choices":
            place = {option.key: str(n) for n, option in enumerate(question.options, 1)}
            return STAR.join(place[key] for key in answer.replace(",", " ").split())
        case "date" if answer.count("-") == 2:
            year, month, day = answer.split("-")
            return f"{day}{month}{year}"
        case _:
            return "".join(c if c.isdigit() else STAR for c in answer if c.isdigit() or c in ",.")


def _answer(screen: Screen, part: _Part, typed: str) -> Input:
    question = screen.question
    if question is not None and question.entry == "choices":
        return Say(_several(question, typed))
    if part.options:
        number = int(typed) if len(typed) == 1 and typed.isdecimal() else 0
        return Choose(part.options[number - 1].key) if 0 < number <= len(part.options) else Say("?")
    return Say(_entered(question, typed))


def _several(question: Question, typed: str) -> str:
    numbers = [int(each) for each in typed.split(STAR) if each.isdecimal()]
    if not numbers or not all(0 < each <= len(question.options) for each in numbers):
        return "?"
    return " ".join(question.options[each - 1].key for each in numbers)


def _entered(question: Question | None, typed: str) -> str:
    """What was typed, as people write it: `15032026` is a date, `0730` a time, `12*5` a number."""
    entry = question.entry if question is not None else "text"
    if entry == "date" and len(typed) in (6, 8):
        return f"{typed[:2]}/{typed[2:4]}/{typed[4:]}"
    if entry == "time" and len(typed) in (3, 4):
        return f"{typed[:-2]}:{typed[-2:]}"
    return typed.replace(STAR, ",") if entry == "number" else typed


def _keys(screen: Screen) -> Keys:
    question = screen.question
    if screen.kind == "end":
        return "none"
    if question is None:
        # A number or a code is said where nothing is offered.
        return "one" if screen.options else "many"
    if question.entry == "choices":
        return "many"
    if _options(screen):
        return "one"
    return "agent" if question.entry in UNTYPED else "many"


def _counts(screen: Screen) -> bool:
    return screen.question is not None and screen.question.entry == "number"


def _options(screen: Screen) -> tuple[Option, ...]:
    """What is offered, in the order of its keys; a summary is heard before it is confirmed."""
    question = screen.question
    offered = question.options + screen.options if question else screen.options
    if screen.kind == "summary":
        return tuple(sorted(offered, key=lambda option: not option.detail))
    return offered


def _parts(screen: Screen) -> list[_Part]:
    """What is said on each page: sentences and options in their order, as many as it holds."""
    parts, lines, options, room = list[_Part](), list[str](), list[Option](), SECONDS
    several = screen.question is not None and screen.question.entry == "choices"
    items: list[str | Option] = [*_sentences(screen), *(() if several else _options(screen))]
    for item in items:
        lasts = lasting(item) if isinstance(item, str) else lasting(_label(screen, item)) + KEYED
        full = lasts > room or (isinstance(item, Option) and len(options) == OPTIONS)
        if full and (lines or options):
            parts.append(_Part(tuple(lines), tuple(options)))
            lines, options, room = [], [], SECONDS
        room -= lasts
        if isinstance(item, str):
            lines.append(item)
        else:
            options.append(item)
    return [*parts, _Part(tuple(lines), tuple(options))]


def _sentences(screen: Screen) -> Iterator[str]:
    """What is said before the options, one line each."""
    for sentence in screen.sentences:
        yield from _lines(sentence)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; one that lasts longer than a page, by its sentences."""
    for line in text.split("\n"):
        if clean := " ".join(line.split()):
            yield from (clean,) if lasting(clean) <= SECONDS else _SENTENCE.split(clean)


def _label(screen: Screen, option: Option) -> str:
    label = " ".join(option.label.split())
    detail = " ".join(option.detail.split()) if screen.kind == "summary" else ""
    return f"{label} : {detail}" if detail else label


def _said(screen: Screen, part: _Part, beside: Wording) -> Iterator[str]:
    yield from part.lines
    question = screen.question
    if question is not None and question.entry == "choices":
        for number, option in enumerate(question.options, 1):
            yield beside.say("voice.option", label=_label(screen, option), digit=number)
    for number, option in enumerate(part.options, 1):
        other = option.language not in ("", beside.language)
        tongue = words(option.language) if other else beside
        mark = f"{option.language}{OTHER}" if other else ""
        changes = screen.kind == "summary" and option.detail
        key = "voice.change" if changes else "voice.option"
        yield mark + tongue.say(key, label=_label(screen, option), digit=number)


def _foot(screen: Screen, number: int, last: int, beside: Wording) -> Iterator[str]:
    """What the other keys do: how to answer, more, back, blank, and the menu."""
    question = screen.question
    if number < last:
        if _keys(screen) != "none":
            yield beside.say("voice.more")
        return
    if _keys(screen) == "agent":
        yield beside.say("voice.agent")
        if question is not None and question.sayable:
            yield beside.say("voice.say")
    elif _keys(screen) == "many":
        entry = f"voice.entry.{question.entry if question else 'digits'}"
        yield beside.say(entry if beside.has(entry) else "voice.entry.digits")
    if (number or screen.back) and screen.kind != "end":
        yield beside.say("voice.back_number" if _counts(screen) else "voice.back")
    if question is not None and question.optional:
        yield beside.say("voice.skip")
    if screen.kind == "menu":
        yield beside.say("voice.star")

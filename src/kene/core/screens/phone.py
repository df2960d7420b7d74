"""A screen on a basic phone: drawn as pages within a budget of octets, and read back.

A page is never cut inside a word or an option; only a word longer than a page is cut, and an option
longer than a page is shortened. Options keep their numbers over all pages and can be typed on any.
The other keys are runs of zeros, which no option has as its number:

| key | does |
|---|---|
| `0` | back: to the page before; from the first page, to what was asked before |
| `00` | more: the next page; on the last page, help |
| `000` | skip an optional question |

On a question that counts, all keys are typed after one more zero, so that a number (`0` too) is
always an answer. Why: `docs/decisions/0003-phone-keys.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kene.core.screens.alphabets import STANDARD, Alphabet
from kene.core.screens.inputs import Back, Choose, Help, Input, Say
from kene.core.screens.letters import fallback, mend
from kene.core.screens.paging import Foot, Room, paginate
from kene.core.screens.screen import Option, Question, Screen
from kene.core.wording import bundled

_NUMBER: Final = re.compile(r"0?([1-9][0-9]{0,3})[.)]?")
_WORDLESS: Final = ("choice", "choices", "items", "none")
_NUMBERS: Final = re.compile(r"[1-9][0-9]{0,3}(?:[ ,;.*+/-]+[1-9][0-9]{0,3})+")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside the keys, in one language, such as `0 Retour`."""

    back: str
    more: str
    help: str
    skip: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a screen as it is sent: its text, its number from 0, and how many there are."""

    text: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Another page of the same screen, by its number: for the channel, not for a conversation."""

    page: int


@cache
def words(language: str) -> Words:
    """The words of the keys in that language. Raises FileNotFoundError when there are none."""
    wording = bundled("kene.core.screens", language)
    return Words(*(wording.say(key) for key in ("back", "more", "help", "skip")))


def pages(
    screen: Screen, budget: int, beside: Words, alphabet: Alphabet = STANDARD
) -> tuple[Page, ...]:
    """The screen as pages of at most `budget` octets each, counted in the encoding each needs.

    `alphabet` is the 7-bit one that the gateway declares. The true letters are kept unless their
    fallback takes fewer pages. A question shows no title; only the options of a summary show their
    detail. Raises ValueError when the budget holds nothing beside the keys.
    """
    asked = screen.question
    # What everybody is asked is drawn once; what somebody answered is not kept in mind.
    alike = screen.kind == "menu" or (screen.kind == "question" and asked and not asked.given)
    return (_drawn if alike else _draw)(screen, budget, beside, alphabet)


def _draw(screen: Screen, budget: int, beside: Words, alphabet: Alphabet) -> tuple[Page, ...]:
    sentences, options = list(_sentences(screen)), list(_numbered(screen))
    foot, room = _foot(screen, beside), Room(budget, alphabet)
    texts = paginate(sentences, options, foot, room)
    if len(texts) > 1:
        plain = paginate(
            [fallback(line, alphabet) for line in sentences],
            [fallback(line, alphabet) for line in options],
            lambda later, last: [fallback(line, alphabet) for line in foot(later, last)],
            room,
        )
        texts = plain if len(plain) < len(texts) else texts
    return tuple(Page(text, number, len(texts)) for number, text in enumerate(texts))


_drawn = lru_cache(maxsize=1_024)(_draw)


def read(screen: Screen, page: int, count: int, typed: str) -> Input | Turn:
    """What was meant by `typed` on page number `page` (from 0) of the `count` pages of a screen.

    A key; else the number of an option; else, where one of them is the only answer, the only option
    whose label begins so, whatever the accents and capitals; else words: where words may be an
    answer, such as a place to be searched, options are chosen by number alone. An optional question
    is skipped by saying "". Several numbers where several may be chosen are said as the keys of
    these options, with spaces between.
    """
    said = " ".join(typed.split())
    zero = _zero(screen)
    meant: Input | Turn | None = None
    if said.startswith(zero):
        key = said.removeprefix(zero)
        zeros = len(key) if not key.strip("0") else 0
        meant = _control(screen, page, count, zeros) if zeros else _choice(screen, key)
    return meant or Say(typed.strip())


def keys(screen: Screen, page: int, count: int) -> dict[str, Input | Turn]:
    """What can be typed on that page other than words, and what it means."""
    zero = _zero(screen)
    numbers = [f"{zero}{number}" for number in range(1, len(_offered(screen)) + 1)]
    meant = {typed: read(screen, page, count, typed) for typed in numbers}
    for typed in (f"{zero}0", f"{zero}00", f"{zero}000"):
        meaning = read(screen, page, count, typed)
        if meaning != Say(typed):
            meant[typed] = meaning
    return meant


def _sentences(screen: Screen) -> Iterator[str]:
    """What is read before the options, one clean line each."""
    for sentence in screen.sentences:
        yield from _lines(sentence)


def _numbered(screen: Screen) -> Iterator[str]:
    zero, detailed = _zero(screen), screen.kind == "summary"
    for number, option in enumerate(_offered(screen), 1):
        label = f"{option.label}: {option.detail}" if detailed and option.detail else option.label
        yield f"{zero}{number} {' '.join(mend(label).split())}"


def _foot(screen: Screen, beside: Words) -> Foot:
    zero, optional = _zero(screen), _optional(screen)

    def foot(later: bool, last: bool) -> list[str]:
        lines = [f"{zero}0 {beside.back}"] if later or screen.back else []
        if not last:
            lines.append(f"{zero}00 {beside.more}")
        elif screen.help:
            lines.append(f"{zero}00 {beside.help}")
        if last and optional:
            lines.append(f"{zero}000 {beside.skip}")
        return lines

    return foot


def _lines(text: str) -> Iterator[str]:
    for line in mend(text).split("\n"):
        words = line.split()
        if words:
            yield " ".join(words)


def _offered(screen: Screen) -> tuple[Option, ...]:
    """All options in the order of their numbers: the question's, then the screen's."""
    question = screen.question
    return question.options + screen.options if question else screen.options


def _zero(screen: Screen) -> str:
    """What is typed before each key: a 0 where a number is an answer."""
    return "0" if screen.question and screen.question.entry == "number" else ""


def _optional(screen: Screen) -> bool:
    return screen.question is not None and screen.question.optional


def _control(screen: Screen, page: int, count: int, zeros: int) -> Input | Turn | None:
    match zeros:
        case 1 if page > 0:
            return Turn(page - 1)
        case 1 if screen.back:
            return Back()
        case 2 if page + 1 < count:
            return Turn(page + 1)
        case 2 if screen.help:
            return Help()
        case 3 if _optional(screen):
            return Say("")
        case _:
            return None


def _choice(screen: Screen, typed: str) -> Input | None:
    """The option or options that were named by number or by the beginning of their label."""
    offered = _offered(screen)
    if not offered or not typed:
        return None
    if one := _NUMBER.fullmatch(typed):
        number = int(one[1])
        return Choose(offered[number - 1].key) if number <= len(offered) else None
    if screen.question and screen.question.entry == "choices" and _NUMBERS.fullmatch(typed):
        return _several(screen.question, typed)
    wordless = screen.question is None or screen.question.entry in _WORDLESS
    return _named(offered, typed) if wordless else None


def _several(question: Question, typed: str) -> Say | None:
    numbers = [int(number) for number in re.findall("[0-9]+", typed)]
    if max(numbers) > len(question.options):
        return None
    return Say(" ".join(question.options[number - 1].key for number in numbers))


def _named(options: Sequence[Option], typed: str) -> Choose | None:
    beginning = _folded(typed)
    if not beginning:
        return None
    labels = [(_folded(option.label), option.key) for option in options]
    same = [key for label, key in labels if label == beginning]
    begun = same or [key for label, key in labels if label.startswith(beginning)]
    return Choose(begun[0]) if len(begun) == 1 else None


def _folded(text: str) -> str:
    """The letters of a text without their marks and capitals, as a phone's keys give them."""
    letters = unicodedata.normalize("NFKD", fallback(mend(text)))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())

"""Lines of text cut into pages of so many octets, at the kindest places."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kene.core.screens.alphabets import STANDARD, Alphabet
from kene.core.screens.encoding import octets

Foot = Callable[[bool, bool], Sequence[str]]
"""The last lines of a page: whether a page is before it, and whether it is the last."""

# A sentence breaks at its spaces, but neither before the punctuation that French sets apart nor
# inside an amount or a phone number.
_BREAK: Final = re.compile(r"(?<!\d) (?![?!:;%](?: |$))|(?<=\d) (?![\d?!:;%]|FCFA)")


@dataclass(frozen=True, slots=True)
class Room:
    """What a page can hold: so many octets, in an alphabet."""

    octets: int
    alphabet: Alphabet = STANDARD

    def holds(self, text: str) -> bool:
        """Whether the text fits."""
        # Seven bits a character is the least, and tells of long texts without reading them.
        return len(text) * 7 <= self.octets * 8 and octets(text, self.alphabet) <= self.octets


def paginate(
    sentences: Sequence[str],
    options: Sequence[str],
    foot: Foot,
    room: Room,
) -> list[str]:
    """The lines as texts that the room of a page holds, each ending with its foot.

    Sentences break between words, options nowhere. A word longer than a page is cut, an option
    longer than a page loses its last words. Raises ValueError when nothing fits beside the foot.
    """
    lines = [*sentences, *options]
    done: list[str] = []
    while True:
        feet = foot(bool(done), False), foot(bool(done), True)
        whole = _text(lines, feet[1])
        if room.holds(whole):
            return [*done, whole]
        if len(lines) <= len(options):
            # An option comes first: it has to fit whether or not it turns out to be the last.
            lines[:1] = [_shortened(option, feet, room) for option in lines[:1]]
        if len(lines) > 1 or not options:
            done.append(_first_page(lines, len(lines) - len(options), feet[0], room))


def _first_page(lines: list[str], sentences: int, foot: Sequence[str], room: Room) -> str:
    """Takes from `lines` what one page holds, and leaves at least a part of the last."""

    def fits(*page: str) -> bool:
        return room.holds(_text(page, foot))

    whole = _most(len(lines) - 1, lambda count: fits(*lines[:count]))
    page = lines[:whole]
    del lines[:whole]
    if whole < sentences:
        words = _BREAK.split(lines[0])
        count = _most(len(words) - 1, lambda count: fits(*page, " ".join(words[:count])))
        if count:
            page.append(" ".join(words[:count]))
            lines[0] = " ".join(words[count:])
        elif not page:
            length = _most(len(lines[0]) - 1, lambda length: fits(lines[0][:length]))
            page.append(lines[0][:length])
            lines[0] = lines[0][length:]
    if not any(page):
        raise ValueError(f"{room.octets} octets hold nothing beside {list(foot)}")
    return _text(page, foot)


def _shortened(option: str, feet: Sequence[Sequence[str]], room: Room) -> str:
    """The option, without the words that are too much for a page of its own."""

    def fits(text: str) -> bool:
        return all(room.holds(_text((text,), foot)) for foot in feet)

    if fits(option):
        return option
    words = option.split(" ")
    count = _most(len(words) - 1, lambda count: fits(" ".join(words[:count]) + "..."))
    if count > 1:
        return " ".join(words[:count]) + "..."
    length = _most(len(option) - 1, lambda length: fits(option[:length] + "..."))
    if length < len(words[0]):
        raise ValueError(f"{room.octets} octets hold no option beside {[*map(list, feet)]}")
    return option[:length] + "..."


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `limit` that fits, or 0; what fits, fits when smaller."""
    low, high = 0, max(limit, 0)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _text(lines: Sequence[str], foot: Sequence[str]) -> str:
    return "\n".join([*lines, *foot])

"""A page of a phone as a message of a chat: what can be tapped stands apart from what is read.

A page ends with its options and its keys, one a line, `1 Fille` or `0 Retour`. A tap says the same
as these keys, and of which page: a button of an older message must not answer today's question.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap: `id` is what the platform sends back, `label` what is read on it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message: what is read, and what can be tapped.

    `choose` is the word that opens a list; `contact` labels a button that shares one's number.
    """

    body: str
    choices: tuple[Choice, ...] = ()
    choose: str = ""
    contact: str = ""

    @property
    def numbered(self) -> str:
        """All as one text, where nothing can be tapped."""
        keys = (f"{typed_of(each.id)} {each.label}" for each in self.choices)
        return "\n".join((self.body, *keys))


def drawn(text: str, keys: Container[str], page: str, choose: str) -> Drawn:
    """A page of a phone as a message; `page` is what tells it from others.

    A page that holds nothing else keeps its first option as its text too.
    """
    lines, found = text.split("\n"), dict[str, str]()
    for line in reversed(lines):
        typed, _, label = line.partition(" ")
        if typed not in keys or typed in found or not label:
            break
        found[typed] = label
    choices = tuple(Choice(f"{typed}.{page}", found[typed]) for typed in reversed(found))
    return Drawn("\n".join(lines[: len(lines) - len(found)]) or lines[0], choices, choose)


def typed_of(tapped: str) -> str:
    """What a phone's key would say, of what was tapped."""
    return tapped.partition(".")[0]


def page_of(tapped: str) -> str:
    """The page that was tapped, as `drawn` named it."""
    return tapped.partition(".")[2]


def cut(text: str, most: int) -> str:
    """A label that fits; what is cut says so."""
    return text if len(text) <= most else text[: most - 1].rstrip() + ELLIPSIS

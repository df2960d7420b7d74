"""Where a cursor is in a YAML file that is being typed, and may not parse: the keys around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kene.core.lines import lines_of

ITEM: Final = "-"
"""The step of a path that stands for an item of a list."""

_KEY: Final = re.compile(
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'{}\[\]#,&*!|>%@`-][^#{}\[\],]*?))\s*:(?=\s|$)"
)
_WORD: Final = re.compile(r"[\w./-]*")
_PLACE: Final = re.compile(r"\w*")
_LAST: Final = re.compile(r"[\w./-]*$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a YAML file: the keys that lead to it, and the word that is there.

    `key` says that a key is typed in the mapping at `path`; else the value at `path` is. `word` is
    what stands before the cursor, and `whole` the word around it, which begins at `start` (from 0).
    """

    path: tuple[str, ...]
    key: bool
    word: str
    whole: str
    start: int


@dataclass(slots=True)
class _Level:
    indent: int
    step: str


@dataclass(slots=True)
class _Flow:
    """The braces and brackets that are open on a line."""

    steps: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    quote: str = ""
    written: str = ""

    def read(self, text: str) -> None:
        for sign in text:
            if self.quote:
                self.quote = "" if sign == self.quote else self.quote
            elif sign in "\"'" and not self.written.strip():
                self.quote = sign
            elif sign in "{[":
                self.open.append(sign)
                self.steps.append(ITEM if sign == "[" else "")
                self.written = ""
            elif sign in "}]" and self.open:
                self.open.pop()
                self.steps.pop()
                self.written = ""
            elif self.open:
                self._inside(sign)

    def _inside(self, sign: str) -> None:
        if sign == ":" and self.open[-1] == "{":
            self.steps[-1] = self.written.strip().strip("\"'")
            self.written = ""
        elif sign == ",":
            self.steps[-1] = ITEM if self.open[-1] == "[" else ""
            self.written = ""
        else:
            self.written += sign

    @property
    def key(self) -> bool:
        """Whether what comes next is a key."""
        return bool(self.open) and self.open[-1] == "{" and not self.steps[-1]


def spot(text: str, line: int, column: int) -> Spot:
    """What is at a line and a column, both from 0; the end of a word counts as inside it."""
    lines = lines_of(text)
    here = lines[line] if line < len(lines) else ""
    before = _LAST.search(here[:column])
    start = before.start() if before else column
    whole = _WORD.match(here, start)
    word = here[start:column]
    path, key = _around(lines[:line], here[:start] + word)
    return Spot(path, key, word, whole[0] if whole else word, start)


def braced(text: str, line: int, column: int) -> Spot | None:
    """The name between the braces of a text, `{total}`, that the cursor is in; None elsewhere."""
    lines = lines_of(text)
    here = lines[line] if line < len(lines) else ""
    before, _, word = here[:column].rpartition("{")
    if len(before) == len(here[:column]) or not _PLACE.fullmatch(word):
        return None
    levels: list[_Level] = []
    for each in lines[:line]:
        _descend(levels, each)
    rest, _ = _descend(levels, before, last=True)
    flow = _Flow()
    flow.read(rest)
    if not flow.quote and (flow.open or not rest.strip()):
        return None  # a mapping begins here
    steps = (*(level.step for level in levels), *filter(None, flow.steps))
    start = len(before) + 1
    whole = _PLACE.match(here, start)
    return Spot(steps, False, word, whole[0] if whole else word, start)


def _around(above: list[str], before: str) -> tuple[tuple[str, ...], bool]:
    levels: list[_Level] = []
    for each in above:
        _descend(levels, each)
    rest, keyed = _descend(levels, before, last=True)
    flow = _Flow()
    flow.read(rest)
    steps = [level.step for level in levels]
    if not flow.open:
        return tuple(steps), not keyed and not flow.quote
    steps += [step for step in flow.steps if step]
    return tuple(steps), flow.key and not flow.quote


def _descend(levels: list[_Level], line: str, *, last: bool = False) -> tuple[str, bool]:
    """Move to a line; the rest of it after its key, and whether it has one.

    On the `last` line an empty one counts too: the cursor is in the mapping that its indentation
    says.
    """
    rest = line.lstrip(" ")
    if not last and (not rest or rest.startswith("#")):
        return "", False
    indent = len(line) - len(rest)
    while rest == ITEM or rest.startswith("- "):
        _leave(levels, indent, item=True)
        levels.append(_Level(indent, ITEM))
        inner = rest[1:].lstrip(" ")
        indent += len(rest) - len(inner)
        rest = inner
    _leave(levels, indent, item=False)
    written = _KEY.match(rest)
    if written is None:
        return rest, False
    levels.append(_Level(indent, written[1] or written[2] or written[3]))
    return rest[written.end() :], True


def _leave(levels: list[_Level], indent: int, *, item: bool) -> None:
    """Close what an indentation ends; a list may stand under its key without more of it."""
    while levels and (
        levels[-1].indent > indent
        or (levels[-1].indent == indent and (not item or levels[-1].step == ITEM))
    ):
        levels.pop()

"""What is wrong with something that a person wrote, where, and how to mend it.

A user's mistake is a `Problem`: it is collected with the others and shown with them. A broken
promise of the program is an ordinary exception and never a `Problem`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

LANGUAGES: Final = ("fr", "en")

_WORD: Final = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,;:{}\[\]]+|.")

_kinds: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a text: a file, a line and a column, both counted from 1; 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def moved(self, line: int, column: int) -> Where:
        """The place `line`, `column` (from 1) of a text that itself begins here."""
        if not self.line:
            return Where(self.file, line, column)
        first = line == 1
        return Where(self.file, self.line + line - 1, self.column - 1 + column if first else column)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: a stable code, and its sentence and its way out in each language."""

    code: str
    message: Mapping[str, str]
    help: Mapping[str, str]
    warning: bool = False


def declare(
    code: str,
    *,
    fr: tuple[str, str],
    en: tuple[str, str],
    warning: bool = False,
) -> Kind:
    """A new kind of problem from its (sentence, way out) in French and in English.

    Both take `{placeholders}`, filled from the problem's details. Raises ValueError when the code
    is taken.
    """
    if code in _kinds:
        raise ValueError(f"the problem code {code} is declared twice")
    kind = Kind(code, {"fr": fr[0], "en": en[0]}, {"fr": fr[1], "en": en[1]}, warning)
    _kinds[code] = kind
    return kind


def kinds() -> tuple[Kind, ...]:
    """Every kind declared by the modules loaded so far, by code."""
    return tuple(_kinds[code] for code in sorted(_kinds))


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its kind, its place, and the details that its sentence names."""

    kind: Kind
    where: Where
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code of the kind, such as `E101`."""
        return self.kind.code

    @property
    def warning(self) -> bool:
        """Whether the pack may be published all the same."""
        return self.kind.warning

    def message(self, language: str = "fr") -> str:
        """What is wrong, in one sentence."""
        return self.kind.message[language].format_map(self.details)

    def help(self, language: str = "fr") -> str:
        """How to mend it."""
        return self.kind.help[language].format_map(self.details)

    def __str__(self) -> str:
        return f"{self.where}: {self.code} {self.message()} {self.help()}".strip()


class Mistakes(Exception):
    """One or more problems, found together; raised where nothing useful can be returned."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in their order, without those that say the same of the same place."""
    return list({(p.code, p.where, p.message(), p.help()): p for p in problems}.values())


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, whatever their accents and capitals, or "" when none is."""
    names = {folded(each): each for each in known}
    close = difflib.get_close_matches(folded(name), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def folded(name: str) -> str:
    """A name without its accents and capitals."""
    marked = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


def underlined(line: str, column: int) -> tuple[int, int]:
    """Where the word that begins at a column (from 1) of a line starts and ends, both from 0.

    A column of 0, or after the end, underlines nothing.
    """
    start = max(column - 1, 0)
    found = _WORD.match(line, start) if column else None
    return start, found.end() if found else start

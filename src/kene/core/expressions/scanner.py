"""Cutting FEEL text into tokens, on demand, because where a name ends depends on what is known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

TokenKind = Literal["name", "number", "string", "operator", "end", "wrong"]

# DMN 1.5, 10.3.1.2, rules 29 and 30; `?` is left out, since it only ever stands alone.
_START: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART: Final = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE: Final = r"\s\u0085\u180e\u200b\ufeff"
IDENTIFIER: Final = re.compile(f"[{_START}][{_PART}]*|\\?")

_BLANK: Final = re.compile(rf"(?:[{_SPACE}]+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_TOKEN: Final = re.compile(
    rf"""(?P<number>(?:\d+(?:\.(?=\d)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>[{_START}][{_PART}]*|\?)
    |(?P<operator>\.\.|\*\*|<=|>=|!=|->|[-+*/=<>()\[\]{{}},:.@])""",
    re.VERBOSE | re.DOTALL,
)
_LOOSE_NAME: Final = re.compile(rf"[{_PART}?](?:[{_PART}?./'+*{_SPACE}-]*[{_PART}?./'+*-])?")
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text, and where it starts and ends in the source."""

    kind: TokenKind
    text: str
    start: int
    end: int


class Scanner:
    """A position in a text, with the token there; `goto` moves it anywhere."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._tokens: dict[int, Token] = {}
        self.token = self.at(0)

    def at(self, offset: int) -> Token:
        """The token that begins at `offset`, or after the blanks and comments there."""
        token = self._tokens.get(offset)
        if token is None:
            token = self._tokens[offset] = self._scan(offset)
        return token

    def goto(self, offset: int) -> None:
        """Move to `offset`."""
        self.token = self.at(offset)

    def advance(self) -> Token:
        """Move past the token, and return it."""
        token = self.token
        self.token = self.at(token.end)
        return token

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def known_name(self, names: frozenset[str]) -> str:
        """The longest of `names` written here, or ""; does not move."""
        found = _pattern(names).match(self.text, self.token.start) if names else None
        return normal(found.group()) if found else ""

    def skip_name(self, name: str) -> None:
        """Move past a name that `known_name` found here."""
        found = _pattern(frozenset((name,))).match(self.text, self.token.start)
        if found:
            self.goto(found.end())

    def loose_name(self) -> tuple[str, int]:
        """The longest text here that could be a new name, and where it ends; does not move."""
        found = _LOOSE_NAME.match(self.text, self.token.start)
        return (normal(found.group()), found.end()) if found else ("", self.token.start)

    def _scan(self, offset: int) -> Token:
        blank = _BLANK.match(self.text, offset)
        start = blank.end() if blank else offset
        if start >= len(self.text):
            return Token("end", "", start, start)
        found = _TOKEN.match(self.text, start)
        if found is None:
            return Token("wrong", self.text[start], start, start + 1)
        kind: TokenKind = found.lastgroup  # type: ignore[assignment]  # the groups are the kinds
        return Token(kind, found.group(), start, found.end())


def normal(name: str) -> str:
    """A name with its runs of blanks as one space."""
    return " ".join(name.split())


def unescaped(literal: str) -> str:
    """The value of a string literal with its quote marks. Unknown escapes stay as they are."""
    body = literal[1:-1]
    return _joined_surrogates(_ESCAPE.sub(_resolve, body)) if "\\" in body else body


def _resolve(found: re.Match[str]) -> str:
    code = found.group(1)
    if code[0] in "uU" and len(code) > 1:
        point = int(code[1:], 16)
        return chr(point) if point < 0x110000 else found.group()
    return _ESCAPED.get(code, found.group())


def _joined_surrogates(text: str) -> str:
    """Two escapes that are halves of one character, as that character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=512)
def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    choices = "|".join(rf"[{_SPACE}]+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?:{choices})(?![{_PART}])")

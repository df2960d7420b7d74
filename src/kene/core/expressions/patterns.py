"""Regular expressions as XPath writes them (XPath and XQuery Functions 3.1, 5.6), in Python's.

What Python would read otherwise is rewritten: `\\i`, `\\c`, `\\p{…}`, classes less classes.
A pattern is None when it is not one of XPath's.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Final

LONGEST: Final = 4096
_FLAGS: Final = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.NOFLAG, "q": 0}
_INITIAL: Final = r"A-Z_a-z:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_NAME: Final = _INITIAL + r"\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_REWRITTEN: Final = {
    r"\i": f"[{_INITIAL}]",
    r"\I": f"[^{_INITIAL}]",
    r"\c": f"[{_NAME}]",
    r"\C": f"[^{_NAME}]",
    r"\$": r"\$",
}
_ESCAPES: Final = frozenset("nrt\\|.?*+(){}-[]^$sSdDwWiIcCpP123456789")


@lru_cache(maxsize=1024)
def compiled(pattern: str, flags: str) -> re.Pattern[str] | None:
    """The pattern with the flags `s`, `m`, `i`, `x`, `q`; None when either is malformed."""
    if len(pattern) > LONGEST or not set(flags) <= set(_FLAGS):
        return None
    chosen = re.NOFLAG
    for flag in flags:
        chosen |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), chosen)
    if "x" in flags:
        pattern = _without_blanks(pattern)
    translated = Translation(pattern, flags).result()
    if translated is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return re.compile(translated, chosen)
        except (re.error, RecursionError, OverflowError):
            return None


def replacement(text: str, groups: int, *, literal: bool) -> Callable[[re.Match[str]], str] | None:
    """What puts `$1`, `$0` and so on in place of matches; None when the text is malformed."""
    if literal:
        return lambda found: text
    if re.search(r"\\(?![\\$])|(?<!\\)(?:\\\\)*\$(?!\d)", text):
        return None
    parts = re.findall(r"\\[\\$]|\$\d+|[^\\$]+", text)

    def substitute(found: re.Match[str]) -> str:
        return "".join(_resolved(part, found, groups) for part in parts)

    return substitute


def _resolved(part: str, found: re.Match[str], groups: int) -> str:
    if part[0] == "\\":
        return part[1]
    if part[0] != "$":
        return part
    digits, rest = part[1:], ""
    # XPath: the longest number that is a group; what is left over are digits.
    while len(digits) > 1 and int(digits) > groups:
        digits, rest = digits[:-1], digits[-1] + rest
    number = int(digits)
    return (found.group(number) or "" if number <= groups else "") + rest


def _without_blanks(pattern: str) -> str:
    """The pattern without its blanks outside of classes (flag `x`)."""
    kept, depth, index = [], 0, 0
    while index < len(pattern):
        sign = pattern[index]
        depth += (sign == "[") - (sign == "]" and depth > 0)
        if depth or sign not in " \t\r\n":
            kept.append(sign)
        index += 1
    return "".join(kept)


class Translation:
    """One reading of an XPath pattern from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = pattern
        self._flags = flags
        self._index = 0

    def result(self) -> str | None:
        """The pattern in Python's form, or None."""
        try:
            return "".join(self._parts())
        except _MalformedPattern:
            return None

    def _parts(self) -> list[str]:
        parts: list[str] = []
        while self._index < len(self._pattern):
            sign = self._pattern[self._index]
            if sign == "\\":
                parts.append(self._escape())
            elif sign == "[":
                parts.append(self._class())
            elif sign == "(":
                parts.append(self._group())
            elif sign == "$":
                # In XPath `$` is the very end; Python's also matches before a last line break.
                parts.append("$" if "m" in self._flags else r"\Z")
                self._index += 1
            elif sign == "." and "s" not in self._flags:
                parts.append(r"[^\n\r]")
                self._index += 1
            else:
                parts.append(self._plain(sign))
        return parts

    def _plain(self, sign: str) -> str:
        self._index += 1
        if sign in "*+?}" and self._pattern[self._index : self._index + 1] == "+":
            raise _MalformedPattern  # Python reads a possessive quantifier
        return sign

    def _group(self) -> str:
        rest = self._pattern[self._index :]
        if rest.startswith("(?") and not rest.startswith("(?:"):
            raise _MalformedPattern
        self._index += 1
        return "("

    def _escape(self) -> str:
        escape = self._pattern[self._index : self._index + 2]
        if len(escape) < 2 or escape[1] not in _ESCAPES:
            raise _MalformedPattern
        self._index += 2
        if escape[1] in "pP":
            return f"[{self._category(negated=escape[1] == 'P')}]"
        return _REWRITTEN.get(escape, escape)

    def _category(self, *, negated: bool) -> str:
        end = self._pattern.find("}", self._index)
        if self._pattern[self._index : self._index + 1] != "{" or end < 0:
            raise _MalformedPattern
        name = self._pattern[self._index + 1 : end]
        self._index = end + 1
        found = category(name, negated=negated)
        if found is None:
            raise _MalformedPattern
        return found

    def _class(self) -> str:
        """A class of characters, with its subtraction if any."""
        self._index += 1
        negated = self._takes("^")
        parts: list[str] = []
        excluded = ""
        while not self._sees("]"):
            if self._index >= len(self._pattern):
                raise _MalformedPattern
            if self._sees("-[") and parts:
                self._index += 1
                excluded = f"(?!{self._class()})"
                break
            parts.append(self._class_part())
        if not parts or not self._takes("]"):
            raise _MalformedPattern
        return f"{excluded}[{'^' if negated else ''}{''.join(parts)}]"

    def _class_part(self) -> str:
        sign = self._pattern[self._index]
        if sign == "[":
            raise _MalformedPattern
        if sign != "\\":
            self._index += 1
            return "\\" + sign if sign in "[&~|" else sign
        part = self._escape()
        if part[1].isdigit():
            raise _MalformedPattern
        return part[1:-1] if part.startswith("[") and not part.startswith("[^") else part

    def _sees(self, text: str) -> bool:
        return self._pattern.startswith(text, self._index)

    def _takes(self, text: str) -> bool:
        if self._sees(text):
            self._index += len(text)
            return True
        return False


class _MalformedPattern(Exception):
    """The pattern is not one of XPath's."""


@lru_cache(maxsize=128)
def category(name: str, *, negated: bool) -> str | None:
    """The characters of a Unicode category (`L`, `Lu`) or block (`IsBasicLatin`), as a class."""
    if name.startswith("Is"):
        block = BLOCKS.get(name[2:])
        spans = [block] if block else []
    else:
        spans = _spans(lambda code: unicodedata.category(chr(code)).startswith(name))
    if not spans:
        return None
    if negated:
        spans = _complement(spans)
    return "".join(_written(low, high) for low, high in spans)


def _spans(chosen: Callable[[int], bool]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = -1
    for code in range(0x110001):
        inside = code < 0x110000 and chosen(code)
        if inside and start < 0:
            start = code
        elif not inside and start >= 0:
            spans.append((start, code - 1))
            start = -1
    return spans


def _complement(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result, start = [], 0
    for low, high in spans:
        if low > start:
            result.append((start, low - 1))
        start = high + 1
    return [*result, (start, 0x10FFFF)] if start <= 0x10FFFF else result


def _written(low: int, high: int) -> str:
    return f"\\U{low:08x}-\\U{high:08x}"


BLOCKS: Final = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "IPAExtensions": (0x250, 0x2AF),
    "SpacingModifierLetters": (0x2B0, 0x2FF),
    "CombiningDiacriticalMarks": (0x300, 0x36F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Armenian": (0x530, 0x58F),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "NKo": (0x7C0, 0x7FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "BoxDrawing": (0x2500, 0x257F),
    "Tifinagh": (0x2D30, 0x2D7F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
}
"""The blocks most used; a pattern that names another is refused."""

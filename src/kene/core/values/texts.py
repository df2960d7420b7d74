"""Free texts and names of people."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from kene.core.screens import Option
from kene.core.values.contract import Entry, Json, Misread, Setting, Value
from kene.core.values.reading import line, signs, visible


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of `min` to `max` characters (Unicode code points, in form NFC).

    A `long` text keeps its lines; any other is one line.
    """

    max: int = 160
    min: int = 1
    long: bool = False
    name: ClassVar[str] = "text"
    feel: ClassVar[str] = "string"

    @property
    def entry(self) -> Entry:
        """A large box for a long text, one line for another."""
        return "long_text" if self.long else "text"

    def parse(self, text: str, setting: Setting) -> str:
        """The text, clean. Raises Misread when it is too short or too long."""
        if len(text) > 4 * self.max + 1000:
            # Not cleaned: the count is of what was sent, and cleaning it all would cost.
            raise Misread("text.long", count=len(text), max=self.max)
        clean = self._clean(text)
        if len(clean) < self.min:
            raise Misread("text.empty", min=self.min)
        if len(clean) > self.max:
            raise Misread("text.long", count=len(clean), max=self.max)
        return clean

    def show(self, value: Value, setting: Setting) -> str:
        """The text itself."""
        return str(value)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: any text is an answer."""
        return ()

    def encode(self, value: Value) -> Json:
        """The text itself."""
        return str(value)

    def decode(self, raw: Json) -> str:
        """The text. Raises ValueError unless it is clean and within its length."""
        if not isinstance(raw, str) or not self.min <= len(raw) <= self.max:
            raise ValueError(f"not a text of {self.min} to {self.max} characters")
        if raw != self._clean(raw):
            raise ValueError("not a clean text")
        return raw

    def _clean(self, text: str) -> str:
        if not self.long:
            return line(text)
        lines = [" ".join(each.split()) for each in visible(text).splitlines()]
        return _without_blank_runs(lines)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a person, in letters of any script, with apostrophes, hyphens and spaces.

    Every kind of apostrophe and hyphen becomes the one that all keypads have, so that the same name
    has the same bytes whatever it was typed on. Capitals are kept as written.
    """

    max: int = 60
    name: ClassVar[str] = "name"
    feel: ClassVar[str] = "string"
    entry: ClassVar[Entry] = "text"

    def parse(self, text: str, setting: Setting) -> str:
        """The name. Raises Misread when it holds a digit or a sign, or is too long."""
        if len(text) > 4 * self.max + 1000:
            raise Misread("name.long", max=self.max)
        clean = signs(line(text))
        if not _is_name(clean):
            raise Misread("name.unread")
        if len(clean) > self.max:
            raise Misread("name.long", max=self.max)
        return clean

    def show(self, value: Value, setting: Setting) -> str:
        """The name itself."""
        return str(value)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: any name is an answer."""
        return ()

    def encode(self, value: Value) -> Json:
        """The name itself."""
        return str(value)

    def decode(self, raw: Json) -> str:
        """The name. Raises ValueError unless it is one, as `parse` leaves it."""
        if not isinstance(raw, str) or len(raw) > self.max:
            raise ValueError(f"not a name of at most {self.max} characters")
        if raw != signs(line(raw)) or not _is_name(raw):
            raise ValueError("not a clean name")
        return raw


def _is_name(text: str) -> bool:
    """Whether it is letters and their marks, with single signs that do not stand alone."""
    bare = text.replace(" ", "").replace("'", "").replace("-", "")
    if not bare or not (text[0].isalpha() or text[0] == "'"):
        return False
    return bare.isalpha() or (
        any(letter.isalpha() for letter in bare)
        and all(letter.isalpha() or unicodedata.category(letter)[0] == "M" for letter in bare)
    )


def _without_blank_runs(lines: list[str]) -> str:
    """The lines, with at most one blank line between two and none around."""
    kept: list[str] = []
    for each in lines:
        if each or (kept and kept[-1]):
            kept.append(each)
    return "\n".join(kept).strip("\n")

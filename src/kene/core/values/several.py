"""Answers that are several of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values.choices import Choice, Labels
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised
from kene.core.values.lexicon import lexicon
from kene.core.values.reading import typed, words

_BETWEEN: Final = re.compile(r"[,;/\n]+")
_AND: Final = frozenset({"et", "ni", "and"})
"""What people put between the last two, in the languages of `LANGUAGES`."""


@dataclass(frozen=True, slots=True)
class Choices:
    """From `min` to `max` of the `options`, by key, in the pack's order.

    Its labels come from the pack's wording, through `labelled`. An optional one that is left blank
    is the empty list: none of them.
    """

    options: tuple[str, ...]
    min: int = 1
    max: int = 40
    labels: Labels = field(default_factory=dict, hash=False, repr=False)
    _one: Choice = field(init=False, repr=False, compare=False)
    name: ClassVar[str] = "choices"
    feel: ClassVar[str] = "list"
    entry: ClassVar[Entry] = "choices"

    def __post_init__(self) -> None:
        object.__setattr__(self, "_one", Choice(self.options, self.labels))

    def labelled(self, labels: Labels) -> Choices:
        """The same with the texts of its options, by language, then by option."""
        return replace(self, labels=labels)

    def parse(self, text: str, setting: Setting) -> tuple[str, ...]:
        """The options meant by their labels, keys, or positions from 1, whatever is between them.

        Raises Misread for a word that is no option, and when they are too few or too many.
        """
        meant = self._meant(text, setting)
        if not meant:
            labels = ", ".join(option.label for option in self.offered(setting))
            raise Misread("choices.unread", options=labels, count=len(self.options))
        found = tuple(key for key in self.options if key in meant)
        if len(found) < self.min:
            raise Misread("choices.few", min=self.min)
        if len(found) > self.max:
            raise Misread("choices.many", max=self.max)
        return found

    def show(self, value: Value, setting: Setting) -> str:
        """The labels, with commas between; a word for none of them."""
        keys = promised(tuple, value)
        if not keys:
            return lexicon(setting.language).wording.say("none")
        return ", ".join(self._one.show(key, setting) for key in keys)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """The options in the pack's order."""
        return self._one.offered(setting)

    def twins(self, language: str) -> tuple[str, ...]:
        """The options whose label in that language another option has too: a pack's mistake."""
        return self._one.twins(language)

    def encode(self, value: Value) -> Json:
        """The list of keys, in the pack's order."""
        return list(promised(tuple, value))

    def decode(self, raw: Json) -> tuple[str, ...]:
        """The keys. Raises ValueError unless they are options, in the pack's order, once each."""
        if not isinstance(raw, list):
            raise ValueError("not a list of options")
        found = tuple(key for key in self.options if key in raw)
        if list(found) != raw:
            raise ValueError("not options in their order")
        return found

    def _meant(self, text: str, setting: Setting) -> set[str]:
        """The options named, each between commas, else by words; none when one is not an option."""
        plain = typed(text)
        if whole := self._one.meant(plain, setting):
            return {whole}
        pieces = [piece for piece in _BETWEEN.split(plain) if piece.strip()]
        keys = {self._one.meant(piece, setting) for piece in pieces}
        if None in keys or not keys:
            keys = set(self._by_words(words(plain).split(), setting))
        return set() if None in keys else {key for key in keys if key}

    def _by_words(self, said: list[str], setting: Setting) -> Iterator[str | None]:
        """The option that each run of words names, the longest first; None for a stray word."""
        start = 0
        while start < len(said):
            for end in range(len(said), start, -1):
                key = self._one.meant(" ".join(said[start:end]), setting)
                if key:
                    yield key
                    start = end
                    break
            else:
                if said[start] not in _AND:
                    yield None
                start += 1

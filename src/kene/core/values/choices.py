"""Answers that are chosen: yes or no, and one of the options of a pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kene.core.screens import Option
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised
from kene.core.values.lexicon import lexicon
from kene.core.values.reading import LONGEST, typed, words
from kene.core.wording import Text

Labels = Mapping[str, Mapping[str, Text]]
"""The texts of a choice's options: by language, then by option."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    name: ClassVar[str] = "yes_no"
    feel: ClassVar[str] = "boolean"
    entry: ClassVar[Entry] = "choice"

    def parse(self, text: str, setting: Setting) -> bool:
        """Whether it means yes: a word of the language or of French, its initial, 1 or 2, or a key
        of `offered`. Raises Misread."""
        answer = lexicon(setting.language).answers.get(words(text))
        if answer is None:
            answer = {"true": True, "false": False}.get(typed(text))
        if answer is None:
            raise Misread("yes_no")
        return answer

    def show(self, value: Value, setting: Setting) -> str:
        """`Oui` or `Non`."""
        return lexicon(setting.language).wording.say("true" if value else "false")

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Yes, then no, under the keys `true` and `false`."""
        wording = lexicon(setting.language).wording
        return tuple(Option(key, wording.say(key)) for key in ("true", "false"))

    def encode(self, value: Value) -> Json:
        """A JSON boolean."""
        return bool(value)

    def decode(self, raw: Json) -> bool:
        """The answer. Raises ValueError on anything but a boolean."""
        if not isinstance(raw, bool):
            raise ValueError("neither true nor false")
        return raw


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `options`, by key. Its labels come from the pack's wording, through `labelled`."""

    options: tuple[str, ...]
    labels: Labels = field(default_factory=dict, hash=False, repr=False)
    _readings: Mapping[str, Mapping[str, str]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    name: ClassVar[str] = "choice"
    feel: ClassVar[str] = "string"
    entry: ClassVar[Entry] = "choice"

    def __post_init__(self) -> None:
        readings = {language: self._read(labels) for language, labels in self.labels.items()}
        object.__setattr__(self, "_readings", {**readings, "": self._read({})})

    def labelled(self, labels: Labels) -> Choice:
        """The same choice with its texts, by language, then by option."""
        return replace(self, labels=labels)

    def parse(self, text: str, setting: Setting) -> str:
        """The key of the option meant by its label, its key, or its position from 1.

        Capitals, accents and punctuation do not count where the options differ without them.
        Raises Misread.
        """
        key = self.meant(text, setting)
        if key is None:
            labels = ", ".join(option.label for option in self.offered(setting))
            raise Misread("choice", options=labels, count=len(self.options))
        return key

    def meant(self, text: str, setting: Setting) -> str | None:
        """The option that `parse` would read, or None."""
        readings = self._readings.get(setting.language) or self._readings[""]
        return readings.get(typed(text)) or readings.get(words(text))

    def show(self, value: Value, setting: Setting) -> str:
        """The label of the option, short on a phone; its key where the language has no label."""
        value = promised(str, value)
        return self._label(value, setting)

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """The options in the pack's order."""
        return tuple(Option(key, self._label(key, setting)) for key in self.options)

    def twins(self, language: str) -> tuple[str, ...]:
        """The options whose label in that language another option has too: a pack's mistake."""
        meanings = _meanings(self.labels.get(language, {}), typed).values()
        shared = {key for keys in meanings if len(keys) > 1 for key in keys}
        return tuple(key for key in self.options if key in shared)

    def encode(self, value: Value) -> Json:
        """The key of the option."""
        return promised(str, value)

    def decode(self, raw: Json) -> str:
        """The key. Raises ValueError when it is not one of the options."""
        if not isinstance(raw, str) or raw not in self.options:
            raise ValueError("not one of the options")
        return raw

    def _label(self, key: str, setting: Setting) -> str:
        text = self.labels.get(setting.language, {}).get(key)
        if text is None:
            return key
        if setting.manner == "speech":
            return text.aloud.long
        return (text.short if setting.manner == "short" else "") or text.long

    def _read(self, labels: Mapping[str, Text]) -> dict[str, str]:
        """What each answer means: labels as written, then loosely, then keys, then positions."""
        keys = {key: Text(key) for key in self.options}
        positions = {str(place): key for place, key in enumerate(self.options, 1)}
        readings: dict[str, str] = {}
        for texts, form in (
            (labels, typed),
            (labels, words),
            (keys, typed),
            (keys, words),
        ):
            for answer, meant in _meanings(texts, form).items():
                if len(meant) == 1 and answer:
                    readings.setdefault(answer, *meant)
        return {**positions, **readings}


def _meanings(texts: Mapping[str, Text], form: Callable[[str], str]) -> dict[str, set[str]]:
    """The options that each text may mean, once it has that form."""
    meant: dict[str, set[str]] = {}
    for key, text in texts.items():
        for each in filter(None, (text.long, text.short)):
            meant.setdefault(form(each[:LONGEST]), set()).add(key)
    return meant

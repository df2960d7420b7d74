"""The words of each language that types read and write, from the wording of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kene.core.values.contract import Misread, Setting
from kene.core.values.reading import words
from kene.core.wording import Wording, bundled

LANGUAGES: Final = ("fr", "bm", "en")
"""The languages whose values can be read and shown, by ISO 639-1 code."""

_DAYS: Final = {"before": -2, "yesterday": -1, "today": 0, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a language calls things. Words to be read are keyed as `reading.words` leaves them.

    `months` are twelve names to write, or none where dates are written in digits. French words are
    read in every language: it is the working language, and people mix.
    """

    wording: Wording
    aloud: Wording
    months: tuple[str, ...]
    month_numbers: Mapping[str, int]
    days: Mapping[str, int]
    answers: Mapping[str, bool]
    about: frozenset[str]
    idle: frozenset[str]
    units: Mapping[str, int]
    decimal_mark: str


@cache
def lexicon(language: str) -> Lexicon:
    """The words of one of `LANGUAGES`. Raises FileNotFoundError for any other."""
    wording = bundled("kene.core.values", language)
    read = (bundled("kene.core.values", "fr"), wording)
    return Lexicon(
        wording=wording,
        aloud=wording.aloud(),
        months=_names(wording),
        month_numbers=_beginnings(_names(each) for each in read),
        days={word: offset for key, offset in _DAYS.items() for word in _accepted(read, key)},
        answers={word: key == "true" for key in ("true", "false") for word in _accepted(read, key)},
        about=frozenset(_accepted(read, "about")),
        idle=frozenset(_accepted(read, "idle")),
        units={
            **dict.fromkeys(_accepted(read, "franc"), 1),
            **dict.fromkeys(_accepted(read, "five_francs"), 5),
        },
        decimal_mark=wording.say("decimal_mark"),
    )


def texts(setting: Setting) -> Wording:
    """What types say to a person of that setting: on a screen, or aloud."""
    found = lexicon(setting.language)
    return found.aloud if setting.manner == "speech" else found.wording


def sentence(misread: Misread, setting: Setting) -> str:
    """What was wrong with an answer and what is expected, for a person of that setting.

    The short form, for phones, keeps within 60 characters but for the names it quotes.
    """
    short = setting.manner == "short"
    return texts(setting).say(f"misread.{misread.key}", short=short, **misread.details)


def _names(wording: Wording) -> tuple[str, ...]:
    return tuple(wording.say("month").split())


def _accepted(read: Iterable[Wording], key: str) -> list[str]:
    listed = ",".join(wording.say(f"accept.{key}") for wording in read)
    return [word for word in map(words, listed.split(",")) if word]


def _beginnings(languages: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Each beginning of three letters or more that belongs to one month alone."""
    found: dict[str, set[int]] = {}
    for names in languages:
        for number, name in enumerate(map(words, names), 1):
            for end in range(3, len(name) + 1):
                found.setdefault(name[:end], set()).add(number)
    return {beginning: numbers.pop() for beginning, numbers in found.items() if len(numbers) == 1}

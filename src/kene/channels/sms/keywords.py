"""STOP, AIDE and what is said for them in each language, wherever a conversation is."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from kene.core.screens.letters import fallback
from kene.core.wording import Wording, bundled

Word = Literal["stop", "start", "help"]

_WORDS: Final[tuple[Word, ...]] = ("stop", "start", "help")


def meant(said: str) -> Word | None:
    """The word that a message is, alone, whatever its capitals and accents; None for any other."""
    return _known().get(_folded(said))


def answer(word: Word, language: str) -> str:
    """What is answered to a word, in that language; "" is answered in French."""
    keys = {"stop": "stopped", "start": "started", "help": "help"}
    spoken = language if language in _languages() else "fr"
    return _wording(spoken).say(keys[word])


@cache
def _known() -> Mapping[str, Word]:
    return {
        _folded(each): word
        for language in _languages()
        for word in _WORDS
        for each in _wording(language).say(f"words.{word}").split(",")
    }


@cache
def _languages() -> tuple[str, ...]:
    wordings = files("kene.channels.sms").joinpath("wording").iterdir()
    return tuple(sorted(each.name.removesuffix(".yaml") for each in wordings))


def _wording(language: str) -> Wording:
    return bundled("kene.channels.sms", language)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", fallback(text.strip(" .!\n\r\t").casefold()))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())

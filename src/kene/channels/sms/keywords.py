"""STOP, AIDE, LIEN and what is said for them in each language, wherever a conversation is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from kene.core.screens.letters import fallback
from kene.core.wording import Wording, bundled

Word = Literal["stop", "start", "help", "link"]

_WORDS: Final[tuple[Word, ...]] = ("stop", "start", "help", "link")


def meant(said: str, answers: Callable[[], bool]) -> Word | None:
    """The word that a message is, alone, whatever its capitals and accents; None for any other.

    A word that is not promised (`END`, `deme`, also a name) is heard unless it `answers` what is
    asked; STOP, and those that messages promise, always are.
    """
    folded = _folded(said)
    word = _known().get(folded)
    return None if word and folded not in _promised() and answers() else word


def answer(word: Word, language: str, link: str = "", *, asking: bool = False) -> str:
    """What is answered to a word, in that language; "" is answered in French.

    `link` is the address that `link` asks for; "" says that it can't be had. `asking` says that a
    question waits for its answer.
    """
    asked = "linked" if link else "unlinked"
    stopped = "stopped_asking" if asking else "stopped"
    keys = {"stop": stopped, "start": "started", "help": "help", "link": asked}
    spoken = language if language in _languages() else "fr"
    return _wording(spoken).say(keys[word], link=link)


@cache
def _known() -> Mapping[str, Word]:
    return {_folded(each): word for word, each in _written()}


@cache
def _promised() -> frozenset[str]:
    """The words that are written in capitals."""
    return frozenset(_folded(each) for _, each in _written() if each.isupper())


def _written() -> Iterator[tuple[Word, str]]:
    for language in _languages():
        for word in _WORDS:
            for each in _wording(language).say(f"words.{word}").split(","):
                yield word, each.strip()


@cache
def _languages() -> tuple[str, ...]:
    wordings = files("kene.channels.sms").joinpath("wording").iterdir()
    return tuple(sorted(each.name.removesuffix(".yaml") for each in wordings))


def _wording(language: str) -> Wording:
    return bundled("kene.channels.sms", language)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", fallback(text.strip(" .!\n\r\t").casefold()))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())

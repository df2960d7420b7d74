"""Cleaning what people type, before any type reads it.

A phone sends full-width or Arabic-Indic digits, typographic apostrophes, no-break spaces, letters
without their accents, and invisible marks of direction. All of that is undone here, once.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kene.core.screens.letters import fallback
from kene.core.values.contract import Misread

LONGEST: Final = 200
"""No answer but a free text is longer, in characters: more is refused before it is looked at."""

# Listed by hand, not by Unicode category: what is kept must not change with Python's version.
# Controls, direction marks, zero-width spaces, lone surrogates, tags; not joiners.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
# NFKC leaves these two alone: the decimal and the thousands separators of Arabic keyboards.
_ARABIC: Final = str.maketrans({"\u066b": ",", "\u066c": " "})
_DIGIT: Final = re.compile(r"\d")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_MARK: Final = re.compile("[\u0300-\u036f]+")


def visible(text: str) -> str:
    """The text without controls and other invisible characters, in Unicode's form NFC."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def line(text: str) -> str:
    """The text as one clean line: `visible`, trimmed, each run of spaces made one."""
    return " ".join(visible(text).split())


def signs(text: str) -> str:
    """The text with one kind of apostrophe and of hyphen, those that any keypad has."""
    return text.translate(_SIGNS)


def typed(text: str) -> str:
    """A short answer reduced to what it means: plain digits, signs and spaces.

    Raises Misread when it is longer than `LONGEST`.
    """
    if len(text) > LONGEST:
        raise Misread("long", max=LONGEST)
    if text.isascii():
        return line(text)
    plain = unicodedata.normalize("NFKC", signs(text)).translate(_ARABIC)
    return line(_DIGIT.sub(lambda digit: str(int(digit[0])), plain))


def folded(text: str) -> str:
    """`typed`, without capitals nor accents, and ɛ ɔ ɲ ŋ as phones write them: e o ny ng."""
    text = typed(text).casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", fallback(text.replace("œ", "oe")))
    return unicodedata.normalize("NFC", _MARK.sub("", apart))


def words(text: str) -> str:
    """`folded`, its words alone, one space between: two names are one when these are equal."""
    return _NOT_WORD.sub(" ", folded(text)).strip()

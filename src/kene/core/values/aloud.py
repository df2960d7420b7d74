"""A text as it is said: its numbers in words, so that recordings of words compose it.

Values already come in words where they are shown to be said. What is left are the numbers of cases,
said digit by digit in groups; telephones and codes; keys; and the dates of languages that write
months in digits.
"""

from __future__ import annotations

import re
from typing import Final

from kene.core.values import spoken

DIGITS: Final = 6
"""A longer number, or one that begins with 0, is said digit by digit."""
_SPACE: Final = "[ \u00a0\u202f]"
_THOUSANDS: Final = re.compile(rf"(?<![\d+])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!{_SPACE}?\d)")
_GROUPED: Final = re.compile(rf"\+?\d+(?:{_SPACE}\d+)+")
_CASE: Final = re.compile(rf"\d{{3}}(?:{_SPACE}\d{{3}}){{2}}")
_DATED: Final = re.compile(r"(?<=\d)/(?=\d)")
_MARK: Final = re.compile(r"(?<=\d),(?=\d)")
_NUMBER: Final = re.compile(r"\+?\d+")
_MARKS: Final = {"fr": " virgule ", "en": " point "}


def aloud(text: str, language: str) -> str:
    """The text as it is said in that language; in one whose words are not known, digits apart."""
    whole = _THOUSANDS.sub(lambda found: _joined(found[0]), text)
    grouped = _GROUPED.sub(lambda found: _groups(found[0], language), whole)
    dated = _DATED.sub(", ", _MARK.sub(_MARKS.get(language, ", "), grouped))
    return _NUMBER.sub(lambda found: _words(found[0].lstrip("+"), language), dated)


def numbers(language: str) -> tuple[str, ...]:
    """The words that numbers are made of, each once: what is recorded to say any of them."""
    if language not in ("fr", "bm"):
        return ()
    makes = spoken.french if language == "fr" else spoken.bambara
    whole = (*range(101), 200, 1_000, 1_001, 2_000, 10**6, 2 * 10**6)
    said = (word for number in whole for word in re.split(r"[ -]", makes(number)))
    return tuple(dict.fromkeys((*said, *("waa",) * (language == "bm"))))


def _joined(found: str) -> str:
    """An amount as one number; a case's number stays in its groups."""
    return found if _CASE.fullmatch(found) else "".join(found.split())


def _groups(found: str, language: str) -> str:
    parts = found.lstrip("+").split()
    return ", ".join(_apart(part, language) for part in parts)


def _words(digits: str, language: str) -> str:
    if len(digits) > DIGITS or digits.startswith("0") and len(digits) > 1:
        return _apart(digits, language)
    match language:
        case "fr":
            return spoken.french(int(digits))
        case "bm":
            return spoken.bambara(int(digits))
        case _:
            return digits


def _apart(digits: str, language: str) -> str:
    """Digit by digit."""
    return " ".join(_words(digit, language) for digit in digits)

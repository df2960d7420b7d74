"""What people and their spreadsheets write in a cell otherwise than FEEL does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kene.core.expressions.syntax import Boolean
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, FeelType, plain

_SAID: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("oui", "vrai", "true"), True),
    **dict.fromkeys(("non", "faux", "false"), False),
}
_SIGNS: Final = (("≥", ">="), ("≤", "<="), ("=>", ">="), ("=<", "<="))
_NUMBER: Final = r"\s*-?\d+,\d+"
_COMMA: Final = re.compile(
    rf"[<>=]{_NUMBER}|[\[\](]{_NUMBER}\s*\.\.|\.\.{_NUMBER}\s*[\[\])]|^{_NUMBER}$"
)
_DAY: Final = re.compile(r'(?<!["\d])(\d{4})-(\d{2})-(\d{2})(?!["\d])')
_WRITTEN_DAY: Final = re.compile(r'(?<!["\d])(\d{1,2})/(\d{1,2})/(\d{4})(?!["\d])')
_PLACE: Final = re.compile(r"\d{2}(-\d{2,3})*")


def said(text: str, of: FeelType) -> Boolean | None:
    """The yes or the no of a column of these, in words; a spreadsheet writes `true` as `VRAI`."""
    value = _SAID.get(text.lower()) if plain(of) == BOOLEAN else None
    return None if value is None else Boolean(value)


def as_feel(text: str, of: FeelType) -> str:
    """The text of a test, as FEEL writes it; `-` where there is none."""
    found = said(text, of)
    return text or "-" if found is None else str(found.value).lower()


def rightly(text: str, of: FeelType) -> str:
    """The text of a cell as FEEL writes what was meant; the same where it is well written.

    `1,2` alone is one number with a comma, `1,2,3` is a list of three.
    """
    for wrong, right in _SIGNS:
        text = text.replace(wrong, right) if '"' not in text else text
    kind = plain(of)
    if kind == NUMBER and _COMMA.search(text):
        return re.sub(r"(\d),(\d)", r"\1.\2", text)
    if kind == DATE:
        text = _WRITTEN_DAY.sub(lambda day: f'@"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"', text)
        return _DAY.sub(r'@"\g<0>"', text)
    return f'"{text}"' if kind == STRING and _PLACE.fullmatch(text) else text

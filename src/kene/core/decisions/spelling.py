"""What people and their spreadsheets write in a cell otherwise than FEEL does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kene.core.expressions.syntax import Boolean
from kene.core.expressions.types import BOOLEAN, NUMBER, FeelType, plain

_SAID: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("oui", "vrai", "true"), True),
    **dict.fromkeys(("non", "faux", "false"), False),
}
_NUMBER: Final = r"\s*-?\d+,\d+"
_COMMA: Final = re.compile(
    rf"[<>=]{_NUMBER}|[\[\](]{_NUMBER}\s*\.\.|\.\.{_NUMBER}\s*[\[\])]|^{_NUMBER}$"
)


def said(text: str, of: FeelType) -> Boolean | None:
    """The yes or the no of a column of these, in words; a spreadsheet writes `true` as `VRAI`."""
    value = _SAID.get(text.lower()) if plain(of) == BOOLEAN else None
    return None if value is None else Boolean(value)


def as_feel(text: str, of: FeelType) -> str:
    """The text of a test, as FEEL writes it; `-` where there is none."""
    found = said(text, of)
    return text or "-" if found is None else str(found.value).lower()


def pointed(text: str, of: FeelType) -> str | None:
    """The text of a column of numbers with points for commas, if a number of it has one.

    `1,2` alone is one number with a comma, `1,2,3` is a list of three.
    """
    if plain(of) != NUMBER or not _COMMA.search(text):
        return None
    return re.sub(r"(\d),(\d)", r"\1.\2", text)

"""Case numbers: nine digits that can be read over the phone, the last one a check digit.

The check digit is Damm's (H. M. Damm, 2004): it finds every wrong digit and every swap of two
neighbours.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

DIGITS: Final = 9
_NOT_DIGIT: Final = re.compile(r"[\s.\-/]+")
_TABLE: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class Random(Protocol):
    """Where numbers come from: `random.SystemRandom`, or a seeded generator in tests."""

    def randrange(self, stop: int, /) -> int:
        """A number from 0 to `stop`, not included."""


def new_number(rng: Random) -> str:
    """A case number; it may be taken already, so the caller asks again."""
    body = f"{rng.randrange(10 ** (DIGITS - 1)):0{DIGITS - 1}d}"
    return body + check_digit(body)


def check_digit(digits: str) -> str:
    """The digit that makes `digits` followed by it a number of Damm's."""
    state = "0"
    for digit in digits:
        state = _TABLE[int(state)][int(digit)]
    return state


def read_number(text: str) -> str | None:
    """The number that a person wrote, without spaces; None when it can't be one."""
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdecimal():
        return None
    return digits if check_digit(digits) == "0" else None


def show_number(number: str) -> str:
    """The number in groups of three: `482 913 067`."""
    return " ".join(number[start : start + 3] for start in range(0, len(number), 3))

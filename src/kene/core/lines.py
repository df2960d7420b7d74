r"""The lines of a text, as editors count them: cut at `\n`, `\r\n` and `\r` alone.

`str.splitlines` and libyaml also cut at signs that stand inside of a line, such as U+2028, which
comes with what is pasted from a word processor.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

_END: Final = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """The lines without their ends; the last one, "" after a last end, is one too."""
    return _END.split(text)


def starts_of(text: str) -> list[int]:
    """The offset at which each line begins, in characters."""
    return [0, *(end.end() for end in _END.finditer(text))]


def place_of(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """The row and the column of an offset, both from 0."""
    row = bisect_right(starts, offset) - 1
    return row, offset - starts[row]

"""Ranges of ordered values, each end included or not, or open without end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Range:
    """A range; an end that is None is without limit, and then it is not included.

    `point` is `=` or `!=` for the values equal to `low`, or all others, which are no interval.
    """

    low: object
    high: object
    low_included: bool = True
    high_included: bool = True
    point: Literal["", "=", "!="] = ""

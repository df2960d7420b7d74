"""The link to this node's pages that a telephone can ask for, whoever makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from kene.channels.sms.keywords import Word

Maker = Callable[[str, datetime], str]
_makers: Final[list[Maker]] = []


def make_by(maker: Maker | None) -> None:
    """Have links made by `maker` in this process; by None, there are none."""
    _makers[:] = [maker] if maker is not None else []


def asked(word: Word, phone: str, now: datetime) -> str:
    """The link for a telephone (E.164), where that is what the word asks; else ""."""
    return _makers[0](phone, now) if word == "link" and phone and _makers else ""

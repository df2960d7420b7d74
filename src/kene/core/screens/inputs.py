"""What a person does with a screen, whatever the channel they do it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """Words or digits as they were typed or spoken: an answer that is not an offered option.

    "" leaves an optional question blank.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """An answer that was said in a call, by the key of its recording: a person writes it down."""

    key: str


@dataclass(frozen=True, slots=True)
class Choose:
    """One of the options offered, by its key; it was shown on the screen that is answered."""

    key: str


@dataclass(frozen=True, slots=True)
class Fill:
    """The raw answers of a page that asks several questions, by field; "" is left blank."""

    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Back:
    """Return to what was asked before; nothing that was answered is lost."""


@dataclass(frozen=True, slots=True)
class Help:
    """Explain what is asked; the same screen comes next."""


@dataclass(frozen=True, slots=True)
class Language:
    """Go on in another language, by its code: `fr`, `bm`."""

    code: str


@dataclass(frozen=True, slots=True)
class Correct:
    """Answer one field again, from the summary."""

    field: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """Say that the summary is right: the case opens."""


@dataclass(frozen=True, slots=True)
class Abandon:
    """Give up: what was answered is forgotten."""


Input = Say | Spoke | Choose | Fill | Back | Help | Language | Correct | Confirm | Abandon
"""Everything that a conversation takes a step on. Turning the pages of a screen is not of it."""

"""The web's own texts, the languages that they exist in, and their typography."""

from __future__ import annotations

import re
from typing import Final

from kene.core.wording import Wording, bundled

LANGUAGES: Final = ("fr", "bm")
"""The languages of the pages, the first of which stands in for one that they are not in yet."""

_BEFORE: Final = re.compile(r" (?=[?!:;»%])")
_AFTER: Final = re.compile(r"(?<=«) ")


def words(language: str) -> Wording:
    """The web's texts in `language`, or in the first of LANGUAGES when there are none."""
    return bundled("kene.channels.web", language if language in LANGUAGES else LANGUAGES[0])


def typeset(text: str) -> str:
    """The text with the French no-break spaces, so that no line begins with "?" or ":"."""
    return _AFTER.sub("\N{NO-BREAK SPACE}", _BEFORE.sub("\N{NO-BREAK SPACE}", text))

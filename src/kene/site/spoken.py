"""What a node says to who starts it, in French, or in English where the environment asks for it."""

from __future__ import annotations

import os
from typing import Final

LANGUAGE: Final = "KENE_LANG"
"""The variable that names the language of commands, and of what a node says in a terminal."""


def language() -> str:
    """`en` where the environment asks for English, else `fr`."""
    return "en" if os.environ.get(LANGUAGE) == "en" else "fr"


def said(key: str, /, **details: object) -> str:
    """A sentence of the node; `n` in the details is counted."""
    from kene.core.wording import bundled

    return bundled("kene.site", language()).say(key, short=False, **details)

"""What is said when the node can't answer now, in every language at once."""

from __future__ import annotations

from functools import cache

from kene.core.conversation.showing import own


@cache
def come_back_later(languages: tuple[str, ...] = ("fr", "bm")) -> str:
    """ "Come back later" in these languages: nothing is known of the person at that moment."""
    return " / ".join(own(language).say("later") for language in languages)

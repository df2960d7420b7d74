"""The web's own texts, the languages that they exist in, and their typography."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kene.core.wording import Text, Wording, bundled

LANGUAGES: Final = ("fr", "bm")
"""The languages of the pages, the first of which stands in for one that they are not in yet."""

_BEFORE: Final = re.compile(r" (?=[?!:;»%])")
_AFTER: Final = re.compile(r"(?<=«) ")
_INSIDE: Final = re.compile(r"(?<=\d) (?=\d)")
_PLACEHOLDER: Final = re.compile(r"\{[^{}]+\}")
_ISOLATED: Final = "\N{FIRST STRONG ISOLATE}\\g<0>\N{POP DIRECTIONAL ISOLATE}"


def words(language: str) -> Wording:
    """The web's texts in `language`, or in the first of LANGUAGES when there are none.

    In one that is written from right to left, each value in a text keeps its own direction: a code
    such as `*123#` would end with its star.
    """
    own = bundled("kene.channels.web", language if language in LANGUAGES else LANGUAGES[0])
    return _isolating(own) if own.say("direction") == "rtl" else own


def typeset(text: str) -> str:
    """The text with the French no-break spaces, so that no line begins with "?" or ":".

    The digits of a number are kept together too: on a line that runs from right to left, a space
    would put its last group first, and a no-break space does not (UAX #9, rule W4).
    """
    for place in (_BEFORE, _AFTER, _INSIDE):
        text = place.sub("\N{NO-BREAK SPACE}", text)
    return text


def _isolating(own: Wording) -> Wording:
    def isolated(text: Text) -> Text:
        plural = {name: _PLACEHOLDER.sub(_ISOLATED, form) for name, form in text.plural.items()}
        return replace(text, long=_PLACEHOLDER.sub(_ISOLATED, text.long), plural=plural)

    return replace(own, texts={key: isolated(text) for key, text in own.texts.items()})

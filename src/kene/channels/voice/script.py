"""What has to be said in a language: the texts that recordings compose, and which are missing.

A text with a place for a value is recorded in its parts, around it; numbers are made of words that
are recorded once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kene.channels.voice.recordings import Recordings, tokens
from kene.core.screens.voice import lasting, words
from kene.core.services import Service
from kene.core.values.aloud import aloud, numbers
from kene.core.values.lexicon import lexicon
from kene.core.wording import Text, bundled

ASKED: Final = ("title", "fields.", "evidence.")
"""The texts of a service that a call says, besides what fields are for; the others are messages,
documents, and the titles of pages."""
VALUES: Final = ("true", "false", "none", "about")
OWN: Final = "kene"
NUMBERS: Final = "nombres"
_PLACE: Final = re.compile(r"\{[^{}]+\}|\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text to be recorded: for which service, or for all."""

    service: str
    language: str
    text: str

    @property
    def key(self) -> str:
        """What stands for its words in an address."""
        told = " ".join(tokens(self.text))
        return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()

    @property
    def seconds(self) -> float:
        """About how long it takes to say."""
        return lasting(self.text)


def of_service(service: Service, language: str) -> tuple[Prompt, ...]:
    """What a conversation about a service says in a language, each text once."""
    texts = service.wording(language).texts
    purposes = {f"purposes.{field.purpose}" for field in service.fields.values()}
    asked = {key: texts[key] for key in texts if key.startswith(ASKED) or key in purposes}
    return tuple(_prompts(service.name, language, asked))


def of_all(language: str) -> tuple[Prompt, ...]:
    """What every conversation says: the words of the keys, of the menu, of values, and numbers."""
    keys = {key: each for key, each in words(language).texts.items() if key.startswith("voice.")}
    talk = bundled("kene.core.conversation", language).texts
    own = {
        **{f"keys.{key}": each for key, each in keys.items()},
        **talk,
        **{key: each for key, each in lexicon(language).wording.texts.items() if _is_said(key)},
        **bundled("kene.channels.voice", language).texts,
    }
    counted = (*numbers(language), *lexicon(language).months)
    return _once(
        (
            *_prompts(OWN, language, own),
            *(Prompt(NUMBERS, language, word) for word in counted),
        )
    )


def _is_said(key: str) -> bool:
    """Whether a text of values is said: what is asked of places, an answer that does not do."""
    return key in VALUES or key.startswith(("ask.", "misread."))


def missing(prompts: tuple[Prompt, ...], recordings: Recordings) -> tuple[Prompt, ...]:
    """Those that nobody recorded."""
    return tuple(each for each in prompts if not recordings.has(each.text, each.language))


def _prompts(service: str, language: str, texts: Mapping[str, Text]) -> Iterator[Prompt]:
    parts = (part for text in texts.values() for part in _PLACE.split(text.aloud.long))
    clean = (" ".join(aloud(part, language).split()).strip(" .,:;«»()") for part in parts)
    return iter(_once(tuple(Prompt(service, language, each) for each in clean if tokens(each))))


def _once(prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    return tuple({each.key: each for each in reversed(prompts)}.values())[::-1]

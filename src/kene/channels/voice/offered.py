"""What the services that are offered now say in calls, and which of it no voice says well."""

from __future__ import annotations

from functools import lru_cache

from kene.catalogue import api as catalogue
from kene.channels.voice import script, synthesis
from kene.channels.voice.recordings import Recordings, Run, tokens
from kene.channels.voice.script import Prompt
from kene.core.screens.voice import Speech
from kene.core.services import Service
from kene.core.values.aloud import aloud

_Words = tuple[str, ...]
"""A text, as what tells recordings apart."""


def services() -> tuple[Service, ...]:
    """The offered services that are done by calls."""
    return tuple(each for each in catalogue.offered() if "voice" in each.channels)


def languages() -> tuple[str, ...]:
    """The languages that calls are held in."""
    spoken = (language for each in services() for language in each.languages)
    return tuple(dict.fromkeys(spoken)) or ("fr",)


def prompts(language: str) -> tuple[Prompt, ...]:
    """What is said by all conversations, then by each service."""
    return _prompts(_digests(), language)


def unread(speech: Speech, kept: Recordings) -> bool:
    """Whether a page has prompts that nobody recorded, in a language that no voice speaks.

    Somebody's answers, names and places, are of no language; a line in another one, which offers
    it, has to be said somehow to whoever could choose it.
    """
    language = speech.language
    if synthesis.speaks(language):
        return False
    known = _known(_digests(), language)
    lines = (aloud(line, language) for told, line in speech.said if told == language)
    return any(_lacks(tuple(kept.runs(line, language)), known) for line in lines)


def _lacks(runs: tuple[Run, ...], known: frozenset[_Words]) -> bool:
    """Whether one of the known texts is in a line, and not recorded to its last word."""
    words = tuple(word for run in runs for word in tokens(run.text))
    unsaid = [run.file is None for run in runs for _ in tokens(run.text)]
    longest = max(map(len, known), default=0)
    return any(unsaid) and any(
        any(unsaid[at:end]) and words[at:end] in known
        for at in range(len(words))
        for end in range(at + 1, min(at + longest, len(words)) + 1)
    )


def _digests() -> tuple[str, ...]:
    return tuple(each.digest for each in services())


@lru_cache(maxsize=8)
def _known(digests: tuple[str, ...], language: str) -> frozenset[_Words]:
    """The words of each prompt: read once, since each hop asks for them."""
    return frozenset(tuple(tokens(each.text)) for each in _prompts(digests, language))


@lru_cache(maxsize=8)
def _prompts(digests: tuple[str, ...], language: str) -> tuple[Prompt, ...]:
    offered = (catalogue.service(each) for each in digests)
    own = (
        each
        for service in offered
        if language in service.languages
        for each in script.of_service(service, language)
    )
    return tuple({each.key: each for each in (*script.of_all(language), *own)}.values())

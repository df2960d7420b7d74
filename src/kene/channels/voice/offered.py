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


def services() -> tuple[Service, ...]:
    """The offered services that are done by calls."""
    return tuple(each for each in catalogue.offered() if "voice" in each.channels)


def languages() -> tuple[str, ...]:
    """The languages that calls are held in."""
    spoken = (language for each in services() for language in each.languages)
    return tuple(dict.fromkeys(spoken)) or ("fr",)


def prompts(language: str) -> tuple[Prompt, ...]:
    """What is said by all conversations, then by each service."""
    return _prompts(tuple(each.digest for each in services()), language)


def unread(speech: Speech, kept: Recordings) -> bool:
    """Whether a page has prompts that nobody recorded, in a language that no voice speaks.

    Somebody's answers, names and places, are of no language; a line in another one, which offers
    it, has to be said somehow to whoever could choose it.
    """
    language = speech.language
    if synthesis.speaks(language):
        return False
    known = frozenset(" ".join(tokens(each.text)) for each in prompts(language))
    lines = (aloud(line, language) for told, line in speech.said if told == language)
    return any(_lacks(tuple(kept.runs(line, language)), known) for line in lines)


def _lacks(runs: tuple[Run, ...], known: frozenset[str]) -> bool:
    """Whether one of the known texts is in a line, and not recorded to its last word."""
    words = [(word, run.file is None) for run in runs for word in tokens(run.text)]
    if not any(unsaid for _, unsaid in words):
        return False
    ends = range(1, len(words) + 1)
    stretches = (words[at:end] for end in ends for at in range(end))
    return any(
        any(unsaid for _, unsaid in each) and " ".join(word for word, _ in each) in known
        for each in stretches
    )


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

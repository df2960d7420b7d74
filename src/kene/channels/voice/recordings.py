"""What people recorded: files beside the data, found by the words that they say.

A file is named by the digest of its words, in the folder of its language, so that a text that
changes is missing again. Packs are frozen once published; recordings made at the node are used by
the next call.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kene.channels.voice import wave

FOLDER: Final = "voice"
"""Where a node keeps them, in the folder of its data."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a sentence: its text, and the file that says it where one does."""

    text: str
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Recordings:
    """The recordings in a folder."""

    folder: Path

    def file(self, text: str, language: str) -> Path:
        """Where the recording of a text is, or would be."""
        digest = hashlib.blake2b(" ".join(tokens(text)).encode(), digest_size=12).hexdigest()
        return self.folder / language / f"{digest}.wav"

    def has(self, text: str, language: str) -> bool:
        """Whether somebody recorded that text."""
        return self.file(text, language).exists()

    def keep(self, text: str, language: str, samples: bytes) -> None:
        """Keep a recording, instead of the one before."""
        file = self.file(text, language)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(wave.written(samples))
        fresh.replace(file)

    def forget(self, text: str, language: str) -> None:
        """Delete a recording."""
        self.file(text, language).unlink(missing_ok=True)

    def runs(self, sentence: str, language: str) -> Iterator[Run]:
        """The sentence as the longest recordings that say it, and what is left between them."""
        found = list(_WORD.finditer(sentence))
        known = {each.stem for each in (self.folder / language).glob("*.wav")}
        at = left = 0
        while at < len(found) and known:
            for end in range(len(found), at, -1):
                text = sentence[found[at].start() : found[end - 1].end()]
                file = self.file(text, language)
                if file.stem in known:
                    yield from _unsaid(sentence[left : found[at].start()])
                    yield Run(text, file)
                    at, left = end, found[end - 1].end()
                    break
            else:
                at += 1
        yield from _unsaid(sentence[left:])


def tokens(text: str) -> Sequence[str]:
    """The words of a text, whatever its capitals and signs: what tells recordings apart."""
    return [each.replace("’", "'") for each in _WORD.findall(text.casefold())]


def _unsaid(text: str) -> Iterator[Run]:
    if _WORD.search(text):
        yield Run(text.strip())

"""What people recorded, found by the words that it says: in packs, and in files beside the data.

A file is named by its words, or by their digest, in the folder of its language: so that a text that
changes is missing again. Packs carry theirs in `audio/`, frozen once published, and are heard
first, before those of the parts that they use; those that are made at the node are used by the next
call.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kene.channels.voice import wave
from kene.core.services import Service
from kene.core.services.composing import SHARED, USE, parts

FOLDER: Final = "voice"
"""Where a node keeps them, in the folder of its data."""
AUDIO: Final = "audio"
"""Where a pack carries them: `audio/<language>/<words>.wav`."""
NAME: Final = 80
"""Letters of a file's name; of a longer text, what stands for it ends with its digest."""
_BEGUN: Final = 64
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that a pack carries."""

    octets: bytes

    def read_bytes(self) -> bytes:
        """What is in it."""
        return self.octets


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a sentence: its text, and the file that says it where one does."""

    text: str
    file: Path | Carried | None = None


Carrying = Mapping[str, Mapping[str, Carried]]
"""What packs carry: by language, then by the name of the file."""


@dataclass(frozen=True, slots=True)
class Recordings:
    """The recordings that packs carry now, and those in a folder."""

    folder: Path
    carried: Callable[[], Carrying] = dict

    def file(self, text: str, language: str) -> Path:
        """Where the node's own recording of a text is, or would be."""
        return self.folder / language / f"{digest_of(text)}.wav"

    def found(self, text: str, language: str) -> Path | Carried | None:
        """What says a text: a pack's file, else the node's own, where there is one."""
        keys, carried = keys_of(text), self.carried().get(language, {})
        own = (self.folder / language / f"{key}.wav" for key in keys)
        return next(
            (carried[key] for key in keys if key in carried),
            next((file for file in own if file.exists()), None),
        )

    def has(self, text: str, language: str) -> bool:
        """Whether somebody recorded that text."""
        return self.found(text, language) is not None

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
        known |= self.carried().get(language, {}).keys()
        at = left = 0
        while at < len(found) and known:
            for end in range(len(found), at, -1):
                text = sentence[found[at].start() : found[end - 1].end()]
                if not known.isdisjoint(keys_of(text)):
                    yield from _unsaid(sentence[left : found[at].start()])
                    yield Run(text, self.found(text, language))
                    at, left = end, found[end - 1].end()
                    break
            else:
                at += 1
        yield from _unsaid(sentence[left:])


def digest_of(text: str) -> str:
    """What stands for the words of a text, whatever they are."""
    return hashlib.blake2b(" ".join(tokens(text)).encode(), digest_size=12).hexdigest()


def name_of(text: str) -> str:
    """The name of a file that says a text, to be read: its words."""
    name = unicodedata.normalize("NFC", "-".join(tokens(text)).replace("'", "-"))
    return name if len(name) <= NAME else f"{name[:_BEGUN]}-{digest_of(text)[:8]}"


def keys_of(text: str) -> tuple[str, str]:
    """How a file that says a text may be named."""
    return name_of(text), digest_of(text)


def carried(*packs: Mapping[str, bytes]) -> Carrying:
    """The recordings among the files of packs; the first pack's where several have the same."""
    kept: dict[str, dict[str, Carried]] = {}
    for path, octets in (each for files in reversed(packs) for each in files.items()):
        match PurePosixPath(path).parts:
            case (folder, language, name) if folder == AUDIO and name.endswith(".wav"):
                stem = unicodedata.normalize("NFC", name.removesuffix(".wav"))
                kept.setdefault(language, {})[stem] = Carried(octets)
    return kept


def of_services(services: Sequence[Service]) -> Carrying:
    """The recordings that services carry, then those of the shared parts that they use."""
    shared = (files for each in services for files in _parts(each))
    return carried(*(each.files for each in services), *shared)


def _parts(service: Service) -> Iterator[Mapping[str, bytes]]:
    """The files of the shared parts that a service uses, in its order, as each has them."""
    for name in parts(service.source):
        root = f"{USE}/{name}/"
        if f"{root}{SHARED}" in service.source:
            files = service.source.items()
            yield {p.removeprefix(root): each for p, each in files if p.startswith(root)}


def tokens(text: str) -> Sequence[str]:
    """The words of a text, whatever its capitals and signs: what tells recordings apart."""
    return [each.replace("’", "'") for each in _WORD.findall(text.casefold())]


def _unsaid(text: str) -> Iterator[Run]:
    if _WORD.search(text):
        yield Run(text.strip())

"""eSpeak NG, for what nobody recorded.

It speaks French and English. It has no Bambara: the voice of Swahili, whose letters are said nearly
so, reads it, and an ear must be kind. `docs/decisions/0013-voice.md` says why.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kene.channels.voice import wave

PROGRAM: Final = "espeak-ng"
MISSING: Final = (
    "La voix demande le programme espeak-ng : sudo apt-get install espeak-ng "
    "(Debian, Ubuntu), ou KENE_VOICE vide."
)
WORDS: Final = 150
"""A minute; a practised reader speaks at 180."""
SLOW: Final = 110
SECONDS: Final = 10.0
LONGEST: Final = 600
"""Letters said at once."""
VOICES: Final[Mapping[str, str]] = {"fr": "fr", "en": "en"}
NEAR: Final[Mapping[str, str]] = {"bm": "sw"}
"""The voices of other languages, for those that have none."""
_LETTERS: Final = str.maketrans(
    {"ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng'", "c": "ch", "Ɛ": "e", "Ɔ": "o", "Ɲ": "ny"}
)


class Unspoken(RuntimeError):
    """The program is not there, or did not speak; the sentence says what to do."""


def is_there() -> bool:
    """Whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def speaks(language: str) -> bool:
    """Whether there is a voice of that language, and not of one that is near."""
    return language in VOICES


@lru_cache(maxsize=256)
def said(text: str, language: str, slow: bool = False) -> bytes:
    """The samples of a text. Raises Unspoken.

    The last ones are kept in memory, and nowhere else: they may be somebody's answers.
    """
    if not is_there():
        raise Unspoken(MISSING)
    read = text.translate(_LETTERS) if language == "bm" else text
    pace = SLOW if slow else WORDS
    voice = VOICES.get(language) or NEAR.get(language, "fr")
    command = [PROGRAM, "-v", voice, "-s", str(pace), "--stdin", "--stdout"]
    try:
        spoken = subprocess.run(
            command,
            input=read[:LONGEST].encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return wave.read(_mended(spoken.stdout))
    except (OSError, subprocess.SubprocessError) as error:
        raise Unspoken(f"{PROGRAM} : {type(error).__name__}") from error
    except wave.NotSound:
        return wave.silence(0.2)  # there was nothing to pronounce in it


def _mended(octets: bytes) -> bytes:
    """The file with its true lengths: the program writes to a pipe before it knows them."""
    size, data = len(octets), octets.find(b"data", 12)
    if data < 0:
        return octets
    lengths = ((size - 8).to_bytes(4, "little"), (size - data - 8).to_bytes(4, "little"))
    head = octets[:4] + lengths[0] + octets[8 : data + 4] + lengths[1]
    return head + octets[data + 8 :]

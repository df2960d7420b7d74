"""What a page sounds like, at an address that holds its words sealed.

The address says what is to be said, and nobody but the node reads it: so nothing is kept of what
was said, an aggregator may keep a file that it plays often, and no address can be guessed.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from kene.channels.voice import synthesis, wave
from kene.channels.voice.recordings import Recordings
from kene.core.screens.voice import BREATH, Speech, lasting, told
from kene.core.values.aloud import aloud
from kene.privacy import api as privacy

PATH: Final = "/channels/voice/audio"
SLOW_BREATH: Final = 0.8
"""Seconds between two sentences. A recording has one pace: pauses alone get longer."""

Say = Callable[[str, str, bool], bytes]
"""The samples of a text in a language, slow or not, where nobody recorded it."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A page to be said, at its pace."""

    speech: Speech
    slow: bool = False


def unlock() -> None:
    """Read the key of sounds, which is remembered: an event loop seals addresses without waiting
    for a database."""
    _cipher()


def sealed(clip: Clip) -> str:
    """What stands for a clip in an address: the same each time for the same clip."""
    return sealed_text(f"{int(clip.slow)}{clip.speech.text}")


def opened(key: str) -> Clip:
    """The clip of such a key. Raises LookupError when this node did not make it."""
    words = unsealed(key)
    try:
        return Clip(told(words[1:]), words[0] == "1")
    except ValueError as error:
        raise LookupError(key[:20]) from error


def sealed_text(text: str) -> str:
    """What stands for a text in an address, which nobody else makes or reads."""
    octets = _cipher().encrypt(zlib.compress(text.encode(), 9), None)
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def unsealed(key: str) -> str:
    """The text of such a key. Raises LookupError when this node did not make it."""
    try:
        octets = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        return zlib.decompress(_cipher().decrypt(octets, None)).decode()
    except (InvalidTag, ValueError, zlib.error) as error:
        raise LookupError(key[:20]) from error


def is_sealed(key: str) -> bool:
    """Whether this node made that key."""
    try:
        return bool(unsealed(key))
    except LookupError:
        return False


def address(place: str, clip: Clip) -> str:
    """Where a clip is heard; `place` is the node's own address."""
    return f"{place}{PATH}/{sealed(clip)}.wav"


def played(clip: Clip, recordings: Recordings, say: Say = synthesis.said) -> bytes:
    """The samples of a clip: recorded where somebody did, else said. Raises Unspoken."""
    breath = wave.silence(SLOW_BREATH if clip.slow else BREATH)
    slow = clip.slow
    lines = (_line(text, language, slow, recordings, say) for language, text in clip.speech.said)
    return b"".join(each + breath for each in lines)


def mute(text: str, language: str, slow: bool) -> bytes:
    """Silence for as long as a text takes: a demonstration without a voice shows the words."""
    return wave.silence(lasting(text))


def _line(line: str, language: str, slow: bool, recordings: Recordings, say: Say) -> bytes:
    runs = recordings.runs(aloud(line, language), language)
    return b"".join(
        wave.read(run.file.read_bytes()) if run.file else say(run.text, language, slow)
        for run in runs
    )


def _cipher() -> AESSIV:
    return AESSIV(privacy.node_mac("voice", b"clip"))

"""Sound as the node keeps and sends it: WAV, 16 bits, one voice, 8,000 samples a second.

That is what a telephone carries, and what every aggregator plays.
"""

from __future__ import annotations

import io
import sys
import wave
from array import array
from itertools import accumulate
from typing import Final

RATE: Final = 8_000
WIDTH: Final = 2
SHORTEST: Final = 0.05
LONGEST: Final = 30.0
"""Seconds of a recording."""
_RATES: Final = range(RATE, 192_001)


class NotSound(ValueError):
    """Octets that are no such sound; the sentence says what is expected."""


def silence(seconds: float) -> bytes:
    """Samples of nothing."""
    return bytes(int(seconds * RATE) * WIDTH)


def written(samples: bytes) -> bytes:
    """The WAV file of these samples."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(samples)
    return made.getvalue()


def read(octets: bytes) -> bytes:
    """The samples of a WAV file of 16 bits, at any rate from 8,000, as the node keeps them.

    Raises NotSound.
    """
    return _resampled(*_given(octets))


def measured(octets: bytes) -> float:
    """How long such a file lasts, in seconds. Raises NotSound."""
    one, rate = _given(octets)
    return len(one) / rate


def _given(octets: bytes) -> tuple[array[int], int]:
    """One voice of a file, and its rate."""
    try:
        with wave.open(io.BytesIO(octets)) as file:
            voices, rate = file.getnchannels(), file.getframerate()
            if file.getsampwidth() != WIDTH or voices not in (1, 2) or rate not in _RATES:
                raise NotSound("Un fichier WAV de 16 bits, à 8 000 Hz au moins, est attendu.")
            given = array("h", file.readframes(int(rate * LONGEST) + 1))
    except (wave.Error, EOFError, ValueError) as error:
        raise NotSound("Un fichier WAV est attendu.") from error
    if sys.byteorder == "big":
        given.byteswap()
    one = given[::voices]
    if not rate * SHORTEST <= len(one) <= rate * LONGEST:
        raise NotSound(f"Un enregistrement de {LONGEST:.0f} secondes au plus est attendu.")
    return one, rate


def lasting(samples: bytes) -> float:
    """How long samples last, in seconds."""
    return len(samples) / (RATE * WIDTH)


def _resampled(given: array[int], rate: int) -> bytes:
    """Each sample is the mean of those that it stands for, so that nothing high is left."""
    if rate == RATE:
        return given.tobytes()
    sums = [0, *accumulate(given)]
    bounds = [number * rate // RATE for number in range(len(given) * RATE // rate + 1)]
    means = (
        (sums[end] - sums[begin]) // (end - begin)
        for begin, end in zip(bounds, bounds[1:], strict=False)
    )
    return array("h", means).tobytes()

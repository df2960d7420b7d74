"""What a text costs on a phone network: its encoding, its octets, and its messages.

A USSD string is at most 160 octets (3GPP TS 24.080, annex A: `USSD-String ::= OCTET STRING
(SIZE (1..160))`). TS 23.038, 6.1.2.3 packs 7-bit characters without a gap, so that 160 octets hold
160 * 8 / 7 = 182 septets, or 80 code units of UCS-2. Gateways that count characters instead
("160 characters") are served by a budget of 140 octets: 160 septets, 70 code units.

An SMS is 140 octets: 160 septets or 70 code units. From two segments on, the header of
concatenation (TS 23.040, 9.2.3.24.1) takes 6 octets of each: 153 septets or 67 code units.

A string of 8n-1 septets leaves seven bits over, which seven zeros would make an `@`. The network's
side fills them with a carriage return, at no cost; and a text that ends with one on an octet's
edge is given a second, at the cost of an octet (6.1.2.3). `mend` leaves no carriage return.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kene.core.screens.letters import BASIC, EXTENSION, fallback, mend

__all__ = [
    "USSD_OCTETS",
    "Encoding",
    "Measure",
    "Segments",
    "fallback",
    "fit",
    "fit_segments",
    "measure",
    "mend",
    "octets",
    "octets_of",
    "segments",
]

Encoding = Literal["gsm-7", "ucs-2"]

USSD_OCTETS: Final = 160
"""The longest USSD string."""

_BASIC: Final = re.compile(f"[{re.escape(BASIC)}]*")
_GSM: Final = re.compile(f"[{re.escape(BASIC + EXTENSION)}]*")
_EXTENSION: Final = re.compile(f"[{re.escape(EXTENSION)}]")
_ONE: Final[dict[Encoding, int]] = {"gsm-7": 160, "ucs-2": 70}
_MANY: Final[dict[Encoding, int]] = {"gsm-7": 153, "ucs-2": 67}


@dataclass(frozen=True, slots=True)
class Measure:
    """A text in the encoding it needs: its septets, or 16-bit code units, and its packed octets."""

    encoding: Encoding
    units: int
    octets: int


@dataclass(frozen=True, slots=True)
class Segments:
    """The messages that a text takes, and the septets or code units that are left in the last."""

    count: int
    encoding: Encoding
    units: int
    per_segment: int
    left: int


def measure(text: str) -> Measure:
    """The encoding, units and octets of a text as a USSD string, whatever it holds.

    A text with one character outside the 7-bit alphabet is UCS-2 as a whole; a character outside
    the basic plane takes two code units.
    """
    septets = _septets(text)
    if septets is None:
        units = _code_units(text)
        return Measure("ucs-2", units, 2 * units)
    return Measure("gsm-7", septets, _packed(text, septets))


def octets(text: str) -> int:
    """The octets of a text as a USSD string: those of `measure`, without the rest."""
    septets = _septets(text)
    return 2 * _code_units(text) if septets is None else _packed(text, septets)


def segments(text: str) -> Segments:
    """The SMS segments of a text. Neither an escape pair nor a surrogate pair is ever split.

    An empty text is one empty message.
    """
    septets = _septets(text)
    encoding: Encoding = "ucs-2" if septets is None else "gsm-7"
    units = _code_units(text) if septets is None else septets
    if units <= _ONE[encoding]:
        return Segments(1, encoding, units, _ONE[encoding], _ONE[encoding] - units)
    room = _MANY[encoding]
    count, used = 1, 0
    for width in _widths(text, encoding):
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return Segments(count, encoding, units, room, room - used)


def octets_of(count: int) -> int:
    """The octets that surely fit in `count` SMS segments, however its pairs fall on their edges.

    A pair that would be split leaves one unit of its segment empty, at each edge at worst.
    """
    return 140 if count == 1 else 134 * count - 2 * (count - 1)


def fit(text: str, budget: int) -> str:
    """The mended text, in its true letters unless their fallback takes fewer pages of `budget`.

    `budget` is in octets, such as `USSD_OCTETS`.
    """
    true = mend(text)
    if octets(true) <= budget:
        return true
    plain = fallback(true)
    return plain if _pages(plain, budget) < _pages(true, budget) else true


def fit_segments(text: str) -> str:
    """The mended text, in its true letters unless their fallback takes fewer SMS segments."""
    true = mend(text)
    plain = fallback(true)
    return plain if segments(plain).count < segments(true).count else true


def _pages(text: str, budget: int) -> int:
    return -(-octets(text) // budget)


def _septets(text: str) -> int | None:
    if _BASIC.fullmatch(text):
        return len(text)
    if _GSM.fullmatch(text):
        return len(text) + len(_EXTENSION.findall(text))
    return None


def _code_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _packed(text: str, septets: int) -> int:
    doubled = septets % 8 == 0 and text.endswith("\r")
    return (septets * 7 + 7) // 8 + doubled


def _widths(text: str, encoding: Encoding) -> list[int]:
    if encoding == "gsm-7":
        return [2 if character in EXTENSION else 1 for character in text]
    return [2 if character > "\uffff" else 1 for character in text]

"""What a text costs on a phone network: its encoding, its octets, and its messages.

A USSD string is at most 160 octets (3GPP TS 24.080, annex A: `USSD-String ::= OCTET STRING
(SIZE (1..160))`). TS 23.038, 6.1.2.3 packs 7-bit characters without a gap, so that 160 octets hold
160 * 8 / 7 = 182 septets, or 80 code units of UCS-2. Gateways that count characters instead
("160 characters") are served by a budget of 140 octets: 160 septets, 70 code units.

An SMS is 140 octets: 160 septets or 70 code units. From two segments on, the header of
concatenation (TS 23.040, 9.2.3.24.1) takes 6 octets of each: 153 septets or 67 code units. An
alphabet with national tables names them in the header of each segment: 155 septets with one, 149 in
a text of several segments.

A string of 8n-1 septets leaves seven bits over, which seven zeros would make an `@`. The network's
side fills them with a carriage return, at no cost; and a text that ends with one on an octet's
edge is given a second, at the cost of an octet (6.1.2.3). `mend` leaves no carriage return.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kene.core.screens.alphabets import STANDARD, Alphabet
from kene.core.screens.letters import fallback, mend

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

_SMS: Final = 140
_LENGTH: Final = 1
"""The octet that says how long the header of a message is, where there is one."""
_PARTS: Final = 5
"""The element that says which part of how many a message is."""
_TABLE: Final = 3
"""The element that names a national table."""


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


def measure(text: str, alphabet: Alphabet = STANDARD) -> Measure:
    """The encoding, units and octets of a text as a USSD string, whatever it holds.

    A text with one character outside the 7-bit alphabet is UCS-2 as a whole; a character outside
    the basic plane takes two code units.
    """
    septets = alphabet.septets(text)
    if septets is None:
        units = _code_units(text)
        return Measure("ucs-2", units, 2 * units)
    return Measure("gsm-7", septets, _packed(text, septets))


def octets(text: str, alphabet: Alphabet = STANDARD) -> int:
    """The octets of a text as a USSD string: those of `measure`, without the rest."""
    septets = alphabet.septets(text)
    return 2 * _code_units(text) if septets is None else _packed(text, septets)


def segments(text: str, alphabet: Alphabet = STANDARD) -> Segments:
    """The SMS segments of a text. Neither an escape pair nor a surrogate pair is ever split.

    An empty text is one empty message.
    """
    septets = alphabet.septets(text)
    encoding: Encoding = "ucs-2" if septets is None else "gsm-7"
    units = _code_units(text) if septets is None else septets
    tables = alphabet.named * _TABLE if septets is not None else 0
    alone = _room(encoding, tables)
    if units <= alone:
        return Segments(1, encoding, units, alone, alone - units)
    room = _room(encoding, tables + _PARTS)
    count, used = 1, 0
    for width in _widths(text, encoding, alphabet):
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


def _room(encoding: Encoding, elements: int) -> int:
    """The units of one message beside a header of that many octets of elements."""
    octets = _SMS - (_LENGTH + elements if elements else 0)
    return octets * 8 // 7 if encoding == "gsm-7" else octets // 2


def _code_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _packed(text: str, septets: int) -> int:
    doubled = septets % 8 == 0 and text.endswith("\r")
    return (septets * 7 + 7) // 8 + doubled


def _widths(text: str, encoding: Encoding, alphabet: Alphabet) -> list[int]:
    if encoding == "gsm-7":
        return [2 if character in alphabet.extension else 1 for character in text]
    return [2 if character > "\uffff" else 1 for character in text]

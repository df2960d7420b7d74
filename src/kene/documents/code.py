"""The code of a document: a signed token as text, that a QR code carries and anybody verifies.

`KN1:` and then the base45 (RFC 9285) of a tagged COSE_Sign1, whose protected headers are the
algorithm and the key, whose unprotected headers are empty, and whose payload are the claims. It has
one form only: any other octets, even equivalent ones, are an altered code.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import base45  # type: ignore[import-untyped]

from kene.documents import cbor, claims, keys, sign1
from kene.documents.claims import Claims
from kene.documents.signing import SigningKey
from kene.documents.trust import Trust

PREFIX: Final = "KN1:"
LIMIT: Final = 65
"""The largest side, in modules, that a 2-megapixel phone reads out of focus."""
_LONGEST: Final = 4296
"""No QR code carries more characters."""
_CHARACTERS: Final = (
    *(
        20,
        38,
        61,
        90,
        122,
        154,
        178,
        221,
        262,
        311,
        366,
        419,
        483,
        528,
        600,
        656,
        734,
        816,
        909,
    ),
    *(
        970,
        1035,
        1134,
        1248,
        1326,
        1451,
        1542,
        1637,
        1732,
        1839,
        1994,
        2113,
        2238,
        2369,
        2506,
    ),
    *(2632, 2780, 2894, 3054, 3220, 3391),
)
"""ISO/IEC 18004, table 7: alphanumeric characters by version (from 1) at level M."""


@dataclass(frozen=True, slots=True)
class Valid:
    """The authority signed these claims. `checked` is how new its list of withdrawals is here."""

    claims: Claims
    issuer: keys.Issuer
    checked: datetime | None


@dataclass(frozen=True, slots=True)
class Expired:
    """The authority signed these claims, and they were valid until `claims.expires`."""

    claims: Claims
    issuer: keys.Issuer


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The authority signed these claims, and withdrew them at `since`."""

    claims: Claims
    issuer: keys.Issuer
    since: datetime


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """No key known here, and in force at that time, has this identifier (in hexadecimal)."""

    key: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A code of Kene, but not as an authority signed it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No code of Kene at all."""


Verdict = Valid | Expired | Withdrawn | UnknownKey | Altered | Unreadable


def seal(said: Claims, key: SigningKey) -> str:
    """The code of these claims: equal arguments give the same text."""
    encoded: bytes = base45.b45encode(key.sign(claims.encode(said)))
    return PREFIX + encoded.decode()


def length(said: Claims) -> int:
    """The characters of the code of these claims, known before any key is."""
    headers = cbor.write({sign1.ALGORITHM: sign1.ES256, sign1.KEY: bytes(8)})
    unsigned = cbor.write(cbor.Tag(sign1.TAG, [headers, {}, claims.encode(said), bytes(64)]))
    return len(PREFIX) + len(unsigned) // 2 * 3 + len(unsigned) % 2 * 2


def modules(characters: int) -> int:
    """The side in modules of the QR code, at level M, of so many characters.

    Raises ValueError for more than any QR code carries.
    """
    version = bisect_left(_CHARACTERS, characters) + 1
    if version > len(_CHARACTERS):
        raise ValueError(f"{characters} characters are more than any QR code carries")
    return 17 + 4 * version


def verify(text: str, trust: Trust, now: datetime) -> Verdict:
    """What a code is worth at `now`, by what `trust` knows. Never raises, whatever the text."""
    # Blanks at the ends come with copying; no base45 text ends with one of its own.
    text = text.strip()
    if not text.startswith(PREFIX):
        return Unreadable()
    try:
        return _judge(_message(text), trust, now)
    except cbor.Malformed:
        return Altered()


def _message(text: str) -> sign1.Message:
    if len(text) > _LONGEST:
        raise cbor.Malformed("more characters than a QR code carries")
    try:
        octets = base45.b45decode(text.removeprefix(PREFIX))
    except ValueError as error:
        raise cbor.Malformed("not base45") from error
    message = sign1.read(octets)
    named = set(message.headers) == {sign1.ALGORITHM, sign1.KEY}
    if not (message.tagged and named and not message.unprotected):
        raise cbor.Malformed("not the form of a code")
    return message


def _judge(message: sign1.Message, trust: Trust, now: datetime) -> Verdict:
    key = keys.signer(message, trust.known)
    if key is None:
        return _unknown(message)
    if not sign1.signed_by(message, key.verifier, key.algorithm):
        return Altered()
    said = claims.decode(message.payload)
    if said.country != key.issuer.country or not key.in_force(said.issued):
        return _unknown(message)
    listed = trust.withdrawn(key.issuer)
    if listed is not None and said.identity in listed.since:
        return Withdrawn(said, key.issuer, listed.since[said.identity])
    if said.expires is not None and said.expires < now:
        return Expired(said, key.issuer)
    return Valid(said, key.issuer, listed.issued if listed else None)


def _unknown(message: sign1.Message) -> UnknownKey:
    identifier = message.headers[sign1.KEY]
    if not isinstance(identifier, bytes):
        raise cbor.Malformed("a key that is not named by octets")
    return UnknownKey(identifier.hex())

"""The list of an authority's withdrawn documents: signed, numbered, carried and read offline.

It holds the identities of documents, eight octets drawn at random: it tells nothing to who has not
the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kene.documents import cbor, claims, keys, sign1
from kene.documents.signing import SigningKey

CONTENT: Final = "application/x-kene-withdrawn"
"""In the protected header: a list is never taken for a document, nor a document for a list."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The identities that `issuer` withdrew, and when, as known at `issued`.

    `sequence` counts the withdrawals, which are never taken back. Of two lists of an issuer, the
    one of greater `order` holds.
    """

    issuer: keys.Issuer
    sequence: int
    issued: datetime
    since: Mapping[bytes, datetime]

    @property
    def order(self) -> tuple[int, datetime]:
        """What makes a list newer than another."""
        return self.sequence, self.issued


class Untrusted(ValueError):
    """Octets that are no list of withdrawn documents signed by a known key."""


def sign(
    key: SigningKey, sequence: int, issued: datetime, since: Mapping[bytes, datetime]
) -> bytes:
    """The signed list: a COSE_Sign1 of `[sequence, issued, {identity: since}]`."""
    withdrawn: dict[cbor.Item, cbor.Item] = {
        identity: int(at.timestamp()) for identity, at in since.items()
    }
    payload = cbor.write([sequence, int(issued.timestamp()), withdrawn])
    return key.sign(payload, {sign1.CONTENT: CONTENT})


def read(data: bytes, known: keys.Known) -> Withdrawn:
    """The list, once a known key is found to have signed it. Raises Untrusted."""
    try:
        message = sign1.read(data)
        key = keys.signer(message, known)
        if key is None or not sign1.signed_by(message, key.verifier, key.algorithm):
            raise Untrusted("not signed by a known key")
        if message.headers.get(sign1.CONTENT) != CONTENT:
            raise Untrusted("signed, but not a list of withdrawn documents")
        return _list(key.issuer, cbor.read(message.payload))
    except cbor.Malformed as error:
        raise Untrusted(str(error)) from error


def _list(issuer: keys.Issuer, item: cbor.Item) -> Withdrawn:
    match item:
        case [int(sequence), issued, dict(since)]:
            at = {_identity(key): claims.moment(second) for key, second in since.items()}
            return Withdrawn(issuer, sequence, claims.moment(issued), at)
        case _:
            raise cbor.Malformed("not a list of withdrawn documents")


def _identity(item: cbor.Item) -> bytes:
    if not isinstance(item, bytes):
        raise cbor.Malformed("not an identity")
    return item

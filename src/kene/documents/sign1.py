"""COSE_Sign1 (RFC 9052, section 4.2) with the signatures of RFC 9053: ECDSA and EdDSA.

Why not a general library: the one chosen first signs at random, so that a document could not be
made again to the octet, ignores octets after the message, and refuses a message without its tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from kene.documents import cbor

Headers = Mapping[cbor.Item, cbor.Item]

Verifier = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | ed448.Ed448PublicKey
"""A public key that verifies."""

TAG: Final = 18
ALGORITHM: Final = 1
CRITICAL: Final = 2
CONTENT: Final = 3
KEY: Final = 4

ES256: Final = -7
ES384: Final = -35
ES512: Final = -36
EDDSA: Final = -8
_HASHES: Final[Mapping[int, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]]] = {
    ES256: hashes.SHA256,
    ES384: hashes.SHA384,
    ES512: hashes.SHA512,
}


@dataclass(frozen=True, slots=True)
class Message:
    """A COSE_Sign1 as it was read; nothing in it is to be believed before `signed_by`."""

    protected: bytes
    headers: Headers
    unprotected: Headers
    payload: bytes
    signature: bytes
    tagged: bool


def read(data: bytes) -> Message:
    """The message that `data` is, with its tag or without. Raises cbor.Malformed."""
    item = cbor.read(data)
    tagged = isinstance(item, cbor.Tag)
    if isinstance(item, cbor.Tag):
        if item.number != TAG:
            raise cbor.Malformed(f"the tag {item.number} is not a COSE_Sign1's")
        item = item.item
    match item:
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]:
            headers = cbor.read(protected) if protected else {}
            if not isinstance(headers, dict):
                raise cbor.Malformed("protected headers that are not a map")
            # RFC 9052, section 3: an empty map counts as no octet in what is signed.
            signed = protected if headers else b""
            return Message(signed, headers, unprotected, payload, signature, tagged)
        case _:
            raise cbor.Malformed("not the four parts of a COSE_Sign1")


def sign(payload: bytes, headers: Headers, key: ec.EllipticCurvePrivateKey) -> bytes:
    """A tagged COSE_Sign1 of `payload`, by ES256, its protected `headers` being completed with it.

    The signature is deterministic (RFC 6979): equal arguments give equal octets.
    """
    protected = cbor.write({ALGORITHM: ES256, **headers})
    to_be_signed = _to_be_signed(protected, payload, b"")
    r, s = decode_dss_signature(
        key.sign(to_be_signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    )
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return cbor.write(cbor.Tag(TAG, [protected, {}, payload, signature]))


def signed_by(message: Message, key: Verifier, algorithm: int, external: bytes = b"") -> bool:
    """Whether `key` signed `message` with `algorithm` (a COSE number) and `external` data.

    The algorithm belongs to the key: a message that names another is refused.
    """
    named = message.headers.get(ALGORITHM, message.unprotected.get(ALGORITHM))
    if named != algorithm or CRITICAL in message.headers:
        return False
    to_be_signed = _to_be_signed(message.protected, message.payload, external)
    try:
        _verify(key, algorithm, message.signature, to_be_signed)
    except InvalidSignature:
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes, external: bytes) -> bytes:
    return cbor.write(["Signature1", protected, external, payload])


def _verify(key: Verifier, algorithm: int, signature: bytes, data: bytes) -> None:
    if not isinstance(key, ec.EllipticCurvePublicKey):
        if algorithm != EDDSA:
            raise InvalidSignature
        key.verify(signature, data)
        return
    half = (key.curve.key_size + 7) // 8
    if algorithm not in _HASHES or len(signature) != 2 * half:
        raise InvalidSignature
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    key.verify(encode_dss_signature(r, s), data, ec.ECDSA(_HASHES[algorithm]()))

"""Public keys that verify, and the set of them that anybody carries: JSON Web Keys (RFC 7517).

A key's identifier is the beginning of its COSE thumbprint (RFC 9679), so that no set can give it
to another key. Kene signs with ES256; a neighbour's key may be of another kind.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from kene.documents import cbor, sign1

_EC: Final[Mapping[str, tuple[int, int, ec.EllipticCurve]]] = {
    "P-256": (sign1.ES256, 1, ec.SECP256R1()),
    "P-384": (sign1.ES384, 2, ec.SECP384R1()),
    "P-521": (sign1.ES512, 3, ec.SECP521R1()),
}
_ED25519: Final = 6


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: a country (ISO 3166, lower case), an authority's key in packs, and its name."""

    country: str
    authority: str
    name: str

    def same(self, other: Issuer) -> bool:
        """Whether both are one authority: a new name does not make another."""
        return (self.country, self.authority) == (other.country, other.authority)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that verifies what `issuer` signed from `begins` until `ends` (None: still)."""

    issuer: Issuer
    begins: datetime
    ends: datetime | None
    verifier: sign1.Verifier

    @property
    def algorithm(self) -> int:
        """The only COSE algorithm that this key is used with."""
        return _shape(self.verifier)[0]

    @property
    def identifier(self) -> bytes:
        """Eight octets of the SHA-256 thumbprint of its COSE key."""
        return hashlib.sha256(cbor.write(_shape(self.verifier)[1])).digest()[:8]

    def in_force(self, at: datetime) -> bool:
        """Whether it signed at that time; times of codes are whole seconds."""
        return self.begins <= at and (self.ends is None or at <= self.ends)


Known = Mapping[bytes, PublicKey]
"""Keys by identifier."""


def signer(message: sign1.Message, known: Known) -> PublicKey | None:
    """The known key that a message names; whether it signed it remains to be seen."""
    identifier = message.headers.get(sign1.KEY)
    return known.get(identifier) if isinstance(identifier, bytes) else None


class BadKeys(ValueError):
    """A set of public keys that cannot be read."""


def write(keys: Iterable[PublicKey]) -> bytes:
    """A set of keys as a JSON Web Key Set, one form only, to be copied to whoever verifies."""
    written = [_write_key(key) for key in keys]
    return json.dumps({"keys": written}, ensure_ascii=False, indent=1).encode() + b"\n"


def read(data: bytes) -> tuple[PublicKey, ...]:
    """The keys of a set that `write` or another country's node made. Raises BadKeys."""
    try:
        return tuple(_read_key(key) for key in json.loads(data)["keys"])
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise BadKeys(f"not a set of public keys: {error}") from error


def _shape(verifier: sign1.Verifier) -> tuple[int, dict[cbor.Item, cbor.Item]]:
    """The COSE algorithm of a key, and its COSE key with the members that its thumbprint needs."""
    match verifier:
        case ec.EllipticCurvePublicKey():
            for algorithm, curve, known in _EC.values():
                if known.name == verifier.curve.name:
                    x, y = _point(verifier)
                    return algorithm, {1: 2, -1: curve, -2: x, -3: y}
        case ed25519.Ed25519PublicKey():
            return sign1.EDDSA, {1: 1, -1: _ED25519, -2: verifier.public_bytes_raw()}
    raise BadKeys("a key of a kind that is not used here")


def _point(key: ec.EllipticCurvePublicKey) -> tuple[bytes, bytes]:
    size = (key.curve.key_size + 7) // 8
    numbers = key.public_numbers()
    return numbers.x.to_bytes(size, "big"), numbers.y.to_bytes(size, "big")


def _write_key(key: PublicKey) -> dict[str, object]:
    member: dict[str, object] = {"kid": _base64(key.identifier), "use": "sig"}
    match key.verifier:
        case ec.EllipticCurvePublicKey() as point:
            curve = next(name for name, shape in _EC.items() if shape[0] == key.algorithm)
            x, y = _point(point)
            member |= {"kty": "EC", "crv": curve, "x": _base64(x), "y": _base64(y)}
        case other:
            raw = other.public_bytes_raw()
            member |= {"kty": "OKP", "crv": "Ed25519", "x": _base64(raw)}
    issuer = key.issuer
    member |= {
        "country": issuer.country,
        "authority": issuer.authority,
        "name": issuer.name,
    }
    member |= {"nbf": int(key.begins.timestamp())}
    return member if key.ends is None else member | {"exp": int(key.ends.timestamp())}


def _read_key(member: Mapping[str, object]) -> PublicKey:
    issuer = Issuer(*(_text(member, name) for name in ("country", "authority", "name")))
    ends = _time(member, "exp") if "exp" in member else None
    key = PublicKey(issuer, _time(member, "nbf"), ends, _verifier(member))
    if _text(member, "kid") != _base64(key.identifier):
        raise BadKeys("a key's identifier is not the beginning of its thumbprint")
    return key


def _verifier(member: Mapping[str, object]) -> sign1.Verifier:
    curve = _text(member, "crv")
    if curve == "Ed25519":
        return ed25519.Ed25519PublicKey.from_public_bytes(_octets(member, "x"))
    x, y = (int.from_bytes(_octets(member, name), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, _EC[curve][2]).public_key()


def _text(member: Mapping[str, object], name: str) -> str:
    value = member[name]
    if not isinstance(value, str):
        raise BadKeys(f"{name} is not a text")
    return value


def _time(member: Mapping[str, object], name: str) -> datetime:
    value = member[name]
    if not isinstance(value, int):
        raise BadKeys(f"{name} is not a time")
    return datetime.fromtimestamp(value, UTC)


def _octets(member: Mapping[str, object], name: str) -> bytes:
    text = _text(member, name)
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()

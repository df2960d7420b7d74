"""The node's own signing keys, in a folder of files that must be backed up.

`<identifier>.pem` is the private half of the key in force (mode 600); `public.json` is the set of
all public keys, old ones too, that anybody may carry. Rotation destroys the old private half: what
it signed keeps verifying, and it can sign nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kene.documents import files, keys, sign1

PUBLIC: Final = "public.json"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key in force of an issuer: both halves."""

    public: keys.PublicKey
    private: ec.EllipticCurvePrivateKey

    def sign(self, payload: bytes, headers: sign1.Headers | None = None) -> bytes:
        """A COSE_Sign1 of `payload` that names this key."""
        named = {sign1.KEY: self.public.identifier, **(headers or {})}
        return sign1.sign(payload, named, self.private)


class NoKey(LookupError):
    """The issuer has no signing key here, or its file is missing: restore it from the backup."""


def public(folder: Path) -> tuple[keys.PublicKey, ...]:
    """Every public key of this node; none before the first start. Raises keys.BadKeys."""
    path = folder / PUBLIC
    if not path.exists():
        return ()
    state = path.stat()
    return _public(path, state.st_ino, state.st_mtime_ns)


def signing(folder: Path, issuer: keys.Issuer) -> SigningKey:
    """The key in force of `issuer`. Raises NoKey."""
    for key in public(folder):
        if key.ends is None and key.issuer.same(issuer):
            return SigningKey(key, _private(_file(folder, key)))
    raise NoKey(f"no signing key for {issuer.country}/{issuer.authority} in {folder}")


def ensure(folder: Path, issuer: keys.Issuer, now: datetime) -> bool:
    """Make the first key of `issuer` when it has none; say whether one was made.

    When it answers True, say to the operator to back `folder` up: a key lost is a key replaced in
    every verifier's set.
    """
    with files.locked(folder):
        known = public(folder)
        if any(key.issuer.same(issuer) for key in known):
            return False
        _publish(folder, (*known, _make(folder, issuer, now)))
        return True


def rotate(folder: Path, issuer: keys.Issuer, now: datetime) -> SigningKey:
    """A new key for `issuer`; the one in force ends now and its private half is destroyed."""
    with files.locked(folder):
        known = public(folder)
        old = [key for key in known if key.ends is None and key.issuer.same(issuer)]
        kept = [replace(key, ends=now) if key in old else key for key in known]
        _publish(folder, (*kept, _make(folder, issuer, now)))
        for key in old:
            _file(folder, key).unlink(missing_ok=True)
    return signing(folder, issuer)


def _file(folder: Path, key: keys.PublicKey) -> Path:
    return folder / f"{key.identifier.hex()}.pem"


def _make(folder: Path, issuer: keys.Issuer, now: datetime) -> keys.PublicKey:
    private = ec.generate_private_key(ec.SECP256R1())
    key = keys.PublicKey(issuer, now.replace(microsecond=0), None, private.public_key())
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    files.write(_file(folder, key), pem, 0o600)
    return key


def _publish(folder: Path, known: tuple[keys.PublicKey, ...]) -> None:
    files.write(folder / PUBLIC, keys.write(known), 0o644)


@lru_cache(maxsize=4)
def _public(path: Path, _inode: int, _changed: int) -> tuple[keys.PublicKey, ...]:
    return keys.read(path.read_bytes())


@lru_cache(maxsize=64)
def _private(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        raise NoKey(f"{path} is missing: restore it from the backup")
    private = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise NoKey(f"{path} is not a P-256 key")
    return private

"""Keyed digests: to find a phone number, or check a short code, without keeping either.

They are keyed from a root, random and wrapped like the keys of cases. So rotating the node's key
changes no digest; and a stolen copy of the data, even together with the node's key, does not let
anybody try all numbers of eight digits: that takes the keys' database too.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from kene.privacy import keyring
from kene.privacy.models import Key

_ROOT: Final = "digests/1"


def mac(purpose: str, data: bytes) -> bytes:
    """The HMAC-SHA-256 of `data` that only this node makes, for one purpose. Raises NoNodeKey."""
    return hmac.digest(_derived(purpose), data, sha256)


def address_digest(address: str) -> bytes:
    """What a phone number (E.164) is searched by: without the node's keys it confirms no guess."""
    return mac("address", address.encode())


def secret_digest(scope: str, secret: str) -> bytes:
    """What is stored of a short code; `scope` names what it opens, so that equal codes differ.

    Not Argon2: six digits fall to any function that an attacker can compute. This one needs the
    node's keys, which are not with the data, and guessing through the node is slowed (`guesses`).
    """
    return mac("secret", f"{scope}\0{secret}".encode())


def is_rooted() -> bool:
    """Whether the root was made, which is the first of all keys: the node's key has been in use."""
    return Key.objects.filter(purpose=_ROOT).exists()


def forget() -> None:
    """Read the root again at the next use: in tests."""
    _derived.cache_clear()


@cache
def _derived(purpose: str) -> bytes:
    """A key for one purpose (HKDF, RFC 5869)."""
    root = keyring.own(_ROOT, datetime.now(UTC))
    return HKDFExpand(SHA256(), 32, f"kene/1/{purpose}".encode()).derive(root)

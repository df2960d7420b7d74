"""The node's key, and the keys derived from it. It lies in a file of its own, never in a database.

Whoever has the databases and their backups, but not this file, reads nothing and guesses nothing.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

OCTETS: Final = 32


class NoNodeKey(RuntimeError):
    """The file of the node's key is missing or is not 32 octets."""


def create(path: Path) -> bool:
    """Make the node's key if there is none; True when one was made, which is to be backed up.

    The file is readable by its owner alone, and never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(OCTETS))
        file.flush()
        os.fsync(file.fileno())
    return True


def derived(purpose: str) -> bytes:
    """The node's key of 32 octets for one purpose (HKDF, RFC 5869). Raises NoNodeKey."""
    return _derived(settings.KENE.node_key_file, purpose)


def mac(purpose: str, data: bytes) -> bytes:
    """The HMAC-SHA-256 of `data` with the node's key of that purpose."""
    return hmac.digest(derived(purpose), data, sha256)


def forget() -> None:
    """Read the file again at the next use: after a rotation, or in tests."""
    _derived.cache_clear()


@lru_cache(maxsize=32)
def _derived(path: Path, purpose: str) -> bytes:
    return HKDFExpand(SHA256(), OCTETS, f"kene/1/{purpose}".encode()).derive(_read(path))


def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError as error:
        raise NoNodeKey(f"{path}: {error.strerror}") from error
    if len(key) != OCTETS:
        raise NoNodeKey(f"{path}: {len(key)} octets, not {OCTETS}")
    return key

"""The node's key, which wraps all others. It lies in a file of its own, never in a database.

Whoever has the databases and their backups, but not this file, reads nothing and guesses nothing.
While it is being rotated there are two files, `node.key` and `node.key.next`; the second then wraps
whatever is new, and either opens what is old.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

OCTETS: Final = 32
NONCE: Final = 12
WRAPPED: Final = NONCE + OCTETS + 16


class NoNodeKey(RuntimeError):
    """The file of the node's key is missing or is not 32 octets."""


class NotOurs(ValueError):
    """A wrapped key that this node's key does not open: altered, or another node's."""


def create(path: Path) -> bool:
    """Make the node's key if there is none; True when one was made: have the operator back it up.

    The file is readable by its owner alone, appears whole or not at all, and is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        os.write(descriptor, secrets.token_bytes(OCTETS))
        os.fsync(descriptor)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        os.close(descriptor)
        Path(draft).unlink()
    _sync(path.parent)
    return True


def wrap(keys: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    """Keys of 32 octets, each sealed under the name beside it, 60 octets, by the newest node key.

    The file is read each time: another process may have begun a rotation. Random nonces bound a
    node key to 2**32 wrappings (NIST SP 800-38D, 8.3). Raises NoNodeKey.
    """
    path = _path()
    try:
        newest = AESGCM(_read(_next(path)))
    except NoNodeKey:
        newest = AESGCM(_read(path))
    nonces = [secrets.token_bytes(NONCE) for _ in keys]
    return [n + newest.encrypt(n, key, name) for n, (key, name) in zip(nonces, keys, strict=True)]


def unwrap(wrapped: bytes, name: bytes) -> bytes:
    """The key that `wrap` sealed under that name. Raises NoNodeKey or NotOurs."""
    for cipher in _ciphers():
        try:
            return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], name)
        except InvalidTag:
            continue
    raise NotOurs(f"the node's key does not open {name!r}")


def begin_rotation() -> None:
    """Make the next key, unless a rotation that was cut short made it already."""
    create(_next(_path()))


def newest_opens(wrapped: bytes, name: bytes) -> bool:
    """Whether the key made by `begin_rotation` is the one that wrapped this."""
    try:
        AESGCM(_read(_next(_path()))).decrypt(wrapped[:NONCE], wrapped[NONCE:], name)
    except InvalidTag:
        return False
    return True


def finish_rotation() -> None:
    """Destroy the old key: what it alone wrapped, in backups or on worn disks, is lost for good."""
    path = _path()
    with path.open("r+b") as file:
        file.write(bytes(OCTETS))
        file.flush()
        os.fsync(file.fileno())
    _next(path).replace(path)
    _sync(path.parent)
    forget()


def forget() -> None:
    """Read the file again at the next use: after a rotation, or in tests."""
    _cipher.cache_clear()


def _ciphers() -> Iterator[AESGCM]:
    """The keys that may have wrapped something: as they were read first, then as they are now."""
    path = _path()
    yield _cipher(path)
    forget()
    yield _cipher(path)
    if _next(path).exists():
        yield _cipher(_next(path))


@cache
def _cipher(path: Path) -> AESGCM:
    return AESGCM(_read(path))


def _path() -> Path:
    path: Path = settings.KENE.node_key_file
    return path


@cache
def _next(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            key = file.read()
    except OSError as error:
        raise NoNodeKey(f"{path}: {error.strerror}") from error
    if len(key) != OCTETS:
        raise NoNodeKey(f"{path}: {len(key)} octets, not {OCTETS}")
    return key


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

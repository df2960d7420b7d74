"""The door of this room: sealing values, destroying their keys, and digests that need the node."""

from __future__ import annotations

from kene.privacy import drafts, guesses, keyring, node
from kene.privacy.keyring import Erased, Keyring, Tampered
from kene.privacy.node import NoNodeKey

__all__ = [
    "Erased",
    "Keyring",
    "NoNodeKey",
    "Tampered",
    "address_digest",
    "allowed",
    "create_node_key",
    "erase",
    "expire",
    "expire_drafts",
    "expire_guesses",
    "failed",
    "keep",
    "keys_of",
    "new_keys",
    "node_mac",
    "rewrap",
    "seal_draft",
    "secret_digest",
    "succeeded",
    "unseal_draft",
]

create_node_key = node.create
node_mac = node.mac
new_keys = keyring.make
keys_of = keyring.of
keep = keyring.keep
erase = keyring.erase
expire = keyring.expire
rewrap = keyring.rewrap
seal_draft = drafts.seal
unseal_draft = drafts.unseal
expire_drafts = drafts.expire
allowed = guesses.allowed
failed = guesses.failed
succeeded = guesses.succeeded
expire_guesses = guesses.expire


def address_digest(address: str) -> bytes:
    """What a phone number (E.164) is searched by: without the node's key it confirms no guess."""
    return node.mac("address", address.encode())


def secret_digest(scope: str, secret: str) -> bytes:
    """What is stored of a short code; `scope` names what it opens, so that equal codes differ.

    Not Argon2: six digits fall to any function that an attacker can compute. This one needs the
    node's key, which is in no database, and guessing through the node is slowed (`guesses`).
    """
    return node.mac("secret", f"{scope}\0{secret}".encode())

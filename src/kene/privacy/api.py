"""The door of this room: sealing values, destroying their keys, and digests that need the node.

Sealing hides values from whoever has the files. It says nothing about who may see them on a screen.
"""

from __future__ import annotations

from kene.privacy import digests, drafts, guesses, keyring, node
from kene.privacy.digests import address_digest, secret_digest
from kene.privacy.keyring import Destroyed, Erased, Fresh, Keyring, NoKey, Tampered, sweep
from kene.privacy.node import NoNodeKey
from kene.privacy.register import Basis, Declaration, declarations, declare
from kene.privacy.routing import KEYS
from kene.privacy.traces import scrub

__all__ = [
    "KEYS",
    "Basis",
    "Declaration",
    "Destroyed",
    "Erased",
    "Fresh",
    "Keyring",
    "NoKey",
    "NoNodeKey",
    "Tampered",
    "address_digest",
    "attempt",
    "create_node_key",
    "declarations",
    "declare",
    "draw_keys",
    "erase",
    "expire",
    "expire_drafts",
    "expire_guesses",
    "forget",
    "is_rooted",
    "keep",
    "keys_of",
    "new_keys",
    "node_mac",
    "rotate_node_key",
    "scrub",
    "seal_draft",
    "secret_digest",
    "store_keys",
    "succeeded",
    "sweep",
    "unseal_draft",
]

create_node_key = node.create
rotate_node_key = keyring.rotate
node_mac = digests.mac
is_rooted = digests.is_rooted
new_keys = keyring.make
draw_keys = keyring.draw
store_keys = keyring.store
keys_of = keyring.of
keep = keyring.keep
erase = keyring.erase
expire = keyring.expire
seal_draft = drafts.seal
unseal_draft = drafts.unseal
expire_drafts = drafts.expire
attempt = guesses.attempt
succeeded = guesses.succeeded
expire_guesses = guesses.expire


def forget() -> None:
    """Forget the keys held in memory; they are read again when needed."""
    node.forget()
    digests.forget()
    drafts.forget()

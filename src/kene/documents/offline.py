"""The door for whoever verifies without a node: no database, no network, no Django.

`folder` holds what is carried (see `kene.documents.trust`): a node's data folder, or a copy of its
`keys`, `trust` and `withdrawn` folders.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kene.documents import reading, trust
from kene.documents.claims import Claim, Claims, label
from kene.documents.code import (
    LIMIT,
    PREFIX,
    Altered,
    Expired,
    UnknownKey,
    Unreadable,
    Valid,
    Verdict,
    Withdrawn,
    length,
    modules,
)
from kene.documents.code import verify as _verify_text
from kene.documents.keys import Issuer
from kene.documents.trust import Trust

__all__ = [
    "LIMIT",
    "Altered",
    "Claim",
    "Claims",
    "Expired",
    "Issuer",
    "Trust",
    "UnknownKey",
    "Unreadable",
    "Valid",
    "Verdict",
    "Withdrawn",
    "carry",
    "known",
    "label",
    "length",
    "modules",
    "verify",
]

carry = trust.carry
known = trust.load


def verify(anything: bytes | str, folder: Path, now: datetime) -> Verdict:
    """What a code is worth: its text, or the octets of a text, a photo or a PDF that shows it.

    Never raises for what is verified, whatever it is. A picture is read in another process (some
    100 ms); RuntimeError says that the decoders are not installed here.
    """
    return _verify_text(_text(anything), trust.load(folder), now)


def _text(anything: bytes | str) -> str:
    if isinstance(anything, str):
        return anything
    if anything.lstrip().startswith(PREFIX.encode()):
        return anything.decode("ascii", errors="replace")
    return next((text for text in reading.found(anything) if text.startswith(PREFIX)), "")

"""What a verifier relies on, read from files that are carried offline.

Below the data folder: `keys/public.json` (this node's keys), `trust/*.json` (the keys of other
authorities and countries), `withdrawn/*.cose` (lists of withdrawn documents).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from kene.core.problems import Problem, Where, declare
from kene.documents import files, keys, signing, withdrawn

KEYS: Final = "keys"
OTHERS: Final = "trust"
WITHDRAWN: Final = "withdrawn"

_UNREADABLE: Final = declare(
    "K101",
    fr=(
        "Ce fichier de clés publiques ou de documents retirés ne peut pas être lu : {reason}.",
        "Demandez-le de nouveau à l'autorité qui l'a fait, ou enlevez-le.",
    ),
    en=(
        "This file of public keys or of withdrawn documents cannot be read: {reason}.",
        "Ask the authority that made it for another, or remove it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Known keys by identifier, and for each issuer its newest list of withdrawn documents.

    `problems` tells which files could not be read; the others count all the same.
    """

    known: keys.Known
    lists: tuple[withdrawn.Withdrawn, ...] = ()
    problems: tuple[Problem, ...] = ()

    def withdrawn(self, issuer: keys.Issuer) -> withdrawn.Withdrawn | None:
        """The newest list of `issuer`, if one was carried here."""
        return next((known for known in self.lists if known.issuer.same(issuer)), None)


def load(data: Path) -> Trust:
    """What the files below `data` say; read again only when one changed."""
    return _load(tuple(_state(path) for path in _files(data)))


def carry(data: Path, signed: bytes) -> bool:
    """Keep a signed list of withdrawn documents, unless a list as new is here already.

    Raises withdrawn.Untrusted.
    """
    new = withdrawn.read(signed, load(data).known)
    issuer = f"{new.issuer.country}/{new.issuer.authority}"
    name = hashlib.sha256(issuer.encode()).hexdigest()[:16]
    with files.locked(data / WITHDRAWN):
        kept = load(data).withdrawn(new.issuer)
        if kept is not None and kept.order >= new.order:
            return False
        files.write(data / WITHDRAWN / f"{name}.cose", signed, 0o644)
        return True


def _files(data: Path) -> Iterator[Path]:
    if (own := data / KEYS / signing.PUBLIC).exists():
        yield own
    yield from sorted((data / OTHERS).glob("*.json"))
    yield from sorted((data / WITHDRAWN).glob("*.cose"))


_State = tuple[Path, int, int]


def _state(path: Path) -> _State:
    state = path.stat()
    return path, state.st_ino, state.st_mtime_ns


@lru_cache(maxsize=4)
def _load(states: tuple[_State, ...]) -> Trust:
    problems: list[Problem] = []
    paths = [path for path, _, _ in states]
    known = dict(_keys((path for path in paths if path.suffix == ".json"), problems))
    lists: list[withdrawn.Withdrawn] = []
    for path in (path for path in paths if path.suffix == ".cose"):
        try:
            lists.append(withdrawn.read(path.read_bytes(), known))
        except withdrawn.Untrusted as error:
            problems.append(_unreadable(path, error))
    lists.sort(key=lambda one: one.order, reverse=True)
    return Trust(known, tuple(lists), tuple(problems))


def _keys(paths: Iterable[Path], problems: list[Problem]) -> Iterator[tuple[bytes, keys.PublicKey]]:
    for path in paths:
        try:
            yield from ((key.identifier, key) for key in keys.read(path.read_bytes()))
        except keys.BadKeys as error:
            problems.append(_unreadable(path, error))


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(_UNREADABLE, Where(str(path)), {"reason": str(error)})

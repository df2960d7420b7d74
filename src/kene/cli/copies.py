"""Copies of a node's data, and apart from them, of the keys that open it.

The data holds personal values sealed; the keys open them. Who has both reads everything, and a key
that was erased lives on in the copies of the keys: so they go to another place, and are kept a few
days at most. A copy is taken while the node runs: SQLite's online backup, or `pg_dump`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from kene.channels.voice.recordings import FOLDER as VOICE
from kene.cli.spoken import said
from kene.site.configuration import Configuration

DATA_FILE: Final = "kene.sqlite3"
KEYS_FILE: Final = "keys.sqlite3"
NODE_KEY: Final = "node.key"
FOLDERS: Final = ("keys", "trust", "withdrawn", VOICE)
"""Signing keys, others' public keys, lists of withdrawn documents, what agents recorded: they open
no personal value."""
_DUMP: Final = ".pgdump"
_CLEAN: Final = ("--clean", "--if-exists")


class NotCopied(Exception):
    """A copy that can't be made or put back; the sentence says why."""


class AlreadyThere(NotCopied):
    """The node has what would be put back."""


def back_up_data(node: Configuration, into: Path) -> tuple[Path, ...]:
    """Copy the database and the folders beside it into a new or empty folder. Raises NotCopied."""
    _empty(into)
    made = [_database(node.database, node.data / DATA_FILE, into)]
    for name in FOLDERS:
        if (node.data / name).is_dir():
            shutil.copytree(node.data / name, into / name, ignore=shutil.ignore_patterns(".lock"))
            made.append(into / name)
    return tuple(made)


def back_up_keys(node: Configuration, into: Path) -> tuple[Path, ...]:
    """Copy the keys of cases and the node's key into a new or empty folder. Raises NotCopied."""
    _empty(into)
    if not node.node_key_file.is_file():
        raise NotCopied(said("backup.unborn", file=node.node_key_file))
    copied = _database(node.keys_database, node.data / KEYS_FILE, into)
    key = into / NODE_KEY
    shutil.copyfile(node.node_key_file, key)
    key.chmod(0o600)
    return copied, key


def apart(keys: Path, data: Path) -> None:
    """Refuse a place for the keys that is with a copy of the data. Raises NotCopied."""
    one, other = keys.resolve(), data.resolve()
    if one == other or other in one.parents or one in other.parents:
        raise NotCopied(said("backup.together", keys=keys, data=data))


def restore_data(node: Configuration, copy: Path, *, replace: bool) -> tuple[Path, ...]:
    """Put a copy of the data back, the node being stopped. Raises NotCopied."""
    folders = [name for name in FOLDERS if (copy / name).is_dir()]
    for name in folders:
        _may_go(node.data / name, replace=replace)
    made = [_put_back(node.database, node.data / DATA_FILE, copy, replace=replace)]
    for name in folders:
        shutil.rmtree(node.data / name, ignore_errors=True)
        shutil.copytree(copy / name, node.data / name)
        made.append(node.data / name)
    return tuple(made)


def restore_keys(node: Configuration, copy: Path, *, replace: bool) -> tuple[Path, ...]:
    """Put a copy of the keys back, the node being stopped. Raises NotCopied."""
    key = copy / NODE_KEY
    if not key.is_file():
        raise NotCopied(said("backup.notkeys", folder=copy, file=NODE_KEY))
    _may_go(node.node_key_file, replace=replace)
    database = _put_back(node.keys_database, node.data / KEYS_FILE, copy, replace=replace)
    shutil.copyfile(key, node.node_key_file)
    node.node_key_file.chmod(0o600)
    return database, node.node_key_file


def _empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise NotCopied(said("backup.full", folder=folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _may_go(path: Path, *, replace: bool) -> None:
    if path.exists() and not replace:
        raise AlreadyThere(said("backup.there", path=path))


def _database(url: str, file: Path, into: Path) -> Path:
    if _is_postgresql(url):
        made = into / (file.stem + _DUMP)
        _run(url, "pg_dump", "--format=custom", f"--file={made}")
        return made
    if not file.is_file():
        raise NotCopied(said("backup.absent", file=file))
    made = into / file.name
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(made)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    made.chmod(0o600)
    _whole(made)
    return made


def _put_back(url: str, file: Path, copy: Path, *, replace: bool) -> Path:
    if _is_postgresql(url):
        dump = copy / (file.stem + _DUMP)
        if not dump.is_file():
            raise NotCopied(said("backup.missing", file=dump))
        # All of it or nothing: half a database is worse than none.
        options = ("--no-owner", "--single-transaction", "--exit-on-error")
        _run(url, "pg_restore", *options, *(_CLEAN if replace else ()), str(dump))
        return dump
    kept = copy / file.name
    if not kept.is_file():
        raise NotCopied(said("backup.missing", file=kept))
    _whole(kept)
    _may_go(file, replace=replace)
    for path in _files(file):
        path.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    file.chmod(0o600)
    return file


def _files(file: Path) -> Iterator[Path]:
    """A SQLite file and those that go with it: a log of another database would spoil this one."""
    yield from (file.with_name(file.name + end) for end in ("-wal", "-shm"))
    yield file


def _whole(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened:
        [found] = opened.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise NotCopied(said("backup.damaged", file=file, why=found))


def _is_postgresql(url: str) -> bool:
    return url.startswith(("postgres:", "postgresql:"))


def _run(url: str, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; its password passes by the environment."""
    if shutil.which(program) is None:
        raise NotCopied(said("backup.program", program=program))
    parts = urlsplit(url)
    environment = dict(os.environ)
    if parts.password:
        environment["PGPASSWORD"] = unquote(parts.password)
        address = f"{parts.username}@{parts.netloc.rpartition('@')[2]}"
        url = urlunsplit(parts._replace(netloc=address))
    done = subprocess.run(  # noqa: S603 -- the program is one of two, the address the operator's
        [program, f"--dbname={url}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = next(iter(done.stderr.strip().splitlines()), "")
        raise NotCopied(said("backup.failed", program=program, why=why))

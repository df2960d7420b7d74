"""A database's address as Django's settings for it: SQLite tuned for durability, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

Settings = dict[str, Any]

# Every thread that works holds a connection: with the library's four, the fifth would wait. Two
# databases at the most leave room for others in PostgreSQL's usual hundred.
# A gateway gives up after ten seconds, so whoever waits for one is told before. The pool's own
# tries come ever more seldom, for five minutes: given up early, the next citizen's hop tries anew.
POOL: Final = {"min_size": 1, "max_size": 32, "timeout": 5.0, "reconnect_timeout": 2.0}


def database(url: str, file: Path) -> Settings:
    """Django's settings for the database at `url`, or for the SQLite `file` when it is empty.

    Raises ValueError when the address is not of SQLite or PostgreSQL.
    """
    if not url:
        return sqlite(file)
    parts = urlsplit(url)
    match parts.scheme:
        case "sqlite":
            return sqlite(Path(unquote(parts.path)))
        case "postgres" | "postgresql":
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.lstrip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": unquote(parts.hostname or ""),
                "PORT": str(parts.port or ""),
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": {"pool": POOL, **dict(parse_qsl(parts.query))},
            }
    raise ValueError(f"not an address of SQLite or PostgreSQL: {parts.scheme}://…")


def sqlite(file: Path) -> Settings:
    """Django's settings for a SQLite file.

    A commit is on the disk when it is acknowledged (`synchronous=FULL`); a writer takes the lock
    when it begins, so that it waits its turn rather than failing half-way (`IMMEDIATE`); what is
    deleted is overwritten with zeros (`secure_delete`). Tests use a file too: an in-memory database
    has neither a write-ahead log nor real locks.
    """
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "busy_timeout": "10000",
        "secure_delete": "ON",
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "init_command": "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
            "transaction_mode": "IMMEDIATE",
        },
        "TEST": {"NAME": file.with_name(f"test-{file.name}")},
    }

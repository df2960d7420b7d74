"""The database itself refuses that a line be changed or removed."""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES: Final = ("kene_journal_line", "kene_journal_checkpoint")
VERBS: Final = ("UPDATE", "DELETE")
_SENTENCE: Final = "the journal is append-only"

_POSTGRESQL_REFUSAL: Final = f"""
CREATE OR REPLACE FUNCTION kene_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$
"""


def install(connection: BaseDatabaseWrapper, verbs: tuple[str, ...] = VERBS) -> None:
    """Refuse from now on what `verbs` do to lines and checkpoints."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_REFUSAL)
        for table in TABLES:
            for verb in verbs:
                cursor.execute(_creation(connection.vendor, table, verb))


def remove(connection: BaseDatabaseWrapper, verbs: tuple[str, ...] = VERBS) -> None:
    """Refuse no longer: for the migration backwards, and for tests that empty or tamper."""
    with connection.cursor() as cursor:
        for table in TABLES:
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            for verb in verbs:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{where}")


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _creation(vendor: str, table: str, verb: str) -> str:
    head = f"TRIGGER {_name(table, verb)} BEFORE {verb} ON {table}"
    match vendor:
        case "sqlite":
            return f"CREATE {head} BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
        case "postgresql":
            return f"CREATE {head} FOR EACH ROW EXECUTE FUNCTION kene_journal_refuse()"
    raise ValueError(f"no trigger is known for {vendor}")

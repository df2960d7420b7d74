"""The node is told what it needs by its environment, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from kene.site.configuration import variables
from kene.site.databases import database
from kene.site.environment import read


def test_an_empty_variable_is_as_if_unset() -> None:
    assert read({"KENE_HOSTS": ""}) == read({})


def test_every_variable_says_what_it_means_in_both_languages() -> None:
    for variable in variables():
        assert variable.meaning["fr"]
        assert variable.meaning["en"]


def test_a_node_without_a_secret_refuses_to_start_and_says_what_to_set() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("KENE_SECRET", "KENE_DEBUG")}
    source = Path(__file__).parents[2] / "src"
    answer = subprocess.run(
        [sys.executable, "-c", "import kene.site.settings"],
        env={**environment, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "KENE_SECRET" in answer.stderr


def test_an_address_of_postgresql_is_read_with_its_odd_characters() -> None:
    told = database("postgres://k%40ne:p%2Fw@[::1]:5433/etat%20civil?sslmode=require", Path())
    assert (told["USER"], told["PASSWORD"], told["NAME"]) == ("k@ne", "p/w", "etat civil")
    assert (told["HOST"], told["PORT"]) == ("::1", "5433")
    assert told["OPTIONS"]["sslmode"] == "require"


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        database("mysql://here/there", Path())


@pytest.mark.django_db(databases="__all__", transaction=True)
@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_sqlite_commit_is_on_the_disk_and_what_is_deleted_is_overwritten(alias: str) -> None:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        pytest.skip("the database is PostgreSQL")
    with connection.cursor() as cursor:
        told = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}

"""Whoever changes the journal's file, without the node's key, is found out."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kene.journal import api as journal
from kene.journal import merkle
from kene.journal.queries import stored

from .writing import faults, write

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("opened"),
]

SIZE = 40


def tamper(*statements: str) -> None:
    """Change the database behind the node's back; SQLite's file with another library."""
    if connection.vendor == "sqlite":
        file = sqlite3.connect(connection.settings_dict["NAME"])
        for statement in statements:
            file.execute(statement)
        file.commit()
        file.close()
        return
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def shift(first: int, by: int) -> tuple[str, ...]:
    """Renumber the lines from `first` on; through far places, as numbers are unique."""
    return (
        f"UPDATE kene_journal_line SET number = number + 1000000 WHERE number >= {first}",
        f"UPDATE kene_journal_line SET number = number - 1000000 + {by} WHERE number >= 1000000",
    )


def copy(source: int, place: int) -> str:
    return (
        "INSERT INTO kene_journal_line (number, at, who, what, about, detail, leaf, seal)"
        f" SELECT {place}, at, who, what, about, 'x', leaf, seal FROM kene_journal_line"
        f" WHERE number = {source}"
    )


@pytest.mark.parametrize("column", ["at", "who", "what", "about", "detail"])
def test_a_changed_line_is_named(column: str) -> None:
    write(SIZE)
    tamper(f"UPDATE kene_journal_line SET {column} = 'x' WHERE number = 12")
    assert faults() == [("changed", 12)]


@pytest.mark.parametrize("column", ["leaf", "seal"])
def test_a_changed_hash_is_named(column: str) -> None:
    write(SIZE)
    tamper(
        f"UPDATE kene_journal_line SET {column} = about_ FROM (SELECT {column} AS about_"
        f" FROM kene_journal_line WHERE number = 3) AS other WHERE number = 12"
    )
    assert faults() == [("changed", 12)]


def test_a_changed_line_with_its_hash_made_anew_is_named_all_the_same() -> None:
    write(SIZE)
    tamper("UPDATE kene_journal_line SET detail = 'x' WHERE number = 12")
    (line,) = stored(12, 13)
    leaf = merkle.leaf(line.encoded(12))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kene_journal_line SET leaf = %s WHERE number = 12", (leaf,))
    assert faults() == [("changed", 12)]


def test_removed_lines_are_named() -> None:
    write(SIZE)
    tamper("DELETE FROM kene_journal_line WHERE number IN (0, 7, 8)")
    found = journal.verify()
    assert isinstance(found, tuple)
    assert [(f.kind, f.index, f.count) for f in found] == [("removed", 0, 1), ("removed", 7, 2)]
    assert found[1].sentence["fr"] == "Il manque 2 ligne(s) à partir de la ligne 7."


def test_a_line_removed_and_the_others_renumbered_is_named() -> None:
    write(SIZE)
    tamper("DELETE FROM kene_journal_line WHERE number = 12", *shift(13, -1))
    assert faults() == [("removed", 12)]


def test_two_lines_put_in_each_others_place_are_named() -> None:
    write(SIZE)
    swap = "UPDATE kene_journal_line SET number = {} WHERE number = {}"
    tamper(swap.format(-1, 12), swap.format(12, 30), swap.format(30, -1))
    assert faults() == [("reordered", 12), ("reordered", 30)]


def test_a_line_inserted_among_others_is_named() -> None:
    write(SIZE)
    tamper(*shift(12, 1), copy(3, 12))
    assert faults() == [("inserted", 12)]


def test_a_line_added_at_the_end_is_named() -> None:
    write(SIZE)
    tamper(copy(3, SIZE), copy(3, 1 << 60), copy(3, -5))
    assert faults() == [("inserted", -5), ("inserted", SIZE), ("inserted", 1 << 60)]


def test_an_end_that_is_cut_off_is_told() -> None:
    write(SIZE)
    tamper("DELETE FROM kene_journal_line WHERE number >= 30")
    found = journal.verify()
    assert isinstance(found, tuple)
    assert [(f.kind, f.index, f.count) for f in found] == [("truncated", 30, 10)]


def test_an_end_that_is_cut_off_with_a_smaller_head_is_told() -> None:
    write(SIZE)
    tamper(
        "DELETE FROM kene_journal_line WHERE number >= 30",
        "UPDATE kene_journal_head SET size = 30",
    )
    assert faults() == [("head", 0)]


def test_a_journal_emptied_but_for_its_head_is_told() -> None:
    write(SIZE)
    tamper("DELETE FROM kene_journal_line")
    assert faults() == [("truncated", 0)]


def test_a_head_that_is_removed_is_told() -> None:
    write(SIZE)
    tamper("DELETE FROM kene_journal_head")
    assert faults() == [("head", 0)]
    with pytest.raises(journal.BrokenJournal):
        journal.size()


def test_a_false_checkpoint_is_told() -> None:
    write(8192)
    tamper("UPDATE kene_journal_checkpoint SET block = 9 WHERE block = 1")
    assert faults() == [("checkpoint", 4096), ("checkpoint", 9 * 4096)]


def test_a_line_changed_among_ten_thousand_is_named_alone() -> None:
    write(10_000)
    tamper("UPDATE kene_journal_line SET who = 'x' WHERE number = 5000")
    assert faults() == [("changed", 5000)]


def test_an_older_end_grown_anew_is_told() -> None:
    write(30)
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, peaks, seal FROM kene_journal_head")
        before = cursor.fetchone()
    write(10, 30)
    tamper("CREATE TABLE kept AS SELECT * FROM kene_journal_line WHERE number = 35")
    tamper("DELETE FROM kene_journal_line WHERE number >= 30")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kene_journal_head SET size=%s, peaks=%s, seal=%s", before)
    write(10, 130)
    tamper(
        "DELETE FROM kene_journal_line WHERE number = 35",
        "INSERT INTO kene_journal_line SELECT * FROM kept",
        "DROP TABLE kept",
    )
    assert faults() == [("head", 0)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sets(st.integers(0, SIZE - 1), min_size=1, max_size=5), st.booleans())
def test_any_lines_changed_or_removed_are_each_named(places: set[int], removed: bool) -> None:
    tamper("DELETE FROM kene_journal_line", "DELETE FROM kene_journal_head")
    write(SIZE)
    among = ", ".join(map(str, places))
    if removed:
        tamper(f"DELETE FROM kene_journal_line WHERE number IN ({among})")
    else:
        tamper(f"UPDATE kene_journal_line SET who = 'x' WHERE number IN ({among})")
    found = journal.verify()
    assert isinstance(found, tuple)
    named = {index for fault in found for index in range(fault.index, fault.index + fault.count)}
    assert named == places

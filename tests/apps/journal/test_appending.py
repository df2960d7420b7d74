"""Lines are appended with the fact that they tell, one after the other, for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from kene.journal import api as journal
from kene.journal.models import AppendOnly, Row

from .writing import NOW, entry, faults, write

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.mark.usefixtures("node")
def test_an_empty_journal_is_whole_and_has_the_root_of_nothing() -> None:
    whole = journal.verify()
    assert isinstance(whole, journal.Verified)
    assert (whole.size, journal.size()) == (0, 0)
    assert whole.root == journal.root()


@pytest.mark.usefixtures("node")
def test_what_was_appended_is_read_back_in_order() -> None:
    with transaction.atomic():
        assert journal.append(entry(7), NOW) == 0
        assert journal.append(entry(8), NOW) == 1
        assert journal.append(journal.Entry("a1", "read", "ML000007"), NOW) == 2
    lines = journal.lines_about("ML000007")
    assert [(line.index, line.who, line.what) for line in lines] == [
        (0, "applicant", "opened"),
        (2, "a1", "read"),
    ]
    assert lines[0].at == NOW


@pytest.mark.usefixtures("node")
def test_a_transaction_that_is_rolled_back_leaves_no_line() -> None:
    write(3)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        journal.append(entry(3), NOW)
        _ = 1 // 0
    assert journal.size() == 3
    write(1, 3)
    assert isinstance(journal.verify(), journal.Verified)


@pytest.mark.usefixtures("node")
def test_a_savepoint_that_is_rolled_back_leaves_no_line_among_the_others() -> None:
    with transaction.atomic():
        journal.append(entry(0), NOW)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            journal.append(entry(1), NOW)
            _ = 1 // 0
        assert journal.append(entry(2), NOW) == 1
    assert [len(journal.lines_about(f"ML00000{n}")) for n in range(3)] == [1, 0, 1]
    assert isinstance(journal.verify(), journal.Verified)


@pytest.mark.usefixtures("node")
def test_writers_at_once_each_get_a_place_of_their_own() -> None:
    def some(thread: int) -> list[int]:
        places = []
        for number in range(25):
            with transaction.atomic():
                places.append(journal.append(entry(thread * 100 + number), NOW))
        connection.close()
        return places

    with ThreadPoolExecutor(4) as threads:
        places = [place for found in threads.map(some, range(4)) for place in found]
    assert sorted(places) == list(range(100))
    whole = journal.verify()
    assert isinstance(whole, journal.Verified)
    assert whole.size == 100


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE kene_journal_line SET detail = 'x' WHERE number = 1",
        "DELETE FROM kene_journal_line WHERE number = 1",
        "UPDATE kene_journal_checkpoint SET block = 5",
        "DELETE FROM kene_journal_checkpoint",
    ],
)
def test_the_database_refuses_to_change_the_journal(tampering: str) -> None:
    write(4096)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(tampering)
    assert isinstance(journal.verify(), journal.Verified)


@pytest.mark.usefixtures("node")
def test_django_refuses_to_change_the_journal() -> None:
    write(1)
    row = Row.objects.get()
    for change in (row.save, row.delete, Row.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        Row.objects.update(detail="x")


@pytest.mark.usefixtures("opened")
def test_nothing_is_appended_after_a_head_that_another_left() -> None:
    write(3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kene_journal_head SET size = 2")
    with pytest.raises(journal.BrokenJournal), transaction.atomic():
        journal.append(entry(3), NOW)
    assert ("head", 0) in faults()

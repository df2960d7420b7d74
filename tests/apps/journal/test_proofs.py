"""One line is proved without the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kene.journal import api as journal

from .writing import write

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("node"),
]


def line(number: int) -> journal.Line:
    return journal.lines_about(f"ML{number:06d}")[0]


@pytest.mark.parametrize("size", [1, 2, 7, 4096, 4097, 8192, 9001])
def test_each_line_is_proved_against_the_root(size: int) -> None:
    write(size)
    root = journal.root()
    whole = journal.verify()
    assert isinstance(whole, journal.Verified)
    assert whole.root == root
    for index in {0, 1, size // 2, 4095, 4096, size - 1} & set(range(size)):
        proof = journal.prove(index)
        assert journal.check(proof, line(index), root)
        assert not journal.check(proof, replace(line(index), detail="x"), root)
        assert not journal.check(proof, line(index), bytes(32))


def test_a_proof_proves_its_own_line_alone() -> None:
    write(9)
    assert not journal.check(journal.prove(3), line(4), journal.root())


def test_a_line_that_is_not_there_is_not_proved() -> None:
    write(3)
    for index in (-1, 3):
        with pytest.raises(IndexError):
            journal.prove(index)

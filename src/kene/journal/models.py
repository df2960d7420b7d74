"""What is stored of the journal. Nothing here is ever changed but the head, which grows."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class AppendOnly(TypeError):
    """Something tried to change the journal other than by appending to it."""


class Position(models.BigIntegerField):  # type: ignore[type-arg]
    """A primary key counted by us; on SQLite it is the row's own number, without another index."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """`integer` on SQLite, where only that word makes the row's own number."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Unchanging(models.QuerySet[Any]):
    """Rows that can only be read."""

    def update(self, **changes: Any) -> NoReturn:  # noqa: ANN401
        """Always raises AppendOnly."""
        raise AppendOnly("the journal is append-only")

    def delete(self) -> NoReturn:
        """Always raises AppendOnly."""
        raise AppendOnly("the journal is append-only")


class Appended(models.Model):
    """A row that is written once, by `queries`."""

    objects = Unchanging.as_manager()

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **options: Any) -> NoReturn:  # noqa: ANN401
        """Always raises AppendOnly."""
        raise AppendOnly("the journal is written by append() alone")

    def delete(self, *arguments: Any, **options: Any) -> NoReturn:  # noqa: ANN401
        """Always raises AppendOnly."""
        raise AppendOnly("the journal is append-only")


class Row(Appended):
    """One line. `at` is text, so that what is hashed is what is stored, on every database."""

    number = Position(primary_key=True)
    at = models.CharField(max_length=32)
    who = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    about = models.CharField(max_length=64)
    detail = models.CharField(max_length=200)
    leaf = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        db_table = "kene_journal_line"
        indexes = (models.Index(fields=["about", "number"], name="kene_journal_about"),)

    def __str__(self) -> str:
        return f"{self.number} {self.at} {self.who} {self.what} {self.about}"


class Checkpoint(Appended):
    """The root of the full subtree of one block of lines, so that a proof reads two blocks only."""

    block = Position(primary_key=True)
    root = models.BinaryField()

    class Meta:
        db_table = "kene_journal_checkpoint"

    def __str__(self) -> str:
        return f"block {self.block}"


class Head(models.Model):
    """The tree as it stands: its size and its peaks, sealed by the node's key. One row."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    peaks = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        db_table = "kene_journal_head"

    def __str__(self) -> str:
        return f"{self.size} lines"

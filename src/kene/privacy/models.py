"""The keys of values, in a database of their own; and guesses at secrets, beside the data."""

from __future__ import annotations

from django.db import models


class Key(models.Model):
    """The key of one subject's values for one purpose, wrapped by the node's key.

    `until` is the last day on which it is kept; none while that day is not known. A destroyed key
    leaves its row, with zeros in place of the key, so that "erased" is never taken for "lost".
    """

    subject = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    made = models.DateTimeField()
    wrapped = models.BinaryField(max_length=60)
    until = models.DateField(null=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject", "purpose"), name="kene_key_subject"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.purpose}"


class Guess(models.Model):
    """Guesses at one secret: how many in a row, when the last was, and when the next is heard."""

    key = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField(db_index=True)
    next = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.count)

"""The keys of values, in a database of their own; and wrong guesses, beside the data."""

from __future__ import annotations

from django.db import models


class Key(models.Model):
    """The key of one subject's values for one purpose, wrapped by the node's key.

    `until` is the day after which it is destroyed; none while that day is not known.
    """

    subject = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    wrapped = models.BinaryField(max_length=60)
    until = models.DateField(null=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject", "purpose"), name="kene_key_subject"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.purpose}"


class Guess(models.Model):
    """Wrong guesses of one secret: how many in a row, and when the next one is heard."""

    key = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField()
    next = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.count)

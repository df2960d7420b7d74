"""Who is to be called, for a few days. Nothing here names a person: what does is sealed.

`day` names the key that opens `sealed`, a telephone (E.164).
"""

from __future__ import annotations

from django.db import models


class Wanted(models.Model):
    """A call that somebody waits for: by the `node`, which goes on, or by an `agent`.

    `state` is `waiting`, `unknown` while it is given to be made, `called`, or `failed`.
    """

    key = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=5)
    day = models.DateField(db_index=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    sealed = models.BinaryField()

    class Meta:
        """The oldest first."""

        ordering = ("at",)

    def __str__(self) -> str:
        return self.key[:14]


class Day(models.Model):
    """The calls that the node made on a day of the country, and the seconds of those that ended."""

    day = models.DateField(primary_key=True)
    calls = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.day.isoformat()


class Ended(models.Model):
    """A call whose end the aggregator told, by its own name for it."""

    session = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.session
